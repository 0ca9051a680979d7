import { ratioInterval } from './interval.ts';

/** A against A: the larger end of the interval of its log ratios, as natural log; undefined for fewer than two (ST8). */
export function noiseFloor(logRatios: readonly number[]): number | undefined {
  const interval = ratioInterval(logRatios);
  return interval && Math.max(Math.abs(Math.log(interval.low)), Math.abs(Math.log(interval.high)));
}
