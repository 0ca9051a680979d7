import type { Window } from './steadiness.ts';

const MOST_CHANGE = 0.05;
const STANDARD_ERRORS = 2;
/** Fewer windows than this have no halves to compare. */
const LEAST_WINDOWS = 4;

/**
 * Whether the second half of a measurement differs from the first (ST3): throughput by more than 5 %, and by more
 * than counting alone explains (two standard errors of the difference of two Poisson counts).
 */
export function hasDrift(windows: readonly Window[]): boolean {
  if (windows.length < LEAST_WINDOWS) return false;
  const half = Math.floor(windows.length / 2);
  const [first, second] = [windows.slice(0, half), windows.slice(-half)];
  const mean = (part: readonly Window[]) => part.reduce((sum, { throughput }) => sum + throughput, 0) / part.length;
  const count = (part: readonly Window[]) => part.reduce((sum, { requests }) => sum + requests, 0);
  const counting = STANDARD_ERRORS * Math.sqrt(1 / Math.max(count(first), 1) + 1 / Math.max(count(second), 1));
  return Math.abs(Math.log(mean(second) / mean(first))) > Math.max(Math.log(1 + MOST_CHANGE), counting);
}
