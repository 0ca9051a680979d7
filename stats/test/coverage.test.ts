import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type RatioInterval, ratioInterval } from '../interval.ts';
import { applyVerdictRule } from '../verdict.ts';
import { draws } from './draws.ts';

const TRIALS = 20_000;
const BLOCKS = 5;
const TRUTH = Math.log(1.8);

test('[ST5] Student intervals of five log ratios cover the truth in 94-96 % of 20,000 simulations', () => {
  const { normal } = draws(1);
  let covered = 0;
  for (let i = 0; i < TRIALS; i++) {
    const { low, high } = ratioInterval(drawn(() => TRUTH + 0.05 * normal())) as RatioInterval;
    if (low <= 1.8 && 1.8 <= high) covered++;
  }
  assert.ok(covered >= 0.94 * TRIALS && covered <= 0.96 * TRIALS, `${covered / TRIALS}`);
});

test('[ST5] a percentile bootstrap of five log ratios covers it in fewer than 86 %: why there is none', () => {
  const { random, normal } = draws(2);
  const trials = 1_000;
  let covered = 0;
  for (let i = 0; i < trials; i++) {
    const logs = drawn(() => TRUTH + 0.05 * normal());
    const means = Array.from({ length: 400 }, () => mean(drawn(() => logs[Math.floor(random() * BLOCKS)] as number)));
    means.sort((a, b) => a - b);
    if ((means[10] as number) <= TRUTH && TRUTH <= (means[389] as number)) covered++;
  }
  assert.ok(covered < 0.86 * trials, `${covered / trials}`);
});

/**
 * Log ratio of A against A as a shared machine gives it: each of the four slices (A B B A) has its own noise of 2 %, in
 * one block of ten three times as much, and the machine becomes faster or slower through the block by up to 3 %.
 */
function blockOfEquals({ random, normal }: ReturnType<typeof draws>): number {
  const size = random() < 0.1 ? 0.06 : 0.02;
  const trend = 0.03 * (2 * random() - 1);
  const [a1, b1, b2, a2] = [0, 1, 2, 3].map((slice) => (trend * slice) / 3 + size * normal()) as [
    number,
    number,
    number,
    number,
  ];
  return (a1 + a2 - b1 - b2) / 2;
}

interface Session {
  readonly excluding: number;
  readonly better: number;
}

/** Twenty comparisons of A against A, five blocks each. */
function session(seed: number): Session {
  const drawer = draws(seed);
  const intervals = Array.from(
    { length: 20 },
    () => ratioInterval(drawn(() => blockOfEquals(drawer))) as RatioInterval,
  );
  const rule = { kind: 'better' } as const;
  return {
    excluding: intervals.filter(({ low, high }) => low > 1 || high < 1).length,
    better: intervals.filter(
      (interval) => applyVerdictRule(rule, interval, { floor: 0, atLeastOnly: false }).outcome === 'holds',
    ).length,
  };
}

test('[AB11] of 20 comparisons of A with A at most three intervals exclude 1, and at most one is called better', () => {
  const { excluding, better } = session(42);
  assert.ok(excluding <= 3, `${excluding} exclude 1`);
  assert.ok(better <= 1, `${better} better`);
});

test('[AB11] over 500 such sessions: 3-5 % of the intervals exclude 1, and fewer than 2 % of the sessions break the bar', () => {
  const sessions = Array.from({ length: 500 }, (_, seed) => session(seed + 1));
  const share = sessions.reduce((sum, { excluding }) => sum + excluding, 0) / (500 * 20);
  assert.ok(share > 0.03 && share < 0.055, `${share}`);
  const broken = sessions.filter(({ excluding, better }) => excluding > 3 || better > 1).length;
  assert.ok(broken < 10, `${broken} of 500`);
});

const drawn = (draw: () => number) => Array.from({ length: BLOCKS }, draw);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
