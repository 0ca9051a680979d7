import type { MetricName } from '../../protocol/metrics.ts';
import type { Plan } from '../../protocol/plan.ts';
import type { Point } from '../../protocol/result.ts';
import { geometricMean } from '../../stats/interval.ts';
import { fixedServiceResponseQuantile } from '../../stats/queueing.ts';
import type { SeriesInfo } from './series.ts';
import { chartPoints, type SweepLine } from './sweep-lines.ts';

/** What a theory says of a metric, to be drawn on the axes of what was measured. */
export interface Model {
  /** As the key of a chart says it: which theory, and what of it was taken from the measurement. */
  readonly name: string;
  readonly curves: readonly ModelCurve[];
}

export interface ModelCurve {
  /** The series that it is held against. */
  readonly series: string;
  /** Value in the unit of the metric; undefined where the theory has none. */
  readonly at: (x: number) => number | undefined;
}

/** A measured value beside that of the model at the same place. */
export interface Residual {
  readonly x: number;
  /** Measured ÷ model: 1 where they agree. */
  readonly ratio: number;
  readonly kind: 'look' | 'block';
  readonly atLeast: boolean;
}

const quantiles: Partial<Record<MetricName, number>> = {
  responseP50: 0.5,
  responseP90: 0.9,
  responseP99: 0.99,
  responseP999: 0.999,
};

/** The model that a run names, for one of its metrics; undefined where it says nothing of it. */
export function modelOf(
  { model }: Pick<Plan, 'model'>,
  series: readonly SeriesInfo[],
  points: readonly Point[],
  metric: MetricName,
): Model | undefined {
  const p = quantiles[metric];
  if (model !== 'fixed-service-queue' || p === undefined) return undefined;
  const counting = chartPoints(points);
  const curves = series.flatMap(({ id }): ModelCurve[] => {
    const rates = counting.flatMap(({ series: own, fullRate }) => (own === id && fullRate ? [fullRate] : []));
    if (rates.length === 0) return [];
    const serves = geometricMean(rates);
    const at = (x: number) => {
      const seconds = fixedServiceResponseQuantile({ arrivals: (serves * x) / 100, serves }, p);
      return seconds === undefined ? undefined : seconds * 1000;
    };
    return [{ series: id, at }];
  });
  return curves.length === 0
    ? undefined
    : { name: 'model: one queue (M/D/1) with the measured time of one request; nothing is fitted', curves };
}

/** Measured values of a line over those of its model, ascending; a place without a value of the model is left out. */
export function residualsOf({ series, look, repeated }: SweepLine, { curves }: Model): Residual[] {
  const curve = curves.find((candidate) => candidate.series === series.id);
  return [...look, ...repeated]
    .flatMap(({ x, value, kind, atLeast }) => {
      const expected = curve?.at(x);
      return expected && value > 0 ? [{ x, ratio: value / expected, kind, atLeast }] : [];
    })
    .toSorted((a, b) => a.x - b.x);
}

/** Values of the model at the places of a sweep: a chart has room for them. */
export function valuesOfModel({ curves }: Model, values: readonly number[]): number[] {
  return curves.flatMap(({ at }) => values.flatMap((x) => at(x) ?? []));
}
