import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ratioBetween } from '../between-runs.ts';
import { ratioInterval } from '../interval.ts';
import { seededRandom } from '../random.ts';

const near = (actual: number | undefined, expected: number) =>
  assert.ok(actual !== undefined && Math.abs(actual - expected) < 1e-3, `${actual} is not ${expected}`);

/** A value with its interval from logs of blocks, as a run has it. */
function measured(logs: readonly number[]) {
  const { ratio: value, low, high } = ratioInterval(logs) as NonNullable<ReturnType<typeof ratioInterval>>;
  return { value, low, high, blocks: logs.length };
}

test('a ratio between runs agrees with a Welch test worked out by hand', () => {
  // Logs 1, 2, 3 and 2, 4, 6: difference 2, variances 1 and 4, standard error √(1/3 + 4/3) = 1.29099, degrees
  // (5/3)² / ((1/3)²/2 + (4/3)²/2) = 2.94118, t(0.975; 2.94118) = 3.2188.
  const found = ratioBetween(measured([2, 4, 6]), measured([1, 2, 3]));
  near(found && Math.log(found.ratio), 2);
  near(found?.high && (Math.log(found.high) - 2) / 1.29099, 3.2188);
});

test('turned over, the ratio and its interval are turned over', () => {
  const [a, b] = [measured([0.1, 0.12, 0.09, 0.11]), measured([0.2, 0.25, 0.22])];
  const [there, back] = [ratioBetween(a, b), ratioBetween(b, a)];
  near(there && 1 / there.ratio, back?.ratio as number);
  near(there?.low && 1 / there.low, back?.high as number);
});

test('without repetitions on one side there is a ratio and no interval', () => {
  assert.deepEqual(ratioBetween({ value: 2, blocks: 1 }, measured([0, 0.1])), { ratio: 2 / Math.exp(0.05) });
});

test('a value of nothing has no ratio', () => {
  assert.equal(ratioBetween({ value: 0, blocks: 1 }, { value: 2, blocks: 1 }), undefined);
});

test('of intervals between two runs of the same thing about nineteen in twenty hold no difference', () => {
  const random = seededRandom(5);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const rounds = 2000;
  let inside = 0;
  for (let i = 0; i < rounds; i++) {
    const [a, b] = [
      measured(Array.from({ length: 5 }, () => normal() * 0.02)),
      measured(Array.from({ length: 5 }, () => normal() * 0.05)),
    ];
    const { low = 0, high = 0 } = ratioBetween(a, b) ?? {};
    if (low <= 1 && high >= 1) inside++;
  }
  assert.ok(inside / rounds > 0.94 && inside / rounds < 0.965, `${inside / rounds}`);
});
