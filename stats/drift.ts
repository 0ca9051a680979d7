import { mean, variance } from './moments.ts';
import type { Window } from './steadiness.ts';
import { studentT } from './student-t.ts';

const MOST_CHANGE = 0.05;
/**
 * One slice with drift leaves a whole comparison open, and a standard one has twenty: a chance of a few per cent each
 * would leave two of three open. Four standard errors of a count, or 99.9 % of Student's t, are crossed by chance in
 * fewer than one slice of 200.
 */
const COUNT_ERRORS = 4;
const CONFIDENCE = 0.999;
/** Fewer windows than this have no halves to compare. */
const LEAST_WINDOWS = 4;

/**
 * Whether the second half of a measurement differs from the first (ST3): throughput or median by more than 5 %, and by
 * more than chance explains. For throughput chance is that of two Poisson counts, √(1/n₁ + 1/n₂); for the median,
 * which scatters more where requests queue, it is the spread of the windows within each half.
 */
export function hasDrift(windows: readonly Window[]): boolean {
  if (windows.length < LEAST_WINDOWS) return false;
  const half = Math.floor(windows.length / 2);
  const first = windows.slice(0, half);
  const second = windows.slice(-half);
  return throughputDrifts(first, second) || medianDrifts(first, second);
}

function throughputDrifts(first: readonly Window[], second: readonly Window[]): boolean {
  const throughput = (part: readonly Window[]) => mean(part.map((window) => window.throughput));
  const count = (part: readonly Window[]) => Math.max(mean(part.map(({ requests }) => requests)) * part.length, 1);
  const standardError = Math.sqrt(1 / count(first) + 1 / count(second));
  return isBeyond(Math.log(throughput(second) / throughput(first)), COUNT_ERRORS * standardError);
}

function medianDrifts(first: readonly Window[], second: readonly Window[]): boolean {
  const [before, after] = [first, second].map((part) => part.map(({ p50Us }) => Math.log(p50Us))) as [
    number[],
    number[],
  ];
  const standardError = Math.sqrt((variance(before) + variance(after)) / before.length);
  return isBeyond(mean(after) - mean(before), studentT(CONFIDENCE, 2 * before.length - 2) * standardError);
}

/** False for what cannot be compared: a window without answers has no median. */
const isBeyond = (change: number, chance: number) => Math.abs(change) > Math.max(Math.log(1 + MOST_CHANGE), chance);
