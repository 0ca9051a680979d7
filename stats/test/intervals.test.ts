import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ratioInterval } from '../interval.ts';
import { seededRandom } from '../random.ts';
import { studentT } from '../student-t.ts';

const near = (actual: number | undefined, expected: number, relative = 1e-10) =>
  assert.ok(Math.abs((actual as number) / expected - 1) < relative, `${actual} is not ${expected}`);

// Reference values: scipy 1.x, stats.t.ppf((1 + confidence) / 2, degrees).
for (const [confidence, degrees, expected] of [
  [0.95, 1, 12.706204736174694],
  [0.95, 2, 4.302652729749462],
  [0.95, 4, 2.7764451051977934],
  [0.95, 9, 2.262157162798205],
  [0.95, 30, 2.0422724563012378],
  [0.9834, 4, 3.96557540147769],
  [0.9, 3, 2.3533634348018233],
] as const) {
  test(`[ST5] Student's t for ${confidence} with ${degrees} degrees is ${expected.toFixed(4)}`, () => {
    near(studentT(confidence, degrees), expected);
  });
}

test('[ST5] the interval of five log ratios is the one an independent tool computes', () => {
  // scipy: mean and stats.t interval of the logs, exponentiated.
  const interval = ratioInterval([1.82, 1.86, 1.79, 1.9, 1.84].map(Math.log));
  near(interval?.ratio, 1.841627355893975);
  near(interval?.low, 1.7909375937476804);
  near(interval?.high, 1.8937518145899532);
});

test('[ST5] one block has no interval', () => {
  assert.equal(ratioInterval([0.5]), undefined);
});

test('[ST5] with five blocks 95 % intervals cover the true ratio in 95 % of 4,000 seeded simulations', () => {
  const random = seededRandom(7);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  let covered = 0;
  const trials = 4000;
  for (let i = 0; i < trials; i++) {
    const interval = ratioInterval(Array.from({ length: 5 }, () => Math.log(1.8) + 0.05 * normal()));
    if (interval && interval.low <= 1.8 && 1.8 <= interval.high) covered++;
  }
  // Four standard errors of a binomial share of 0.95.
  assert.ok(Math.abs(covered / trials - 0.95) < 4 * Math.sqrt((0.95 * 0.05) / trials), `covered ${covered}`);
});
