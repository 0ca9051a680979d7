/**
 * The highest offered load that a server sustains (ST12): steps by a factor until one load is too much, then bisection.
 * A load that seems too much by chance costs at most what the bisection still has left: the answer errs to the low side.
 */

const STEP = 1.25;
/** The search ends when the load that was too much is at most this much above the one that was sustained. */
const CLOSE = 1.05;
const MOST_LOADS = 30;
const LEAST_ACHIEVED = 0.99;
const MOST_ERRORS = 0.001;

export interface CapacitySearch {
  /** The load to try now, requests a second. */
  readonly rate: number;
  /** The highest load that was sustained; 0 before there is one. */
  readonly sustained: number;
  /** The lowest load that was too much. */
  readonly tooMuch: number;
  readonly loads: number;
  readonly over: boolean;
}

export function beginSearch(startRate: number): CapacitySearch {
  return { rate: startRate, sustained: 0, tooMuch: Number.POSITIVE_INFINITY, loads: 0, over: false };
}

/** The state after the load of `search.rate` was tried. Pure. */
export function afterLoad(search: CapacitySearch, isSustained: boolean): CapacitySearch {
  const sustained = isSustained ? Math.max(search.sustained, search.rate) : search.sustained;
  const tooMuch = isSustained ? search.tooMuch : Math.min(search.tooMuch, search.rate);
  const loads = search.loads + 1;
  const rate =
    tooMuch === Number.POSITIVE_INFINITY
      ? sustained * STEP
      : sustained === 0
        ? tooMuch / STEP
        : Math.sqrt(sustained * tooMuch);
  return { rate, sustained, tooMuch, loads, over: tooMuch <= sustained * CLOSE || loads >= MOST_LOADS };
}

/** Whether a load was sustained: answered in time, nearly all of it, without errors and without a growing queue. */
export function wasSustained(load: {
  readonly p99Us: number | undefined;
  readonly limitUs: number;
  readonly offered: number;
  readonly achieved: number;
  readonly failedShare: number;
  /** Planned, but without an answer at the end. */
  readonly leftShare: number;
}): boolean {
  const { p99Us, limitUs, offered, achieved, failedShare, leftShare } = load;
  return (
    p99Us !== undefined &&
    p99Us <= limitUs &&
    achieved >= LEAST_ACHIEVED * offered &&
    failedShare <= MOST_ERRORS &&
    leftShare <= 1 - LEAST_ACHIEVED
  );
}
