import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ratioInterval } from '../interval.ts';
import { LOOKS, lookConfidence } from '../looks.ts';
import { draws } from './draws.ts';

test('[ST6] one look has 95 %, each of three 98.3 %', () => {
  assert.equal(lookConfidence(1), 0.95);
  assert.ok(Math.abs(lookConfidence(3) - 0.98333) < 1e-5);
});

test('[ST6] no look, or a fourth, is refused', () => {
  for (const looks of [0, 4]) assert.throws(() => lookConfidence(looks), /Plan one to 3 looks/);
});

/** Share of 4,000 comparisons of equals in which one of the looks at 5, 10 and 20 blocks finds a difference. */
function falseFinds(confidence: number): number {
  const { normal } = draws(6);
  const found = Array.from({ length: 4_000 }, () => {
    const logs = Array.from({ length: 20 }, () => 0.03 * normal());
    return LOOKS.some((blocks) => {
      const interval = ratioInterval(logs.slice(0, blocks), confidence);
      return interval && (interval.low > 1 || interval.high < 1);
    });
  });
  return found.filter(Boolean).length / found.length;
}

test('[ST6] three looks at 98.3 % find a difference between equals in at most 5 % of the cases, at 95 % in more', () => {
  assert.ok(falseFinds(lookConfidence(3)) <= 0.05);
  assert.ok(falseFinds(0.95) > 0.08);
});
