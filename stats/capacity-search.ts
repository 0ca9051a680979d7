/**
 * The highest offered load that a server sustains (ST12): steps by a factor until one load is too much, bisection, and
 * the load that was too much once more. A load that seems too much by chance therefore costs loads and not accuracy: the
 * answer is too low only when the same load fails by chance twice.
 */

const STEP = 1.25;
/** The search ends when the load that was too much is at most this much above the one that was sustained. */
const CLOSE = 1.05;
const MOST_LOADS = 30;
/** After so many loads in a row that the host disturbed, the search gives up: it would end anywhere. */
const MOST_DISTURBED = 3;
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
  /** Loads in a row that say nothing, up to now. */
  readonly disturbed: number;
  readonly over: boolean;
}

export function beginSearch(startRate: number): CapacitySearch {
  return { rate: startRate, sustained: 0, tooMuch: Number.POSITIVE_INFINITY, loads: 0, disturbed: 0, over: false };
}

/** What a load says: that it was sustained, that it was too much, or nothing, because the host was in the way. */
export type LoadOutcome = 'sustained' | 'too-much' | 'disturbed';

/** The state after the load of `search.rate` was tried. Pure. */
export function afterLoad(search: CapacitySearch, outcome: LoadOutcome): CapacitySearch {
  const { rate } = search;
  const loads = search.loads + 1;
  if (outcome === 'disturbed') {
    const disturbed = search.disturbed + 1;
    return { ...search, loads, disturbed, over: disturbed >= MOST_DISTURBED || loads >= MOST_LOADS };
  }
  const isSustained = outcome === 'sustained';
  const secondTry = rate === search.tooMuch;
  const sustained = isSustained ? Math.max(search.sustained, rate) : search.sustained;
  // Sustained at the second try: the first was chance, and the search goes on upwards.
  const bound = isSustained && secondTry ? Number.POSITIVE_INFINITY : search.tooMuch;
  const tooMuch = isSustained ? bound : Math.min(bound, rate);
  const isClose = tooMuch <= sustained * CLOSE;
  return {
    rate: isClose ? tooMuch : between(sustained, tooMuch),
    sustained,
    tooMuch,
    loads,
    disturbed: 0,
    over: (isClose && secondTry) || loads >= MOST_LOADS,
  };
}

/** Whether a search closed in on its answer. One that the host disturbed too often has not: it would end anywhere. */
export const hasClosedIn = ({ over, disturbed, tooMuch }: CapacitySearch): boolean =>
  over && disturbed === 0 && tooMuch < Number.POSITIVE_INFINITY;

function between(sustained: number, tooMuch: number): number {
  if (tooMuch === Number.POSITIVE_INFINITY) return sustained * STEP;
  return sustained === 0 ? tooMuch / STEP : Math.sqrt(sustained * tooMuch);
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
