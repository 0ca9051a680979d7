import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasDrift } from '../drift.ts';
import type { Window } from '../steadiness.ts';
import { draws, openLoop, windowsOf } from './draws.ts';

const windows = (throughputs: readonly number[], p50Us: readonly number[] = []): Window[] =>
  throughputs.map((throughput, i) => ({ throughput, p50Us: p50Us[i] ?? 1000, requests: throughput }));

for (const [second, expected] of [
  [104_900, false],
  [105_100, true],
  [95_300, false],
  [95_100, true],
] as const)
  test(`[ST3] 100,000 and then ${second} a second ${expected ? 'is' : 'is no'} drift`, () => {
    assert.equal(hasDrift(windows([100_000, 100_000, second, second])), expected);
  });

test('[ST3] a median that rises by 6 % is drift when windows differ by less, also at the same throughput', () => {
  const same = Array.from({ length: 10 }, () => 1000);
  const wobble = [1, -1, 1, -1, 0, 1, -1, 1, -1, 0];
  const median = (rise: number, size: number) => wobble.map((sign, i) => 1000 * (i < 5 ? 1 : rise) + sign * size);
  assert.equal(hasDrift(windows(same, median(1.06, 10))), true);
  assert.equal(hasDrift(windows(same, median(1.04, 10))), false);
  assert.equal(hasDrift(windows(same, median(1.06, 100))), false, 'windows that differ by 10 % hide it');
});

test('[ST3] three windows have no halves, the middle one of five belongs to neither', () => {
  assert.equal(hasDrift(windows([1e5, 2e5, 3e5])), false);
  assert.equal(hasDrift(windows([1e5, 1e5, 9e5, 1e5, 1e5])), false);
});

test('[ST3] a slice without answers has no drift: other flags speak of it', () => {
  assert.equal(hasDrift(windows([0, 0, 0, 0], [0, 0, 0, 0])), false);
});

for (const [what, arrivals, serves] of [
  ['50 arrivals a second at an idle server', 50, 500],
  ['a queue with 200 arrivals a second, 80 % used', 200, 250],
] as const)
  test(`[ST3] ${what} shows drift by chance in fewer than 1 % of 500 slices of 5 s`, () => {
    const { exponential } = draws(arrivals);
    const drifts = Array.from({ length: 500 }, () => {
      const answers = openLoop(arrivals, () => exponential(serves), exponential);
      // The first two seconds fill the queue.
      return hasDrift(windowsOf(answers, 0.5, 14).slice(4));
    });
    assert.ok(drifts.filter(Boolean).length < 5, `${drifts.filter(Boolean).length} of 500`);
  });
