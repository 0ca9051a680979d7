import { studentT } from './student-t.ts';

/** A value of one run, with the interval of its blocks where it was repeated. */
export interface RunValue {
  readonly value: number;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
  readonly blocks: number;
}

const CONFIDENCE = 0.95;

/**
 * The ratio of a value in one run over the same value in another, with its interval on the log scale by Welch: standard
 * errors follow from each side's interval (half its width over Student's t), degrees from Welch and Satterthwaite.
 * Without an interval when one side has none. Both runs were measured apart: the interval holds the scatter within
 * them, and nothing of what changed between them. Undefined unless both values are positive.
 */
export function ratioBetween(
  of: RunValue,
  against: RunValue,
): { ratio: number; low?: number; high?: number } | undefined {
  if (!(of.value > 0 && against.value > 0)) return undefined;
  const log = Math.log(of.value / against.value);
  const ratio = Math.exp(log);
  const errors = [standardError(of), standardError(against)];
  const [a, b] = errors;
  if (a === undefined || b === undefined) return { ratio };
  const together = Math.hypot(a, b);
  if (together === 0) return { ratio, low: ratio, high: ratio };
  const degrees = together ** 4 / (a ** 4 / (of.blocks - 1) + b ** 4 / (against.blocks - 1));
  const half = studentT(CONFIDENCE, degrees) * together;
  return { ratio, low: Math.exp(log - half), high: Math.exp(log + half) };
}

function standardError({ low, high, blocks }: RunValue): number | undefined {
  if (low === undefined || high === undefined || blocks < 2) return undefined;
  return Math.log(high / low) / 2 / studentT(CONFIDENCE, blocks - 1);
}
