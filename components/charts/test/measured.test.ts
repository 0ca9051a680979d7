import assert from 'node:assert/strict';
import { test } from 'node:test';
import { above, readingAt } from '../measured.ts';
import { experiment, syntheticResult } from './fixtures/synthetic-run.ts';

const { points, plan } = syntheticResult(2, 'standard', experiment);
const spot = { series: 'node-http', metric: 'throughput', at: 'most' } as const;
const flagged = (flag: 'drift' | 'noisy' | 'acceptQueue', share = 1) => {
  const own = points.filter(({ series, x, kind }) => series === spot.series && x === 2 && kind === 'block');
  const some = new Set(own.slice(0, Math.ceil(own.length * share)));
  return points.map((point) => (some.has(point) ? { ...point, flags: [flag] } : { ...point, flags: [] }));
};
const readAt = (from: typeof points) => readingAt({ points: from, plan }, spot);

test('a number carries the doubt for which its verdict would decide nothing', () => {
  assert.equal(readAt(flagged('drift', 0.1))?.doubt, 'drift');
  assert.equal(readAt(flagged('noisy'))?.doubt, 'noisy');
});

test('a look beside busy programs is no less a look', () => {
  const looks = points.filter(({ kind }) => kind === 'look');
  const flags = (flag: 'drift' | 'noisy') => looks.map((point) => ({ ...point, flags: [flag] }));
  assert.equal(readAt(flags('noisy'))?.doubt, undefined);
  assert.equal(readAt(flags('drift'))?.doubt, 'drift');
});

test('a flag that only warns, and a few disturbed slices, leave a number without a mark', () => {
  assert.equal(readAt(flagged('noisy', 0.1))?.doubt, undefined);
  assert.equal(readAt(flagged('acceptQueue'))?.doubt, undefined);
});

test('what lies above something doubtful is in doubt itself', () => {
  assert.deepEqual(above({ value: 5 }, { value: 3, doubt: 'drift' }), { value: 2, doubt: 'drift' });
  assert.deepEqual(above({ value: 5 }, { value: 3 }), { value: 2 });
});
