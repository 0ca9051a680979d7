import { studentT } from './student-t.ts';

/** A percentile rests on at least this many values above it. */
const VALUES_ABOVE = 10;
/** 10/(1 − 0.9999) is a little more than 100,000. */
const ROUNDING = 1e-9;

/** How many values the percentile `p` (0.99 is p99) needs before it is shown: n(1 − p) ≥ 10. */
export function valuesNeeded(p: number): number {
  return Math.ceil((VALUES_ABOVE / (1 - p)) * (1 - ROUNDING));
}

export function isShown(p: number, values: number): boolean {
  return values >= valuesNeeded(p);
}

/**
 * Blocks until the interval of a ratio reaches at most `halfWidth` (0.05 is 5 %) to each side, when log ratios spread
 * with standard deviation `spread`: the least k ≥ 2 with k ≥ (t·s/ln(1 + w))², t with k − 1 degrees.
 */
export function blocksNeeded(spread: number, halfWidth: number, confidence = 0.95): number {
  const enough = (t: number) => (t * spread) / Math.log1p(halfWidth);
  // t is never below its limit for many blocks, so fewer than these cannot do.
  let blocks = Math.max(2, Math.floor(enough(studentT(confidence, MANY)) ** 2));
  while (blocks < enough(studentT(confidence, blocks - 1)) ** 2) blocks++;
  return blocks;
}
const MANY = 1e6;
