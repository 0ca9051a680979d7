import assert from 'node:assert/strict';
import { test } from 'node:test';
import { notesIn, regionsIn } from '../regions.ts';
import { ownRegions, segmentsOf, sourceFiles, sourceRegion } from '../source-files.ts';
import { readVariant, subjectIds, type Variant, variantIds } from '../variants.ts';

const lines = (n: number) => Array.from({ length: n }, (_, i) => `line ${i + 1}`);

test('a region is named with its first and last line', () => {
  assert.deepEqual(regionsIn('a\n// #region work\nb\nc\n// #endregion work\nd'), [{ name: 'work', from: 3, to: 4 }]);
  assert.deepEqual(regionsIn('a\n// #region work\nb'), []);
});

test('all notes of a file are found, once each', () => {
  assert.deepEqual(notesIn('f(); // [1]\ng(); // [1]\n// [1] Both of them.'), [{ mark: '[1]', text: 'Both of them.' }]);
});

test('what lies in an open part is open with its marks, the rest is folded', () => {
  const parts = segmentsOf(lines(20), [{ from: 8, to: 10 }]);
  assert.deepEqual(
    parts.map(({ firstLine, open, lines: { length } }) => [firstLine, length, open]),
    [
      [1, 6, false],
      [7, 5, true],
      [12, 9, false],
    ],
  );
});

test('a gap of a few lines is shown with the parts around it', () => {
  const parts = segmentsOf(lines(12), [
    { from: 2, to: 4 },
    { from: 8, to: 11 },
  ]);
  assert.deepEqual(
    parts.map(({ firstLine, open, lines: { length } }) => [firstLine, length, open]),
    [[1, 12, true]],
  );
});

test('a file without open parts is one fold', () => {
  assert.deepEqual(
    segmentsOf(lines(3), []).map(({ open }) => open),
    [false],
  );
});

test('every server and program shows some of its source at once, and all of its lines in order', async () => {
  for (const id of [...variantIds(), ...subjectIds()]) {
    const variant = readVariant(id) as Variant;
    const files = await sourceFiles(variant);
    assert.ok(
      files.some(({ segments }) => segments.some(({ open }) => open)),
      `${id} shows nothing`,
    );
    for (const { path, segments, lineCount } of files) {
      const text = [...variant.files.values()].find((file) => file.path === path)?.text ?? '';
      const all = segments.flatMap((segment) => segment.lines);
      assert.equal(lineCount, text.trimEnd().split('\n').length, path);
      assert.equal(all.length, lineCount, path);
      assert.deepEqual(all.map(plain), text.trimEnd().split('\n'), path);
    }
  }
});

const plain = (html: string) =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/&#x3C;|&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;|&#x26;/g, '&');

test('the regions of a variant are those of its own files, and each can be shown', async () => {
  const variant = readVariant('node/cluster') as Variant;
  assert.deepEqual(ownRegions(variant), [{ file: 'server.js', name: 'server' }]);
  const { path, hash, html } = await sourceRegion(variant, 'server.js', 'server');
  assert.equal(path, 'node/cluster/server.js');
  assert.equal(hash, variant.hash);
  assert.match(html, /schedulingPolicy/);
});
