import { fitAmdahl } from '../stats/fit-amdahl.ts';
import { fitUsl } from '../stats/fit-usl.ts';
import { seededRandom } from '../stats/random.ts';
import type { Curve } from '../stats/scaling-law.ts';
import type { Bar } from './bar.ts';

const SEEDS = 20;
const BLOCKS = 10;
const NOISE = 0.02;
const TRUE = { gamma: 10_000, alpha: 0.08, beta: 0.004 };

/** AB18: curves drawn from a known law. */
export const fits: Bar = {
  id: 'AB18',
  title: 'fits find the coefficients of synthetic curves, and give no β on three points',
  async measure() {
    const all = Array.from({ length: SEEDS }, (_, i) => fitUsl(curves(i + 1, 16, TRUE.beta), i + 1));
    const amdahl = Array.from({ length: SEEDS }, (_, i) => fitAmdahl(curves(i + 1, 16, 0), i + 1));
    const off = (value: number | undefined, of: number) => Math.abs((value ?? Number.POSITIVE_INFINITY) / of - 1);
    const worst = (values: number[]) => Math.max(...values);
    const figures = {
      worstAlpha: worst(all.map((law) => off(law?.alpha.value, TRUE.alpha))),
      worstBeta: worst(all.map((law) => off(law?.beta?.value, TRUE.beta))),
      worstAmdahlAlpha: worst(amdahl.map((law) => off(law?.alpha.value, TRUE.alpha))),
    };
    const three = curves(1, 3, TRUE.beta);
    return {
      figures,
      exact: {
        'α and β within 10 %': Object.values(figures).every((share) => share <= 0.1),
        'three points: no β': fitUsl(three, 1) === undefined && fitAmdahl(three, 1)?.beta === undefined,
      },
    };
  },
};

/** Throughputs of N = 1 … `most` by the law, each with noise of 2 %, in ten blocks. */
function curves(seed: number, most: number, beta: number): Curve[] {
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const law = (n: number) => (TRUE.gamma * n) / (1 + TRUE.alpha * (n - 1) + beta * n * (n - 1));
  return Array.from({ length: BLOCKS }, () =>
    Array.from({ length: most }, (_, i) => ({ cores: i + 1, throughput: law(i + 1) * (1 + NOISE * normal()) })),
  );
}
