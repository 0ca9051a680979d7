import type { Flag, Point } from '../../protocol/result.ts';
import { afterLoad, beginSearch, hasClosedIn, wasSustained } from '../../stats/capacity-search.ts';

/** A load that failed beside one of these failed because of the host, as far as anybody can tell. */
const DISTURBANCES: readonly Flag[] = ['noisy', 'generatorStarved', 'fault'];
/** Requests of a load, on average, for which its p99 is told: a thousand, and what chance may take off. */
const FOR_A_P99 = 1150;

/** How long a load must last so that its p99 can be told. */
export const secondsForP99 = (rate: number): number => FOR_A_P99 / rate;

/**
 * Searches the highest rate that is answered in time (ST12). The point is the last load that was sustained; where the
 * load tool itself was too slow for the next one, it carries that flag, because the server might have done more. Where
 * the host did not let the search close in, the point has no capacity.
 */
export async function searchCapacity(
  startRate: number,
  p99BelowUs: number,
  measure: (rate: number) => Promise<Point>,
): Promise<Point> {
  let search = beginSearch(startRate);
  let best: Point | undefined;
  let last: Point | undefined;
  let failed: Point | undefined;
  while (!search.over) {
    const { rate } = search;
    const point = await measure(rate);
    const planned = Math.max(point.ok + point.failed + point.censored + point.unsent, 1);
    const sustained = wasSustained({
      p99Us: point.responseUs?.p99,
      limitUs: p99BelowUs,
      offered: point.offered ?? rate,
      achieved: point.throughput ?? 0,
      failedShare: point.failed / planned,
      leftShare: (point.censored + point.unsent) / planned,
    });
    // All were answered, and too few for a p99: that says nothing against the server.
    const isUntold = point.responseUs?.p99 === undefined && point.ok >= planned * 0.99;
    const disturbed = !sustained && (isUntold || point.flags.some((flag) => DISTURBANCES.includes(flag)));
    search = afterLoad(search, sustained ? 'sustained' : disturbed ? 'disturbed' : 'too-much');
    last = point;
    if (sustained && search.sustained === rate) best = point;
    if (disturbed || search.tooMuch === rate) failed = point;
  }
  const found = best ?? (last as Point);
  const doubts =
    failed?.flags.filter((flag) => flag.startsWith('generator') || flag === 'planMissed' || flag === 'noisy') ?? [];
  // A backlog is how the search finds out; it is no doubt about what it found.
  const flags = [...new Set([...found.flags, ...doubts])].filter((flag) => flag !== 'backlog');
  return {
    ...found,
    ...(hasClosedIn(search) ? { capacity: search.sustained } : {}),
    limiter: failed?.limiter ?? found.limiter,
    flags,
  };
}
