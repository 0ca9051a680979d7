import type { Plan } from '../../protocol/plan.ts';
import type { Point } from '../../protocol/result.ts';
import { pairName } from '../../stats/compile-plan.ts';
import { fitAmdahl } from '../../stats/fit-amdahl.ts';
import { fitUsl } from '../../stats/fit-usl.ts';
import { countingPoints, doubtOn, isAtLeast, logsOfBlocks } from '../../stats/judge.ts';
import { bandAt, type Curve, predict } from '../../stats/scaling-law.ts';
import type { Model, ModelCurve } from './model.ts';
import type { SeriesInfo } from './series.ts';

/** Fits of resampled blocks are drawn with this, so that server and browser draw one band. */
const BAND_SEED = 1;

/**
 * The law of scaling that the blocks of each series say, for speed-ups, as far as its run allows it (CP5, CP9, ST14).
 * Undefined where no series has blocks on enough numbers of cores.
 */
export function scalingModel(
  { reach, sweep }: Pick<Plan, 'reach' | 'sweep'>,
  series: readonly SeriesInfo[],
  points: readonly Point[],
): Model | undefined {
  if (!reach) return undefined;
  const curves = series.flatMap(({ id }): ModelCurve[] => {
    const blocks = speedUpsByBlock(points, id, sweep.values);
    const law = (reach.law === 'usl' && fitUsl(blocks, BAND_SEED)) || fitAmdahl(blocks, BAND_SEED);
    return law && bandAt(law, reach.upTo)
      ? [{ series: id, at: (cores) => predict(law, cores), band: (cores) => bandAt(law, cores) }]
      : [];
  });
  const name =
    reach.law === 'usl'
      ? 'model: Universal Scalability Law, or Amdahl’s where the blocks say no more'
      : 'model: Amdahl’s law';
  return curves.length > 0
    ? {
        name: `${name}, fitted to what was measured here; 95 of 100 such fits lie in the band`,
        curves,
        upTo: reach.upTo,
      }
    : undefined;
}

/** What a verdict could not be built on is not fitted either (ST9): a busy load tool alone bends a curve like contention. */
const tells = (points: readonly Point[]): boolean =>
  doubtOn(points, 'throughput') === undefined && !points.some((point) => isAtLeast(point, 'throughput'));

/** Of each block the speed-ups of a series, which its own comparison of so many cores with one gives. */
function speedUpsByBlock(points: readonly Point[], series: string, values: readonly number[]): Curve[] {
  const [one = 1, ...more] = values;
  const against = { series, x: one };
  const measured = more.map((cores) => {
    const of = { series, x: cores };
    const own = countingPoints(points, pairName(of, against));
    const logs = tells(own) ? logsOfBlocks(own, 'throughput', of, against) : [];
    return logs.map((log) => ({ cores, throughput: Math.exp(log) }));
  });
  const blocks = Math.min(...measured.map(({ length }) => length));
  return Array.from({ length: Number.isFinite(blocks) ? blocks : 0 }, (_, block) => [
    { cores: one, throughput: 1 },
    ...measured.flatMap((own) => own[block] ?? []),
  ]);
}
