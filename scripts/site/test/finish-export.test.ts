import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { LOADER_SCRIPT, THEME_SCRIPT } from '../../../app/_content/inline-scripts.ts';
import { finishPage, scriptHashes } from '../finish-export.ts';

const theme = `<script>${THEME_SCRIPT}</script>`;
const shell = '<script src="/shell.js" defer=""></script>';
const polyfill = '<script src="/_next/static/chunks/old.js" noModule=""></script>';
const preload = '<link rel="preload" as="script" fetchPriority="low" href="/_next/static/chunks/a.js"/>';
const chunk = (name: string) => `<script src="/_next/static/chunks/${name}.js" async=""></script>`;
const start = '<script id="_R_">(globalThis["TURBOPACK"] || (globalThis["TURBOPACK"] = [])).push({})</script>';
const payload = [
  '<script>(self.__next_f=self.__next_f||[]).push([0])</script>',
  '<script>self.__next_f.push([1,"x"])</script>',
];

interface Parts {
  head?: string;
  body?: string;
  tail?: string;
}

function page({ head = '', body = '<div data-live="true"></div>', tail = '' }: Parts = {}): string {
  const chunks = ['a', 'b', 'c'].map(chunk).join('');
  return `<!DOCTYPE html><html lang="en"><head><meta charSet="utf-8"/>${preload}${chunks}${theme}${shell}${polyfill}${head}</head><body>${body}${start}${payload.join('')}${tail}</body></html>`;
}

const scriptsOf = (html: string) => [...html.matchAll(/<script([^>]*)>/g)].map((found) => found[1]?.trim());

test('a page with live parts keeps the shell, the two constant scripts and a list of what to start', () => {
  const { html, payload: moved, unused } = finishPage('a.html', page());
  assert.deepEqual(scriptsOf(html), [
    '',
    'src="/shell.js" defer=""',
    `type="text/plain" id="live" data-src="${moved?.path} /_next/static/chunks/a.js /_next/static/chunks/b.js /_next/static/chunks/c.js"`,
    '',
  ]);
  assert.ok(html.includes(`<script>${LOADER_SCRIPT}</script></body></html>`));
  assert.doesNotMatch(html, /preload/);
  assert.deepEqual(unused, ['/_next/static/chunks/old.js']);
  assert.match(moved?.text ?? '', /TURBOPACK[\s\S]*__next_f=[\s\S]*push\(\[1,"x"\]\)/);
});

test('a page without live parts never starts React', () => {
  const { html, payload: moved } = finishPage('a.html', page({ body: '<p>Text</p>' }));
  assert.equal(moved, undefined);
  assert.deepEqual(scriptsOf(html), ['', 'src="/shell.js" defer=""']);
});

test('the file of the payload is named after its content', () => {
  const path = (html: string) => finishPage('a.html', html).payload?.path;
  assert.equal(path(page()), path(page()));
  assert.notEqual(path(page()), path(page({ tail: '<script>self.__next_f.push([1,"y"])</script>' })));
});

test('every page carries the policy, with the hashes of exactly the two scripts', () => {
  const { html } = finishPage('a.html', page());
  const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? '';
  for (const text of [THEME_SCRIPT, LOADER_SCRIPT])
    assert.ok(policy.includes(`'sha256-${createHash('sha256').update(text).digest('base64')}'`));
  assert.equal(policy.match(/sha256-/g)?.length, 2);
  assert.match(policy, /^default-src 'none'; script-src 'self' 'sha256-/);
  assert.equal(scriptHashes().length, 2);
});

for (const [shape, html, message] of [
  ['an unknown inline script', page({ head: '<script>alert(1)</script>' }), /unknown script <script>alert/],
  ['an unknown file', page({ head: '<script src="https://example.com/a.js"></script>' }), /unknown script/],
  ['a module', page({ head: '<script type="module" src="/_next/static/chunks/a.js"></script>' }), /unknown script/],
  ['no theme script', page().replace(theme, ''), /0 theme scripts/],
  ['a changed theme script', page().replace(THEME_SCRIPT, `${THEME_SCRIPT};`), /unknown script/],
  ['two shells', page({ head: shell }), /2 shells/],
  ['no start of React', page().replace(start, ''), /not the scripts that start React/],
  ['no payload', page().replace(payload.join(''), ''), /not the scripts that start React/],
  [
    'another way to preload',
    page({ head: '<link rel="modulepreload" href="/_next/static/chunks/a.js"/>' }),
    /link to a script/,
  ],
  ['an inline handler', page({ body: '<button onclick="x()">x</button>' }), /inline handler/],
  ['another head', page().replace('<meta charSet="utf-8"/>', ''), /head does not begin/],
  ['something after the body', `${page()}\n`, /does not end with/],
] as const)
  test(`a page with ${shape} is refused`, () => {
    assert.throws(() => finishPage('a.html', html), message);
    assert.throws(() => finishPage('a.html', html), /^Error: a\.html: .*does not know this shape/);
  });
