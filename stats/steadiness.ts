import { mean, variance } from './moments.ts';
import { studentT } from './student-t.ts';

/** When a server under load no longer changes (ST2). Why the limits bend for small counts: docs/decisions/0008. */

/** What the load tool saw in one window. */
export interface Window {
  readonly throughput: number;
  readonly p50Us: number;
  readonly requests: number;
}

/** A JVM compiles while it runs; what is slow answers too seldom for the usual count. */
export type WarmupKind = 'default' | 'slow' | 'jvm' | 'slowJvm';

/** A JVM compiles what is called often. Where few requests come this takes longer, and a pause looks like the end of it. */
const LEAST_MS: Record<WarmupKind, number> = { default: 3_000, slow: 3_000, jvm: 10_000, slowJvm: 30_000 };
const LEAST_REQUESTS: Record<WarmupKind, number> = { default: 20_000, slow: 200, jvm: 20_000, slowJvm: 200 };
const MOST_SECONDS: Record<WarmupKind, number> = { default: 20, slow: 20, jvm: 60, slowJvm: 60 };

const WINDOWS = 5;
/** Coefficient of variation: standard deviation over mean. */
export const MOST_VARIATION = 0.05;
/** Change along the line of least squares, as share of the mean. */
export const MOST_SLOPE = 0.03;
/**
 * Counts of a Poisson process vary by 1/√n; in 95 of 100 times the variation of five of them is below √(χ²₄/4) = 1.54
 * times that.
 */
const COUNTING = 1.54;
/** Windows in which scatter is told from a trend. */
const TREND_WINDOWS = 10;
const TREND_CONFIDENCE = 0.8;

/** Longest warm-up in seconds. */
export const mostWarmupSeconds = (kind: WarmupKind): number => MOST_SECONDS[kind];

/** Slow is whoever cannot make the usual count within the longest warm-up. */
export function warmupKind(isJvm: boolean, requestsPerSecond: number): WarmupKind {
  const kind = isJvm ? 'jvm' : 'default';
  if (requestsPerSecond * MOST_SECONDS[kind] >= LEAST_REQUESTS[kind]) return kind;
  return isJvm ? 'slowJvm' : 'slow';
}

/**
 * Where a warm-up stands after these windows: `not-steady` when the longest time is over and they still change.
 */
export function warmupState(
  windows: readonly Window[],
  kind: WarmupKind,
  elapsedMs: number,
  requests: number,
): 'go-on' | 'steady' | 'not-steady' {
  const longEnough = elapsedMs >= LEAST_MS[kind] && requests >= LEAST_REQUESTS[kind];
  if (longEnough && unsteadiness(windows) === undefined) return 'steady';
  return elapsedMs >= MOST_SECONDS[kind] * 1000 ? 'not-steady' : 'go-on';
}

/**
 * What still changes, or undefined when nothing does. Steady are throughput and median that vary by at most 5 % and
 * slope by at most 3 % over the last five windows. What scatters more is steady too when it does not move, that is when
 * ten windows show no trend (t test of the slope, 95 %); but throughput may scatter no more than counting explains.
 */
export function unsteadiness(windows: readonly Window[]): 'too-few-windows' | 'throughput' | 'p50' | undefined {
  if (windows.length < WINDOWS) return 'too-few-windows';
  const throughput = windows.map((window) => window.throughput);
  const p50 = windows.map(({ p50Us }) => p50Us);
  const requests = mean(windows.slice(-WINDOWS).map((window) => window.requests));
  const counting = COUNTING / Math.sqrt(Math.max(requests, 1));
  const throughputScatters = variation(throughput.slice(-WINDOWS)) > Math.max(MOST_VARIATION, counting);
  if (throughputScatters || !(isCalm(throughput) || staysPut(throughput))) return 'throughput';
  return isCalm(p50) || staysPut(p50) ? undefined : 'p50';
}

function isCalm(values: readonly number[]): boolean {
  const last = values.slice(-WINDOWS);
  const slope = (lineThrough(last).perWindow * (WINDOWS - 1)) / mean(last);
  return variation(last) <= MOST_VARIATION && Math.abs(slope) <= MOST_SLOPE;
}

/** Whether no line explains the values better than chance does; fewer than ten are too few to say so. */
function staysPut(values: readonly number[]): boolean {
  if (values.length < TREND_WINDOWS) return false;
  const { perWindow, standardError } = lineThrough(values.slice(-TREND_WINDOWS));
  return Math.abs(perWindow) <= studentT(TREND_CONFIDENCE, TREND_WINDOWS - 2) * standardError;
}

const variation = (values: readonly number[]) => Math.sqrt(variance(values)) / mean(values);

/** Least squares over equally spaced values: the slope and its standard error √(RSS/(n − 2)/Sxx). */
function lineThrough(values: readonly number[]): { perWindow: number; standardError: number } {
  const middle = mean(values);
  const centre = (values.length - 1) / 2;
  const squares = values.reduce((sum, _, i) => sum + (i - centre) ** 2, 0);
  const perWindow = values.reduce((sum, value, i) => sum + (i - centre) * (value - middle), 0) / squares;
  const residual = values.reduce((sum, value, i) => sum + (value - middle - perWindow * (i - centre)) ** 2, 0);
  return { perWindow, standardError: Math.sqrt(residual / (values.length - 2) / squares) };
}
