import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ERASED } from '../../connection/kept.ts';
import { broughtIn, keptKinds, previewOf } from '../kept-words.ts';

const at = (day: number, value: unknown = day) => ({ value, savedAt: `2026-01-0${day}T00:00:00.000Z` });

test('kinds are counted; what was taken away, and the mark of an erasure, are nothing', () => {
  const kinds = keptKinds({
    'note.a': at(1),
    'note.b': at(1),
    'done.a': at(1),
    'done.b': at(2, null),
    [ERASED]: at(1),
  });
  assert.deepEqual(
    kinds.map(({ name, count }) => [name, count]),
    [
      ['Lessons read to the end', 1],
      ['Notes', 2],
    ],
  );
});

test('a preview says what is new, what is replaced by something newer, and what stays', () => {
  const here = { 'note.a': at(1), 'note.b': at(3), 'note.c': at(2, null) };
  const file = { 'note.a': at(2), 'note.b': at(2), 'note.c': at(3), 'done.x': at(1) };
  assert.deepEqual(previewOf(here, file), {
    added: ['note.c', 'done.x'],
    replaced: ['note.a'],
    stays: ['note.b'],
  });
});

test('a file from before everything was erased still comes in when the reader chooses it', () => {
  const here = { [ERASED]: at(3, null) };
  const file = { 'note.a': at(1), 'note.b': at(4), [ERASED]: at(9, null) };
  const brought = broughtIn(here, file, '2026-01-05T00:00:00.000Z');
  assert.deepEqual(brought, { 'note.a': at(5, 1), 'note.b': at(4) });
  assert.deepEqual(previewOf(here, brought).added, ['note.a', 'note.b']);
});
