import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import { sum } from '../histograms.ts';
import { LoadWindows } from '../load-windows.ts';

const MS = 1_000_000;

/** An interval of a quarter of a second in which all answers took `ms`. */
function interval(answers: number, ms: number) {
  const times = sum([]);
  for (let i = 0; i < answers; i++) times.recordValue(ms * MS);
  const encoded = encodeIntoCompressedBase64(times);
  const classes = { main: { ok: answers, response: encoded, service: encoded } };
  return { spanUs: 250_000, ok: answers, carried: 0, classes } as unknown as Parameters<LoadWindows['add']>[0];
}

test('no percentile of a sample exceeds its largest value, also when it is taken over the last two seconds', () => {
  const windows = new LoadWindows();
  for (let i = 0; i < 7; i++) windows.add(interval(50, 400));
  windows.add(interval(50, 10));
  const { p50Us = 0, p90Us = 0, maxUs = 0 } = windows.times();
  assert.ok(p50Us < 11_000, 'half of the last interval is enough for its own median');
  assert.ok(p90Us > 390_000, 'the p90 needs the intervals before it');
  assert.ok(maxUs >= p90Us);
});

test('the largest value of an interval with enough answers is its own', () => {
  const windows = new LoadWindows();
  windows.add(interval(50, 400));
  windows.add(interval(1_000, 10));
  assert.ok((windows.times().maxUs ?? 0) < 11_000);
});
