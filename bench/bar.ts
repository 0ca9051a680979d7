import type { LoadFlag } from '../protocol/load-lines.ts';

/** How much of the bench is run. */
export interface Extent {
  /** Short slices and one attempt, for CI. */
  readonly short: boolean;
  /** Also what takes a quarter of an hour. */
  readonly full: boolean;
  /** Paired rounds or blocks of each comparison, instead of the bar's own number. */
  readonly rounds: number | undefined;
}

/** Whether a figure is as demanded; an interval that contains an edge of what is demanded cannot tell. */
export type Met = boolean | 'cannot tell';

/** What one attempt saw. Checks are named by what they demand. */
export interface Finding {
  /** Ratios, shares and times by name, units in the names. */
  readonly figures: Readonly<Record<string, number>>;
  /** Counts and flags: they hold on every host, however busy. */
  readonly exact?: Readonly<Record<string, boolean>>;
  /** Times and ratios: they say something only when nobody disturbed. */
  readonly speed?: Readonly<Record<string, Met>>;
  /** Of the load tool about its own runs. */
  readonly flags?: readonly LoadFlag[];
  readonly note?: string;
}

/** Why a bar cannot be measured here; where a program is missing, the command that installs it. */
export interface Skipped {
  readonly skipped: string;
}

/** A bar that the instrument must pass, measured beside its reference in one session. */
export interface Bar {
  readonly id: string;
  readonly title: string;
  /** Only with `--full` or by name. */
  readonly long?: true;
  /** Builds what it measures itself; it needs neither the load tool nor a server under test. */
  readonly ownPrograms?: true;
  measure(extent: Extent): Promise<Finding | Skipped>;
}

export interface BarResult {
  readonly id: string;
  readonly title: string;
  /** `NOISY`: each attempt was disturbed, or too short to tell, so nothing can be said. `INFO`: figures without a bar. */
  readonly outcome: 'PASS' | 'FAIL' | 'NOISY' | 'SKIP' | 'INFO';
  /** Whether counts and flags are as they must be; absent where a bar has none. */
  readonly exact?: boolean;
  /** The same of times and ratios. */
  readonly speed?: boolean;
  readonly figures: Readonly<Record<string, number>>;
  /** Checks that did not hold. */
  readonly failed: readonly string[];
  readonly attempts: number;
  /** What it took, all attempts together. */
  readonly seconds: number;
  readonly note?: string;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export const within = (value: number, low: number, high: number): boolean => value >= low && value <= high;

/** Whether a figure lies in a range, as far as its interval tells. */
export function liesWithin(interval: { readonly low: number; readonly high: number }, low: number, high: number): Met {
  if (interval.low >= low && interval.high <= high) return true;
  return interval.high < low || interval.low > high ? false : 'cannot tell';
}
