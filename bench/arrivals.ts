/** Whether times of arrival are those of a Poisson process. Pure. */

/** Of the standard normal distribution, 99 % lie below. */
const Z_99 = 2.3263;

/**
 * Chi-square of the times between every `every`th arrival against those of a Poisson process of the same rate, which
 * have an Erlang distribution, in bins of equal probability, and the value that it exceeds in 1 % of such processes.
 * Bins narrower than the resolution of sender and clock would judge these and not the process.
 */
export function poissonGaps(
  gaps: readonly number[],
  every: number,
  bins: number,
): { chiSquare: number; limit: number } {
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const counts = new Array<number>(bins).fill(0);
  for (const gap of gaps) {
    const bin = Math.min(Math.floor(bins * erlang(every, (gap * every) / mean)), bins - 1);
    counts[bin] = (counts[bin] as number) + 1;
  }
  const expected = gaps.length / bins;
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  // One degree goes with the sum, one with the mean, which was taken from the gaps.
  return { chiSquare, limit: chiSquareLimit(bins - 2) };
}

/** Share of sums of so many exponential times, each 1 on average, that are at most `x`. */
function erlang(count: number, x: number): number {
  let [term, sum] = [1, 0];
  for (let i = 0; i < count; i++) {
    sum += term;
    term *= x / (i + 1);
  }
  return 1 - Math.exp(-x) * sum;
}

/** 99 % quantile of chi-square by Wilson and Hilferty: within 0.5 % for three degrees and more. */
function chiSquareLimit(degrees: number): number {
  const ninth = 2 / (9 * degrees);
  return degrees * (1 - ninth + Z_99 * Math.sqrt(ninth)) ** 3;
}

/** How many arrivals came in each whole window since the first one. */
export function countsByWindow(times: readonly number[], windowLength: number): number[] {
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const counts = new Array<number>(Math.floor((last - first) / windowLength)).fill(0);
  for (const time of times) {
    const window = Math.floor((time - first) / windowLength);
    if (window < counts.length) counts[window] = (counts[window] as number) + 1;
  }
  return counts;
}

/** Variance over mean of counts, 1 for a Poisson process; each sample against its own mean, all together. */
export function dispersion(samples: readonly (readonly number[])[]): number {
  let [sum, degrees] = [0, 0];
  for (const counts of samples) {
    const mean = counts.reduce((all, count) => all + count, 0) / counts.length;
    sum += counts.reduce((all, count) => all + (count - mean) ** 2, 0) / mean;
    degrees += counts.length - 1;
  }
  return sum / degrees;
}
