import type { ModelSpec } from '../../protocol/experiment.ts';
import type { MetricName } from '../../protocol/metrics.ts';
import type { Plan } from '../../protocol/plan.ts';
import type { Point } from '../../protocol/result.ts';
import { geometricMean } from '../../stats/interval.ts';
import { metricOf } from '../../stats/point-metrics.ts';
import { fixedServiceResponseQuantile } from '../../stats/queueing.ts';
import { percent } from './format.ts';
import type { SeriesInfo } from './series.ts';
import { chartPoints, type SweepLine } from './sweep-lines.ts';

/** What a theory says of a metric, to be drawn on the axes of what was measured. */
export interface Model {
  /** As the key of a chart says it: which theory, and what of it was taken from the measurement. */
  readonly name: string;
  readonly curves: readonly ModelCurve[];
  /** Where it ends, if not with the sweep. */
  readonly upTo?: number;
}

export interface ModelCurve {
  /** The series that it is held against. */
  readonly series: string;
  /** Value in the unit of the metric; undefined where the theory has none. */
  readonly at: (x: number) => number | undefined;
  /** Where 95 of 100 such curves lie, of one that was fitted. */
  readonly band?: (x: number) => { low: number; high: number } | undefined;
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

const rates: ReadonlySet<MetricName> = new Set(['throughput', 'operations']);

/** The model that a run names, for one of its metrics; undefined where it says nothing of it. */
export function modelOf(
  { model }: Pick<Plan, 'model'>,
  series: readonly SeriesInfo[],
  points: readonly Point[],
  metric: MetricName,
): Model | undefined {
  if (model === undefined) return undefined;
  const found = model === 'fixed-service-queue' ? queue(points, metric) : amdahl(model, points, metric);
  const curves = series.flatMap(({ id }) => {
    const at = found?.of(id);
    return at ? [{ series: id, at }] : [];
  });
  return found && curves.length > 0 ? { name: found.name, curves } : undefined;
}

/** The name of a theory, and its curve for a series that has what it rests on. */
interface Theory {
  readonly name: string;
  readonly of: (series: string) => ModelCurve['at'] | undefined;
}

function queue(points: readonly Point[], metric: MetricName): Theory | undefined {
  const p = quantiles[metric];
  if (p === undefined) return undefined;
  const counting = chartPoints(points);
  return {
    name: 'model: one queue (M/D/1) with the measured time of one request; nothing is fitted',
    of: (series) => {
      const full = counting.flatMap((point) => (point.series === series && point.fullRate ? [point.fullRate] : []));
      if (full.length === 0) return undefined;
      const serves = geometricMean(full);
      return (x) => {
        const seconds = fixedServiceResponseQuantile({ arrivals: (serves * x) / 100, serves }, p);
        return seconds === undefined ? undefined : seconds * 1000;
      };
    },
  };
}

function amdahl(
  { serialShare }: Extract<ModelSpec, object>,
  points: readonly Point[],
  metric: MetricName,
): Theory | undefined {
  if (!rates.has(metric)) return undefined;
  const counting = chartPoints(points);
  return {
    name: `model: Amdahl’s law with ${percent(serialShare)} of the work one at a time, from the rate of one; nothing is fitted`,
    of: (series) => {
      const one = counting.flatMap((point) =>
        point.series === series && point.x === 1 ? (metricOf(point, metric) ?? []) : [],
      );
      if (one.length === 0) return undefined;
      const alone = geometricMean(one);
      return (workers) => (workers * alone) / (1 + serialShare * (workers - 1));
    },
  };
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
