import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backoffMs } from '../backoff.ts';
import { cleanPaste, LeaveKeys, pasteDecision, pieces } from '../terminal-input.ts';

test('a paste loses every control character but tab and line ends', () => {
  const every = Array.from({ length: 0xa0 }, (_, i) => String.fromCharCode(i)).join('');
  const clean = cleanPaste(every);
  const controls = [...clean].filter((char) => char < ' ' || (char >= '\u007f' && char <= '\u009f'));
  assert.deepEqual(controls, ['\t', '\r', '\r']);
});

test('an escape sequence that ends bracketed paste cannot get through', () => {
  assert.equal(cleanPaste('ls\u001b[201~\nrm -rf x'), 'ls[201~\rrm -rf x');
});

test('line ends of all systems become one', () => {
  assert.equal(cleanPaste('a\r\nb\nc\rd'), 'a\rb\rc\rd');
});

test('letters of all scripts stay', () => {
  assert.equal(cleanPaste('größer, 日本, 🙂'), 'größer, 日本, 🙂');
});

test('one short line is sent, more is shown first, too much is refused', () => {
  assert.equal(pasteDecision(''), 'nothing');
  assert.equal(pasteDecision('ls -l'), 'send');
  assert.equal(pasteDecision('ls\r'), 'preview');
  assert.equal(pasteDecision('x'.repeat(1024)), 'send');
  assert.equal(pasteDecision('x'.repeat(1025)), 'preview');
  assert.equal(pasteDecision('ü'.repeat(600)), 'preview');
  assert.equal(pasteDecision('x'.repeat(256 * 1024 + 1)), 'refuse');
});

test('input goes in pieces of at most 1 KiB, nothing lost', () => {
  const bytes = Uint8Array.from({ length: 2500 }, (_, i) => i % 251);
  const parts = pieces(bytes);
  assert.deepEqual(
    parts.map((part) => part.length),
    [1024, 1024, 452],
  );
  assert.deepEqual(
    parts.flatMap((part) => [...part]),
    [...bytes],
  );
});

test('shift+tab leaves, tab leaves within a second of escape, otherwise tab is for the shell', () => {
  const keys = new LeaveKeys();
  assert.equal(keys.leaves('Tab', true, 0), true);
  assert.equal(keys.leaves('Tab', false, 10), false);
  assert.equal(keys.leaves('Escape', false, 100), false);
  assert.equal(keys.leaves('Tab', false, 1100), true);
  assert.equal(keys.leaves('Escape', false, 2000), false);
  assert.equal(keys.leaves('Tab', false, 3001), false);
  assert.equal(keys.leaves('Escape', false, 4000), false);
  assert.equal(keys.leaves('a', false, 4100), false);
  assert.equal(keys.leaves('Tab', false, 4200), false);
});

test('the wait grows from 0.5 s to 15 s, give or take half', () => {
  assert.deepEqual([backoffMs(1, 0), backoffMs(1, 0.5), backoffMs(1, 1)], [250, 500, 750]);
  assert.deepEqual([backoffMs(3, 0.5), backoffMs(6, 0.5), backoffMs(50, 0.5)], [2000, 15_000, 15_000]);
});
