/** When a server under load no longer changes (ST2). */

/** What the load tool saw in one window. */
export interface Window {
  readonly throughput: number;
  readonly p50Us: number;
  readonly requests: number;
}

/** `jvm` compiles while it runs; `slow` answers too seldom for the usual count. */
export type WarmupKind = 'default' | 'jvm' | 'slow';

const WINDOWS = 5;
const MOST_VARIATION = 0.05;
const MOST_SLOPE = 0.03;
/** A count of arrivals varies by its square root: two standard errors of it are not a change. */
const STANDARD_ERRORS = 2;

const LEAST_MS: Record<WarmupKind, number> = { default: 3_000, jvm: 10_000, slow: 3_000 };
const LEAST_REQUESTS: Record<WarmupKind, number> = { default: 20_000, jvm: 20_000, slow: 200 };
const MOST_SECONDS: Record<WarmupKind, number> = { default: 20, jvm: 60, slow: 20 };

/** Longest warm-up in seconds. */
export const mostWarmupSeconds = (kind: WarmupKind): number => MOST_SECONDS[kind];

/**
 * Where a warm-up stands after these windows. `steady`: over the last five windows neither throughput nor the median
 * vary or drift beyond the limits. `not-steady`: the longest time is over.
 */
export function warmupState(
  windows: readonly Window[],
  kind: WarmupKind,
  elapsedMs: number,
  requests: number,
): 'go-on' | 'steady' | 'not-steady' {
  if (elapsedMs >= LEAST_MS[kind] && requests >= LEAST_REQUESTS[kind] && isSteady(windows)) return 'steady';
  return elapsedMs >= MOST_SECONDS[kind] * 1000 ? 'not-steady' : 'go-on';
}

export function isSteady(windows: readonly Window[]): boolean {
  const last = windows.slice(-WINDOWS);
  if (last.length < WINDOWS) return false;
  const counts = last.map(({ requests }) => requests);
  const counting = STANDARD_ERRORS / Math.sqrt(Math.max(mean(counts), 1));
  const calm = (values: readonly number[], tolerance: number) =>
    variation(values) <= Math.max(MOST_VARIATION, tolerance) &&
    Math.abs(slope(values)) <= Math.max(MOST_SLOPE, tolerance);
  return (
    calm(
      last.map(({ throughput }) => throughput),
      counting,
    ) &&
    calm(
      last.map(({ p50Us }) => p50Us),
      counting,
    )
  );
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Coefficient of variation: standard deviation over mean. */
function variation(values: readonly number[]): number {
  const middle = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1)) / middle;
}

/** Change from the first to the last value along the line of least squares, as share of the mean. */
function slope(values: readonly number[]): number {
  const middle = mean(values);
  const centre = (values.length - 1) / 2;
  const products = values.reduce((sum, value, i) => sum + (i - centre) * (value - middle), 0);
  const squares = values.reduce((sum, _, i) => sum + (i - centre) ** 2, 0);
  return ((products / squares) * (values.length - 1)) / middle;
}
