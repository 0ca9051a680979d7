import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

/** One file of the exported site, held in memory with its precompressed forms. */
export interface SiteFile {
  readonly type: string;
  readonly cache: string;
  readonly etag: string;
  readonly raw: Buffer;
  readonly br?: Buffer;
  readonly gzip?: Buffer;
}

export interface Site {
  /** The file for a decoded request path; no path ever touches the disk. */
  find(path: string): SiteFile | undefined;
  readonly notFound: SiteFile;
  /** Hashes of the constant inline scripts, for the content security policy. */
  readonly scriptHashes: readonly string[];
}

/** For a hub that only the command line talks to. */
export const noSite: Site = {
  find: () => undefined,
  notFound: {
    type: 'text/plain; charset=utf-8',
    cache: 'no-store',
    etag: 'none',
    raw: Buffer.from('This hub serves no pages.\n'),
  },
  scriptHashes: [],
};

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.txt': 'text/plain; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.xml': 'application/xml; charset=utf-8',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

/**
 * Reads the finished export once.
 * @throws when the folder is not a finished export
 */
export function readSite(folder: string): Site {
  const raw = new Map<string, Buffer>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    raw.set(`/${relative(folder, file).split(sep).join('/')}`, readFileSync(file));
  }
  const files = new Map<string, SiteFile>();
  for (const [path, body] of raw) {
    const type = TYPES[extname(path)];
    if (!type || path === '/_csp.json') continue;
    const br = raw.get(`${path}.br`);
    const gzip = raw.get(`${path}.gz`);
    files.set(path, {
      type,
      // Names below _next/static are made from the content.
      cache: path.startsWith('/_next/static/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      etag: createHash('sha256').update(body).digest('base64url').slice(0, 22),
      raw: body,
      ...(br ? { br } : {}),
      ...(gzip ? { gzip } : {}),
    });
  }
  const notFound = files.get('/404.html');
  const policy = raw.get('/_csp.json');
  if (!notFound || !policy)
    throw new Error(`${folder} does not hold a finished site. Build it with \`npm run build\`.`);
  const { scriptHashes } = JSON.parse(policy.toString()) as { scriptHashes: string[] };

  return {
    find: (path) => {
      // One exported page shows every run.
      const page = path.startsWith('/runs/') ? '/run' : path === '/' ? '/index' : path.replace(/\/$/, '');
      return files.get(page) ?? files.get(`${page}.html`);
    },
    notFound,
    scriptHashes,
  };
}

/** The best form of a file for an Accept-Encoding header, with an ETag of its own. */
export function encode(file: SiteFile, accepted: string): { body: Buffer; encoding?: string; etag: string } {
  const takes = (name: string) =>
    accepted.split(',').some((part) => part.trim().split(';')[0] === name && !/q=0(\.0*)?$/.test(part.trim()));
  if (file.br && takes('br')) return { body: file.br, encoding: 'br', etag: `"${file.etag}-br"` };
  if (file.gzip && takes('gzip')) return { body: file.gzip, encoding: 'gzip', etag: `"${file.etag}-gz"` };
  return { body: file.raw, etag: `"${file.etag}"` };
}
