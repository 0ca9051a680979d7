import type { Flag, Limiter } from '../protocol/result.ts';

/** From here on a core, or a thread, counts as fully used. */
const FULL = 0.95;
/** Below this the server's CPU is not what limits it. */
const IDLE_CPU = 0.6;
const MOST_GC = 0.2;

/** What one slice showed; shares from 0 to 1, unknown is undefined. */
export interface LimiterEvidence {
  readonly serverCores: number;
  /** CPU time of the server over wall time. */
  readonly coresUsed: number | undefined;
  /** CPU time of its busiest thread over wall time. */
  readonly busiestThreadShare: number | undefined;
  /** Share of the time in pauses of the collector. */
  readonly gcShare?: number | undefined;
  /** Requests on their way at a time, and how many the server works on at once where that is bounded. */
  readonly inFlight?: number;
  readonly pool?: number;
  /** Whether the server only waits for another one. */
  readonly waitsForUpstream?: boolean;
  readonly flags: readonly Flag[];
}

/**
 * What held the server back (ME6). What spoils the measurement comes first, then what the server used up, from the
 * most particular to the most general.
 */
export function limiterOf(seen: LimiterEvidence): Limiter {
  const { serverCores, coresUsed, busiestThreadShare, gcShare, inFlight, pool, waitsForUpstream, flags } = seen;
  const has = (...names: Flag[]) => names.some((flag) => flags.includes(flag));
  if (has('errors', 'fault')) return 'errors';
  if (has('generatorBusy', 'generatorLate', 'generatorStarved', 'planMissed')) return 'generator';
  if (gcShare !== undefined && gcShare > MOST_GC) return 'gc';
  if (coresUsed !== undefined && coresUsed >= FULL * serverCores) return 'serverCpu';
  if (busiestThreadShare !== undefined && busiestThreadShare >= FULL) return 'oneThread';
  const idle = coresUsed !== undefined && coresUsed < IDLE_CPU * serverCores;
  if (idle && pool !== undefined && inFlight === pool) return 'pool';
  if (idle && waitsForUpstream) return 'upstream';
  return has('backlog') ? 'backlog' : 'unknown';
}
