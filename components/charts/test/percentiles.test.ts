import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeFromCompressedBase64 } from 'hdr-histogram-js';
import {
  lastTail,
  type PercentileCurve,
  percentilePoints,
  percentileSentence,
  percentileTable,
  percentileTicks,
  tailOf,
  valueAt,
} from '../percentiles.ts';
import { syntheticResult } from './fixtures/synthetic-run.ts';

/** Times of 1 to `count` µs, each once. */
const even = (count: number) => ({
  totalCount: count,
  getValueAtPercentile: (p: number) => Math.round((p / 100) * count) * 1000,
});
const curve = (label: string, count: number, change: Partial<PercentileCurve> = {}): PercentileCurve => ({
  label,
  index: 0,
  time: 'service',
  count,
  points: percentilePoints(even(count)),
  ...change,
});

test('each nine is as far from the next as the one before', () => {
  assert.equal(tailOf(0), -0);
  assert.equal(tailOf(0.9).toFixed(9), '1.000000000');
  assert.equal(tailOf(0.99).toFixed(9), '2.000000000');
  assert.equal(tailOf(0.999).toFixed(9), '3.000000000');
});

test('a curve ends where ten values lie above: p99 needs a thousand, p99.9 ten thousand', () => {
  assert.equal(lastTail(1000)?.toFixed(9), '2.000000000');
  assert.equal(lastTail(10_000)?.toFixed(9), '3.000000000');
  assert.equal(lastTail(9), undefined);
  assert.deepEqual(percentilePoints(even(9)), []);
  const last = percentilePoints(even(1000)).at(-1);
  assert.equal(last?.us, 990);
});

test('a curve never falls and begins with the fastest answer', () => {
  const points = percentilePoints(even(5000));
  assert.ok(points.every((point, i) => i === 0 || point.us >= (points[i - 1]?.us ?? 0)));
  assert.equal(points[0]?.tail, 0);
});

test('the axis names 0, 50 and one more nine each, as far as the data reach', () => {
  assert.deepEqual(
    percentileTicks(lastTail(10_000) as number).map(({ name }) => name),
    ['0 %', '50 %', '90 %', '99 %', '99.9 %'],
  );
  assert.deepEqual(
    percentileTicks(1.4).map(({ name }) => name),
    ['0 %', '50 %', '90 %'],
  );
});

test('beyond its end a curve has no value, in the table neither', () => {
  const [short, long] = [curve('short', 400), curve('long', 20_000)];
  assert.equal(valueAt(short, 2), undefined);
  const rows = percentileTable('x', [short, long]).rows;
  assert.deepEqual(rows[0]?.slice(3), [0, 0.2, 0.36, undefined, undefined]);
  assert.equal(rows[1]?.at(-1), 19.98);
});

test('the title speaks of the farthest percentile that every curve reaches', () => {
  const slow = curve('slow, twice', 1000, {
    points: percentilePoints(even(1000)).map(({ tail, us }) => ({ tail, us: us * 2 })),
  });
  assert.equal(
    percentileSentence(
      [slow, curve('fast', 50_000, { points: percentilePoints(even(50_000)).map(({ tail }) => ({ tail, us: 500 })) })],
      ' on 2 cores',
    ),
    '99 % of the requests on 2 cores were answered within 0.50 ms by fast, within 2.0 ms by slow (twice).',
  );
  assert.equal(percentileSentence([curve('one', 5)], ''), 'Too few answers for percentiles.');
});

test('with a plan the title speaks of response times, and says from when they count', () => {
  const both = [curve('a', 1000), curve('a', 1000, { time: 'response' })];
  assert.equal(
    percentileSentence(both, ''),
    '99 % of the requests were answered within 0.99 ms after the planned moment by a.',
  );
});

test('a histogram of a result is read as it was written', () => {
  const { histograms, points } = syntheticResult(2, 'look');
  const [entry] = histograms;
  assert.ok(entry);
  const histogram = decodeFromCompressedBase64(entry.service, 32);
  assert.equal(histogram.totalCount, points.find(({ series, x }) => series === entry.series && x === entry.x)?.ok);
  assert.ok(percentilePoints(histogram).length > 0);
});
