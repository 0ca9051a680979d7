import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keptFile, readKeptFile } from '../kept-file.ts';

const entries = { 'note.a': { value: { v: 1, text: 'Own words' }, savedAt: '2026-01-01T00:00:00.000Z' } };

test('what was exported is read again as it was', () => {
  const read = readKeptFile(keptFile(entries, [], '2026-01-02T00:00:00.000Z'));
  assert.ok(typeof read !== 'string');
  assert.deepEqual(read.entries, entries);
});

test('a malformed file gets one sentence that says what to choose instead', () => {
  for (const text of ['', 'no json', '[]', '{"kind":"loadstone-kept"}'])
    assert.match(readKeptFile(text) as string, /^this is no file of kept things.*Export everything/);
});

test('a value that no browser would have written is refused by its name', () => {
  const large = { 'note.a': { value: 'x'.repeat(70_000), savedAt: '2026-01-01T00:00:00.000Z' } };
  assert.match(
    readKeptFile(keptFile(large, [], '2026-01-02T00:00:00.000Z')) as string,
    /`note\.a` is larger than 64 KiB/,
  );
});
