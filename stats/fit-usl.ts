import { type Curve, coreCounts, type ScalingLaw, scalingLaw } from './scaling-law.ts';

/** Three coefficients, and two points to judge them by. */
const LEAST_COUNTS = 5;

/**
 * Universal scalability law, X(N) = γN/(1 + α(N − 1) + βN(N − 1)), α, β ≥ 0 (ST14). Undefined for fewer than five
 * different numbers of cores, and when β's 95 % interval touches 0: then Amdahl's law says all that the points say.
 * Source: Gunther, A General Theory of Computational Scalability, arXiv:0808.1431. `seed` is for the band.
 */
export function fitUsl(blocks: readonly Curve[], seed: number): ScalingLaw | undefined {
  if (coreCounts(blocks).length < LEAST_COUNTS) return undefined;
  const law = scalingLaw(blocks, { alpha: true, beta: true }, seed);
  return law?.beta && law.beta.low > 0 ? law : undefined;
}
