import type { Flag, Limiter } from '../protocol/result.ts';

/** From here on a core, or a thread, counts as fully used. */
const FULL = 0.95;
/**
 * From here on the places of another program count as fully used. Less than FULL: a place is taken for a little longer
 * than the delay it is configured with, since a timer rings late and the next request has to arrive.
 */
const FULL_PLACES = 0.9;
/** Below this the server's CPU is not what limits it. */
const IDLE_CPU = 0.6;
const MOST_GC = 0.2;
/** From here on a planned load was answered as it came; what is missing was under way when it ended. */
const ANSWERED = 0.95;
/** From here on a server mostly waits for another program. */
const MOSTLY = 0.5;

/** What one slice showed; shares from 0 to 1, unknown is undefined. */
export interface LimiterEvidence {
  readonly serverCores: number;
  /** CPU time of the server over wall time. */
  readonly coresUsed: number | undefined;
  /** CPU time of its busiest thread over wall time. */
  readonly busiestThreadShare: number | undefined;
  /** Share of the time in pauses of the collector. */
  readonly gcShare?: number | undefined;
  /** Requests on their way at a time, on average, and how many the server works on at once where that is bounded. */
  readonly inFlight?: number | undefined;
  readonly pool?: number | undefined;
  /** Share of the service time in which the server waits for another program. */
  readonly upstreamShare?: number | undefined;
  /** How much of that program's cores is used. */
  readonly upstreamUse?: number | undefined;
  /** How much of its places is used, by their configured delay. */
  readonly upstreamPlacesUse?: number | undefined;
  /** Of a load that follows a plan: the share of it that was answered while it lasted. */
  readonly answeredShare?: number | undefined;
  readonly flags: readonly Flag[];
}

/**
 * What held the server back (ME6). First what makes the numbers say nothing about the server: failed requests, then the
 * load tool. Then what the server used up, from the most particular to the most general: a collector that pauses it
 * also uses its cores, and on one core a busy thread is the whole server. Then why it was idle: another program that is
 * used up, then a full pool, then a program that is only waited for. A backlog is named after these, since each of them
 * causes one. Then comes the plan itself: it was answered as it came, and more was not asked for.
 */
export function limiterOf(seen: LimiterEvidence): Limiter {
  const { serverCores, coresUsed, busiestThreadShare, gcShare, flags } = seen;
  const { answeredShare = 0, inFlight, pool, upstreamShare, upstreamUse = 0, upstreamPlacesUse = 0 } = seen;
  const has = (...names: Flag[]) => names.some((flag) => flags.includes(flag));
  if (has('errors')) return 'errors';
  if (has('generatorBusy', 'generatorLate', 'generatorStarved', 'planMissed', 'fault')) return 'generator';
  if (gcShare !== undefined && gcShare > MOST_GC) return 'gc';
  if (coresUsed !== undefined && coresUsed >= FULL * serverCores) return 'serverCpu';
  if (serverCores > 1 && busiestThreadShare !== undefined && busiestThreadShare >= FULL) return 'oneThread';
  const idle = coresUsed !== undefined && coresUsed < IDLE_CPU * serverCores;
  if (idle && (upstreamUse >= FULL || upstreamPlacesUse >= FULL_PLACES)) return 'upstream';
  if (idle && pool !== undefined && inFlight !== undefined && inFlight >= FULL * pool) return 'pool';
  if (idle && upstreamShare !== undefined && upstreamShare > MOSTLY) return 'upstream';
  if (has('backlog')) return 'backlog';
  return answeredShare >= ANSWERED ? 'plan' : 'unknown';
}
