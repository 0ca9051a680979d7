import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blocksNeeded, isShown, valuesNeeded } from '../percentile-rule.ts';

for (const [p, needed] of [
  [0.5, 20],
  [0.9, 100],
  [0.95, 200],
  [0.99, 1_000],
  [0.999, 10_000],
  [0.9999, 100_000],
] as const)
  test(`p${p * 100} is shown from ${needed} values on`, () => {
    assert.equal(valuesNeeded(p), needed);
    assert.equal(isShown(p, needed), true);
    assert.equal(isShown(p, needed - 1), false);
  });

// scipy 1.17.1: least k ≥ 2 with k ≥ (stats.t.ppf(0.975, k - 1) * s / log(1 + w)) ** 2, by trying every k.
for (const [spread, halfWidth, expected] of [
  [0.001, 0.05, 2],
  [0.02, 0.05, 4],
  [0.05, 0.05, 7],
  [0.1, 0.05, 19],
  [0.05, 0.02, 27],
  [0.3, 0.01, 3495],
] as const)
  test(`blocks that spread by ${spread} need to be ${expected} for a half-width of ${halfWidth}`, () => {
    assert.equal(blocksNeeded(spread, halfWidth), expected);
  });
