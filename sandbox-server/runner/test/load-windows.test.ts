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

for (const [then, now] of [
  [400, 10],
  [10, 400],
] as const)
  test(`no percentile of a sample exceeds a higher one or the largest value when times go from ${then} to ${now} ms`, () => {
    const windows = new LoadWindows();
    for (let i = 0; i < 3; i++) windows.add(interval(50, then));
    windows.add(interval(50, now));
    const { p50Us = Number.NaN, p90Us = Number.NaN, maxUs = 0 } = windows.times();
    assert.ok(p50Us <= p90Us && p90Us <= maxUs, `${p50Us}, ${p90Us}, ${maxUs}`);
    assert.ok(maxUs >= 400_000, 'the interval alone is too small for a p99: those before it count');
  });

test('the largest value of an interval with enough answers is its own', () => {
  const windows = new LoadWindows();
  windows.add(interval(50, 400));
  windows.add(interval(1_000, 10));
  assert.ok((windows.times().maxUs ?? 0) < 11_000);
});
