import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ERASED, type KeptEntries, merge } from '../kept.ts';

const at = (day: number, value: unknown = day) => ({
  value,
  savedAt: `2026-01-${String(day).padStart(2, '0')}T00:00:00.000Z`,
});

/** Both sides after a merge. */
function after(here: KeptEntries, there: KeptEntries) {
  const { take, give, drop } = merge(here, there);
  const without = (entries: KeptEntries) =>
    Object.fromEntries(Object.entries(entries).filter(([key]) => !drop.includes(key)));
  return { here: without({ ...here, ...take }), there: without({ ...there, ...give }) };
}

test('what only one side has comes to the other, so nothing is lost at the first sign-in', () => {
  const { take, give } = merge({ 'done.a': at(1) }, { 'done.b': at(2) });
  assert.deepEqual(take, { 'done.b': at(2) });
  assert.deepEqual(give, { 'done.a': at(1) });
});

test('of two values under one key the newer one wins, on whichever side it is', () => {
  const { take, give } = merge({ 'note.a': at(3), 'note.b': at(1) }, { 'note.a': at(2), 'note.b': at(4) });
  assert.deepEqual(take, { 'note.b': at(4) });
  assert.deepEqual(give, { 'note.a': at(3) });
});

test('after a merge both sides hold the same, and a second merge moves nothing', () => {
  const both = after({ 'a.x': at(1), 'a.y': at(5), 'a.z': at(2) }, { 'a.y': at(4), 'a.z': at(3), 'b.x': at(1) });
  assert.deepEqual(both.here, both.there);
  assert.deepEqual(merge(both.here, both.there), { take: {}, give: {}, drop: [] });
});

test('a value that was taken away stays away: its removal is newer than the copy on the other side', () => {
  assert.deepEqual(after({ 'verdict.a.b': at(1) }, { 'verdict.a.b': at(2, null) }).here, {
    'verdict.a.b': at(2, null),
  });
});

test('what is older than the last time everything was erased does not come back; what is newer stays', () => {
  const both = after({ 'note.old': at(1), 'note.new': at(3) }, { [ERASED]: at(2, null) });
  assert.deepEqual(both.here, { 'note.new': at(3), [ERASED]: at(2, null) });
  assert.deepEqual(both.there, both.here);
});
