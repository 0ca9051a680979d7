import { variance } from './moments.ts';
import { seededRandom } from './random.ts';
import { studentT } from './student-t.ts';

/**
 * The law X(N) = γN/(1 + α(N − 1) + βN(N − 1)): Amdahl's for β = 0, else Gunther's universal scalability law. Fitted by
 * least squares of log residuals, each weighted by 1/s², with α, β ≥ 0 (ST14).
 */

/** Throughput on different numbers of cores, measured in one block. */
export type Curve = readonly { readonly cores: number; readonly throughput: number }[];

export interface Estimate {
  readonly value: number;
  /** 95 % interval, not below 0. */
  readonly low: number;
  readonly high: number;
}

/** A fitted law, plain data. */
export interface ScalingLaw {
  /** Throughput of one core. */
  readonly gamma: number;
  /** Contention: the share of the work that does not spread. */
  readonly alpha: Estimate;
  /** Crosstalk: what each core costs each other one. Absent in Amdahl's law, and where it cannot be told from 0. */
  readonly beta?: Estimate;
  /** The same law fitted to resampled blocks, for the band; empty for fewer than ten blocks. */
  readonly resampled: readonly Coefficients[];
}

interface Coefficients {
  readonly gamma: number;
  readonly alpha: number;
  readonly beta: number;
}

interface Fit extends Coefficients {
  /** Standard errors. */
  readonly alphaError: number;
  readonly betaError: number;
  readonly degrees: number;
}

/** Which coefficients are fitted; the others are 0. */
interface Free {
  readonly alpha: boolean;
  readonly beta: boolean;
}

const CONFIDENCE = 0.95;
/** Fewer blocks are too few to resample (ST5), so that a law has no band. */
export const LEAST_BLOCKS = 10;
/** The 2.5th percentile of so many rests on ten values. */
const RESAMPLES = 400;
/**
 * With few blocks s is rough, and weights that follow it would make the intervals too narrow: the usual spread of all
 * numbers of cores counts as so many blocks more.
 */
const USUAL_BLOCKS = 10;
const MOST_STEPS = 100;
const CONVERGED = 1e-10;

interface Observation {
  readonly cores: number;
  /** ln(throughput / cores). */
  readonly log: number;
  readonly weight: number;
}

/** Different numbers of cores in all curves together. */
export function coreCounts(blocks: readonly Curve[]): number[] {
  return [...new Set(blocks.flat().map(({ cores }) => cores))].sort((a, b) => a - b);
}

/** Every point of every block, weighted by 1/s², s² being the variance over the blocks at its number of cores. */
function observationsOf(blocks: readonly Curve[]): Observation[] {
  const points = blocks.flat().map(({ cores, throughput }) => ({ cores, log: Math.log(throughput / cores) }));
  const groups = [...Map.groupBy(points, ({ cores }) => cores).values()].map((own) => {
    const degrees = own.length - 1;
    return { own, degrees, squares: degrees > 0 ? degrees * variance(own.map(({ log }) => log)) : 0 };
  });
  const sum = (of: (group: (typeof groups)[number]) => number) => groups.reduce((total, group) => total + of(group), 0);
  const usual = sum(({ squares }) => squares) / sum(({ degrees }) => degrees);
  return groups.flatMap(({ own, degrees, squares }) => {
    const weight = usual > 0 ? (USUAL_BLOCKS + degrees) / (USUAL_BLOCKS * usual + squares) : 1;
    return own.map((point) => ({ ...point, weight }));
  });
}

/**
 * Least squares with α, β ≥ 0. A coefficient that would be negative rests on 0 and the others are fitted again; it
 * keeps the standard error of the first fit. Undefined when the points do not determine the coefficients.
 */
function fitLaw(observations: readonly Observation[], free: Free): Fit | undefined {
  const fit = unbounded(observations, free);
  if (!fit || (fit.alpha >= 0 && fit.beta >= 0)) return fit;
  const { alphaError, betaError } = fit;
  if (fit.alpha >= 0) return withError(fitLaw(observations, { ...free, beta: false }), { betaError });
  return withError(fitLaw(observations, { ...free, alpha: false }), { alphaError });
}

const withError = (fit: Fit | undefined, error: Partial<Fit>) => fit && { ...fit, ...error };

/**
 * Gauss-Newton for ln X − ln N = ln γ − ln(1 + α(N − 1) + βN(N − 1)). ln γ is the weighted mean of what the rest leaves,
 * so that two unknowns remain.
 */
function unbounded(observations: readonly Observation[], free: Free): Fit | undefined {
  let found = { alpha: 0, beta: 0 };
  for (let step = 0; step < MOST_STEPS; step++) {
    const { aa, ab, bb, a, b, level, squares } = linearised(observations, found, free);
    const determinant = aa * bb - ab * ab;
    if (!(determinant > CONVERGED * aa * bb)) return undefined;
    const change = { alpha: (a * bb - b * ab) / determinant, beta: (b * aa - a * ab) / determinant };
    if (Math.abs(change.alpha) + Math.abs(change.beta) < CONVERGED) {
      const degrees = observations.length - 1 - Number(free.alpha) - Number(free.beta);
      const error = (diagonal: number) => Math.sqrt(((squares / degrees) * diagonal) / determinant);
      const errors = { alphaError: free.alpha ? error(bb) : 0, betaError: free.beta ? error(aa) : 0 };
      return { ...found, gamma: Math.exp(level), ...errors, degrees };
    }
    found = stepTowards(observations, found, change);
  }
  return undefined;
}

