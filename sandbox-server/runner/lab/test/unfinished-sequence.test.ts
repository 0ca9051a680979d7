import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UnfinishedSequence } from '../unfinished-sequence.ts';

const cases: [text: string, unfinished: string][] = [
  ['plain text\r\n', ''],
  ['\x1b', '\x1b'],
  ['a\x1b[38;5', '\x1b[38;5'],
  ['a\x1b[38;5;1mred', ''],
  ['\x1b[31m\x1b[', '\x1b['],
  ['\x1b(', '\x1b('],
  ['\x1b(0', ''],
  ['\x1b]0;title', '\x1b]0;title'],
  ['\x1b]0;title\x07', ''],
  ['\x1b]0;title\x1b', '\x1b'],
  ['\x1b]0;title\x1b\\', ''],
  ['\x1bP1$r', '\x1bP1$r'],
  ['\x1b[3\x181', ''],
  ['\x1b[3\r1', '\x1b[31'],
  ['\u009b31', '\u009b31'],
  ['\u009b31m', ''],
  ['\u009d0;title\u009c', ''],
  ['caf\u00e9 \u4e2d\u{1f600}', ''],
];

test('what has begun and not ended is remembered, however it was cut', () => {
  for (const [text, expected] of cases) {
    const bytes = Buffer.from(text);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const sequence = new UnfinishedSequence();
      sequence.read(bytes.subarray(0, cut));
      sequence.read(bytes.subarray(cut));
      assert.equal(Buffer.from(sequence.bytes).toString(), expected, JSON.stringify([text, cut]));
    }
  }
});

test('[T6] of a character that came in part its bytes are remembered', () => {
  for (const character of ['é', '中', '\u{1f600}']) {
    const bytes = Buffer.from(character);
    const sequence = new UnfinishedSequence();
    for (let at = 0; at < bytes.length; at++) {
      sequence.read(bytes.subarray(at, at + 1));
      const isWhole = at === bytes.length - 1;
      assert.deepEqual(sequence.bytes, isWhole ? new Uint8Array() : new Uint8Array(bytes.subarray(0, at + 1)));
    }
  }
});

test('an endless sequence is given up', () => {
  const sequence = new UnfinishedSequence();
  for (let i = 0; i < 10; i++)
    sequence.read(Buffer.from(i === 0 ? `\x1b]52;${'x'.repeat(10_000)}` : 'x'.repeat(10_000)));
  assert.equal(sequence.bytes.length, 0);
});
