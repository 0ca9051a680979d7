import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LOADER_SCRIPT, THEME_SCRIPT } from '../../app/_content/inline-scripts.ts';

/**
 * The step after the export. It takes Next's scripts out of each page and leaves a list of them and a loader, so that
 * reading needs none of them (see the loader). Afterwards a page holds two constant inline scripts at most.
 * It knows one shape of page, and throws on any other, so that an upgrade cannot break pages unseen.
 */
export function finishExport(folder: string): { pages: number; live: number } {
  for (const name of globSync(['**/*.txt', '_not-found.html', '_next/static/course/**'], { cwd: folder }))
    rmSync(join(folder, name), { recursive: true, force: true });
  const pages = globSync('**/*.html', { cwd: folder }).sort();
  if (pages.length === 0) throw new Error(`${folder} holds no pages.`);
  let live = 0;
  const unused = new Set<string>();
  for (const name of pages) {
    const file = join(folder, name);
    const page = finishPage(name, readFileSync(file, 'utf8'));
    for (const path of page.unused) unused.add(path);
    if (page.payload) {
      live += 1;
      const target = join(folder, page.payload.path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, page.payload.text);
    }
    writeFileSync(file, page.html);
  }
  for (const path of unused) rmSync(join(folder, path), { force: true });
  writeFileSync(join(folder, '_csp.json'), `${JSON.stringify({ scriptHashes: scriptHashes() })}\n`);
  return { pages: pages.length, live };
}

const hashOf = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

export const scriptHashes = (): string[] => [THEME_SCRIPT, LOADER_SCRIPT].map(hashOf);

/** The policy for hosts that send no headers of their own; the hub sends a stricter one. */
function policy(): string {
  const scripts = scriptHashes()
    .map((hash) => `'${hash}'`)
    .join(' ');
  return `default-src 'none'; script-src 'self' ${scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'`;
}

interface FinishedPage {
  html: string;
  payload?: { path: string; text: string };
  /** Files that no page needs any more. */
  unused: string[];
}

const CHUNK = /^ src="(\/_next\/static\/chunks\/[\w.~-]+\.js)" async=""$/;
const POLYFILL = /^ src="(\/_next\/static\/chunks\/[\w.~-]+\.js)" noModule=""$/;

/** @throws when the page is not what this version of Next writes */
export function finishPage(name: string, source: string): FinishedPage {
  const refuse = (what: string): never => {
    throw new Error(
      `${name}: ${what}. The step after the export does not know this shape of page; look at scripts/site/finish-export.ts.`,
    );
  };
  const chunks: string[] = [];
  const inline: string[] = [];
  const unused: string[] = [];
  let [themes, shells, starts] = [0, 0, 0];
  const html = source
    .replace(/<script([^>]*)>([\s\S]*?)<\/script>/g, (whole, attributes: string, text: string) => {
      const chunk = CHUNK.exec(attributes)?.[1];
      const polyfill = POLYFILL.exec(attributes)?.[1];
      if (text === '' && chunk) chunks.push(chunk);
      else if (text === '' && polyfill) unused.push(polyfill);
      else if (text === '' && attributes === ' src="/shell.js" defer=""') {
        shells += 1;
        return whole;
      } else if (attributes === '' && text === THEME_SCRIPT) {
        themes += 1;
        return whole;
      } else if (attributes === ' id="_R_"' && text.startsWith('(globalThis["TURBOPACK"]')) {
        starts += 1;
        inline.push(text);
      } else if (attributes === '' && /^(\(self\.__next_f=|self\.__next_f\.push\()/.test(text)) inline.push(text);
      else refuse(`it has an unknown script <script${attributes}>${text.slice(0, 60)}`);
      return '';
    })
    .replace(/<link rel="preload" as="script"[^>]*>/g, '');
  if (themes !== 1 || shells !== 1)
    refuse(`it has ${themes} theme scripts and ${shells} shells instead of one of each`);
  if (starts !== 1 || inline.length < 3 || chunks.length < 3) refuse('it has not the scripts that start React');
  if (!html.includes('<head><meta charSet="utf-8"/>')) refuse('its head does not begin with the character set');
  if (!html.endsWith('</body></html>')) refuse('it does not end with </body></html>');
  if (/<link[^>]+\.js"/.test(html) || /\son[a-z]+="/.test(html.replace(/<pre[\s\S]*?<\/pre>/g, '')))
    refuse('it holds a link to a script or an inline handler');

  const guarded = html.replace(
    '<meta charSet="utf-8"/>',
    `<meta charSet="utf-8"/><meta http-equiv="Content-Security-Policy" content="${policy()}"/>`,
  );
  if (!html.includes('data-live')) return { html: guarded, unused };
  const text = inline.join(';\n');
  const path = `/_next/static/live/${createHash('sha256').update(text).digest('hex').slice(0, 16)}.js`;
  const list = [path, ...new Set(chunks)].join(' ');
  const tail = `<script type="text/plain" id="live" data-src="${list}"></script><script>${LOADER_SCRIPT}</script></body></html>`;
  return { html: guarded.replace(/<\/body><\/html>$/, () => tail), payload: { path, text }, unused };
}