type Shape = Pick<Coefficients, 'alpha' | 'beta'>;

const shapeOf = ({ alpha, beta }: Shape, n: number) => 1 + alpha * (n - 1) + beta * n * (n - 1);

/** Normal equations of the residuals around `found`; a coefficient that is not free gets an equation of its own, 1·x = 0. */
function linearised(observations: readonly Observation[], found: Shape, free: Free) {
  const weights = observations.reduce((sum, { weight }) => sum + weight, 0);
  const weighted = (of: (point: Observation) => number) =>
    observations.reduce((sum, point) => sum + point.weight * of(point), 0);
  const rest = ({ cores, log }: Observation) => log + Math.log(shapeOf(found, cores));
  const slopeA = ({ cores }: Observation) => (free.alpha ? (cores - 1) / shapeOf(found, cores) : 0);
  const slopeB = ({ cores }: Observation) => (free.beta ? (cores * (cores - 1)) / shapeOf(found, cores) : 0);
  const [level, meanA, meanB] = [rest, slopeA, slopeB].map((of) => weighted(of) / weights) as [number, number, number];
  const centredA = (point: Observation) => slopeA(point) - meanA;
  const centredB = (point: Observation) => slopeB(point) - meanB;
  const residual = (point: Observation) => level - rest(point);
  return {
    aa: free.alpha ? weighted((point) => centredA(point) ** 2) : 1,
    ab: weighted((point) => centredA(point) * centredB(point)),
    bb: free.beta ? weighted((point) => centredB(point) ** 2) : 1,
    a: weighted((point) => centredA(point) * residual(point)),
    b: weighted((point) => centredB(point) * residual(point)),
    level,
    squares: weighted((point) => residual(point) ** 2),
  };
}

/** As far as the law stays positive at every point. */
function stepTowards(observations: readonly Observation[], from: Shape, change: Shape): Shape {
  for (let share = 1; share > CONVERGED; share /= 2) {
    const next = { alpha: from.alpha + share * change.alpha, beta: from.beta + share * change.beta };
    if (observations.every(({ cores }) => shapeOf(next, cores) > 0)) return next;
  }
  return from;
}

/** The law with its intervals, and with fits of resampled blocks where there are enough of them. */
export function scalingLaw(blocks: readonly Curve[], free: Free, seed: number): ScalingLaw | undefined {
  const fit = fitLaw(observationsOf(blocks), free);
  if (!fit) return undefined;
  const estimate = (value: number, error: number): Estimate => {
    const half = studentT(CONFIDENCE, fit.degrees) * error;
    return { value, low: Math.max(0, value - half), high: value + half };
  };
  return {
    gamma: fit.gamma,
    alpha: estimate(fit.alpha, fit.alphaError),
    ...(free.beta ? { beta: estimate(fit.beta, fit.betaError) } : {}),
    resampled: blocks.length < LEAST_BLOCKS ? [] : resampledFits(blocks, free, seed),
  };
}

function resampledFits(blocks: readonly Curve[], free: Free, seed: number): Coefficients[] {
  const random = seededRandom(seed);
  return Array.from({ length: RESAMPLES }, () =>
    blocks.map(() => blocks[Math.floor(random() * blocks.length)] as Curve),
  ).flatMap((drawn) => {
    const fit = fitLaw(observationsOf(drawn), free);
    return fit ? [{ gamma: fit.gamma, alpha: fit.alpha, beta: fit.beta }] : [];
  });
}

const valueAt = (law: Coefficients, cores: number) => (law.gamma * cores) / shapeOf(law, cores);

/** Throughput that the law gives for so many cores. */
export function predict({ gamma, alpha, beta }: ScalingLaw, cores: number): number {
  return valueAt({ gamma, alpha: alpha.value, beta: beta?.value ?? 0 }, cores);
}

/** 95 % of the fits to resampled blocks lie here; undefined where there were too few blocks to resample. */
export function bandAt({ resampled }: ScalingLaw, cores: number): { low: number; high: number } | undefined {
  const values = resampled.map((law) => valueAt(law, cores)).sort((a, b) => a - b);
  const tail = Math.floor(((1 - CONFIDENCE) / 2) * values.length);
  const [low, high] = [values[tail], values[values.length - 1 - tail]];
  return low === undefined || high === undefined ? undefined : { low, high };
}

/** Cores beyond which throughput falls, √((1 − α)/β); undefined when the law has no such number. */
export function bestCores({ alpha, beta }: ScalingLaw): number | undefined {
  return beta && alpha.value < 1 ? Math.sqrt((1 - alpha.value) / beta.value) : undefined;
}
