import { type Curve, coreCounts, type ScalingLaw, scalingLaw } from './scaling-law.ts';

/** Fewer different numbers of cores leave nothing to judge the law by. */
const LEAST_COUNTS = 3;

/**
 * Amdahl's law, X(N) = γN/(1 + α(N − 1)), α ≥ 0 (ST14); undefined for fewer than three different numbers of cores.
 * Sources: Amdahl 1967; Gunther, Guerrilla Capacity Planning, 2007. `seed` is for the band.
 */
export function fitAmdahl(blocks: readonly Curve[], seed: number): ScalingLaw | undefined {
  return coreCounts(blocks).length < LEAST_COUNTS ? undefined : scalingLaw(blocks, { alpha: true, beta: false }, seed);
}
