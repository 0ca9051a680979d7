import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../stats/random.ts';
import { countsByWindow, dispersion, poissonGaps } from '../arrivals.ts';

const RATE = 1000;

/** 20,000 times in ms, with these gaps. */
function times(gap: (random: () => number) => number, seed = 3): number[] {
  const random = seededRandom(seed);
  const all = [0];
  while (all.length < 20_000) all.push((all.at(-1) as number) + gap(random));
  return all;
}

const gapsOf = (all: readonly number[]) => all.slice(1, 2001).map((time, i) => time - (all[i] as number));
const exponential = (random: () => number) => (-Math.log(1 - random()) * 1000) / RATE;

test('AB3: gaps of a Poisson process are called exponential in 99 of 100 seeded draws', () => {
  const rejected = Array.from({ length: 300 }, (_, seed) =>
    poissonGaps(gapsOf(times(exponential, seed)), 1, 10),
  ).filter(({ chiSquare, limit }) => chiSquare > limit);
  assert.ok(rejected.length <= 9, `${rejected.length} of 300`);
});

test('AB3: so are the times between every fifth arrival, and those of an uneven process are not', () => {
  const fifths = (gap: (random: () => number) => number, seed?: number) =>
    gapsOf(times(gap, seed).filter((_, i) => i % 5 === 0));
  const over = ({ chiSquare, limit }: ReturnType<typeof poissonGaps>) => chiSquare > limit;
  const rejected = Array.from({ length: 300 }, (_, seed) => poissonGaps(fifths(exponential, seed), 5, 10)).filter(over);
  assert.ok(rejected.length <= 9, `${rejected.length} of 300`);
  assert.ok(
    over(
      poissonGaps(
        fifths((random) => 2 * random()),
        5,
        10,
      ),
    ),
  );
});

test('AB3: even gaps, uniform gaps and gaps of ticks are not called exponential', () => {
  const others = {
    even: () => 1,
    uniform: (random: () => number) => 2 * random(),
    ticks: (random: () => number) => Math.round(exponential(random)),
  };
  for (const [name, gap] of Object.entries(others)) {
    const { chiSquare, limit } = poissonGaps(gapsOf(times(gap)), 1, 10);
    assert.ok(chiSquare > 10 * limit, name);
  }
});

test('AB3: the limit is the 99 % quantile of chi-square', () => {
  // scipy 1.x: stats.chi2.ppf(0.99, degrees) for 3 and 8 degrees.
  for (const [bins, quantile] of [
    [5, 11.344866730144373],
    [10, 20.090235029663233],
  ] as const) {
    const { limit } = poissonGaps([1, 2, 3], 1, bins);
    assert.ok(Math.abs(limit / quantile - 1) < 0.005, `${limit}`);
  }
});

test('AB3: counts hold whole windows only, from the first arrival on', () => {
  assert.deepEqual(countsByWindow([50, 60, 149, 150, 260, 349, 350.5], 100), [3, 1, 2]);
});

test('AB3: variance over mean is 1 for a Poisson process, 0 for an even one, more for bursts', () => {
  const of = (gap: (random: () => number) => number) => dispersion([countsByWindow(times(gap), 10)]);
  assert.ok(Math.abs(of(exponential) - 1) < 0.1);
  assert.equal(
    of(() => 1),
    0,
  );
  assert.ok(of((random) => (random() < 0.9 ? 0 : 10)) > 5);
});

test('AB3: each sample is compared with its own mean', () => {
  assert.equal(
    dispersion([
      countsByWindow(
        times(() => 1),
        10,
      ),
      countsByWindow(
        times(() => 2),
        10,
      ),
    ]),
    0,
  );
});
