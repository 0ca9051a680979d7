import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { addressOf, JS_AT_LOAD, pagesOf } from '../page-kinds.ts';

/** Budgets of the finished site in `out/`, in bytes as sent with brotli. Run after a build. */
const out = join(import.meta.dirname, '..', '..', '..', 'out');

const read = (path: string) => readFileSync(join(out, path));
const sizes = new Map<string, number>();
/** What files weigh when they are sent. Pages share most of theirs, so each is compressed once. */
const sent = (paths: readonly string[]) =>
  paths.reduce((sum, path) => {
    const size = sizes.get(path) ?? brotliCompressSync(read(path)).length;
    sizes.set(path, size);
    return sum + size;
  }, 0);
const listed = pagesOf(out);
const pages = listed.map(({ file }) => file);
const all = (html: string, pattern: RegExp) => [...html.matchAll(pattern)].map((found) => found[1] as string);
const inlineScripts = (html: string) => all(html, /<script>([\s\S]*?)<\/script>/g);

test('there is a finished site to measure', () => {
  assert.ok(pages.includes('index.html') && pages.includes('404.html'), 'Build it first: npm run build');
});

for (const { file: page, kind } of listed) {
  const html = read(page).toString();
  const { htmlAndCss, liveParts } = kind.budget;
  const scripts = all(html, /<script[^>]* src="([^"]+)"/g);
  const styles = all(html, /<link rel="stylesheet" href="([^"]+)"/g);

  test(`${page}: less than ${JS_AT_LOAD / 1000} kB of JavaScript at load`, () => {
    assert.deepEqual(scripts, ['/shell.js']);
    const inline = inlineScripts(html).reduce((sum, text) => sum + text.length, 0);
    assert.ok(sent(scripts) + inline < JS_AT_LOAD, `${sent(scripts)} + ${inline} bytes`);
  });

  test(`${page}: less than ${htmlAndCss / 1000} kB of HTML and CSS`, () => {
    assert.ok(styles.length > 0);
    assert.ok(sent([page, ...styles]) < htmlAndCss, `${sent([page, ...styles])} bytes`);
  });

  test(`${page}: what starts its live parts stays below ${liveParts / 1000} kB`, () => {
    const list = all(html, /id="live" data-src="([^"]+)"/g).flatMap((paths) => paths.split(' '));
    assert.ok(sent(list) < liveParts, `${sent(list)} bytes`);
  });

  test(`${page}: its inline scripts are those whose hashes are published, and nothing comes from elsewhere`, () => {
    const published = (JSON.parse(read('_csp.json').toString()) as { scriptHashes: string[] }).scriptHashes;
    assert.equal(published.length, 2);
    for (const text of inlineScripts(html))
      assert.ok(published.includes(`sha256-${createHash('sha256').update(text).digest('base64')}`), text.slice(0, 80));
    // A canonical address is a name; nothing is fetched from it.
    const fetched = /<(?:script|link(?! rel="canonical")|img|iframe)[^>]* (?:src|href)="(https?:[^"]+)"/g;
    assert.deepEqual(all(html, fetched), []);
  });
}

test('the shell is at most 4 kB', () => {
  assert.ok(sent(['shell.js']) <= 4096);
});

test('the files that only Next itself would ask for are gone', () => {
  assert.deepEqual(globSync('**/*.txt', { cwd: out }).sort(), ['llms.txt', 'robots.txt']);
});

test('every file that a page or another file names is there', () => {
  const named = pages.flatMap((page) => all(read(page).toString(), / (?:src|href)="(\/_next\/[^"]+)"/g));
  const live = pages
    .flatMap((page) => all(read(page).toString(), /data-src="([^"]+)"/g))
    .flatMap((paths) => paths.split(' '));
  for (const path of new Set([...named, ...live])) assert.ok(read(path).length > 0, path);
});

test('every address inside the site leads to a page or file, and every anchor to a place on it', () => {
  const places = new Map(
    pages.map((page) => [addressOf(page), new Set(all(read(page).toString(), / (?:id|name)="([^"]+)"/g))]),
  );
  const broken = pages.flatMap((page) =>
    all(read(page).toString(), /<(?:a|link) [^>]*href="([/#][^"]*)"/g)
      .filter((link) => {
        const { pathname, hash } = new URL(link.replaceAll('&amp;', '&'), `https://site${addressOf(page)}`);
        const place = places.get(pathname);
        if (!place) return !existsSync(join(out, pathname)) || /\/$/.test(pathname);
        return hash !== '' && !place.has(decodeURIComponent(hash.slice(1)));
      })
      .map((link) => `${page}: ${link}`),
  );
  assert.deepEqual(broken, []);
});
