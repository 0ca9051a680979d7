import type { At } from '../../protocol/experiment.ts';
import type { MetricName } from '../../protocol/metrics.ts';
import type { PredictionOf, Predictions } from '../../protocol/owner-state.ts';
import { placeX } from '../../stats/compile-plan.ts';
import type { PlanSweep } from './sweep-words.ts';

/** Expected values over the sweep, by series. */
export type Curves = PredictionOf<'curve'>['curves'];

/** A number said beforehand, with the range it should lie in. */
export interface Guess {
  readonly series: string;
  readonly x: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What was predicted of one metric, as a chart of that metric draws it. */
export interface Said {
  readonly curves: Curves;
  readonly guesses: readonly Guess[];
  /** Place in the order expected, from 1, by series. */
  readonly places: Readonly<Record<string, number>>;
}

export const nothingSaid: Said = { curves: {}, guesses: [], places: {} };

/** The part of the reader's predictions that a chart of `metric` over `sweep` can show. */
export function saidOf(predictions: Predictions | undefined, metric: MetricName, sweep: PlanSweep): Said {
  const about = (predictions?.made ?? []).filter((one) => one.kind !== 'choose' && one.metric === metric);
  return {
    curves: Object.assign({}, ...about.map((one) => (one.kind === 'curve' ? one.curves : {}))),
    guesses: about.flatMap((one) => {
      const x = one.kind === 'number' ? xOf(sweep, one.place) : undefined;
      if (one.kind !== 'number' || x === undefined) return [];
      const { series, value, low, high } = one;
      return [{ series, x, value, low, high }];
    }),
    places: Object.assign(
      {},
      ...about.map((one) => (one.kind === 'rank' ? Object.fromEntries(one.order.map((id, i) => [id, i + 1])) : {})),
    ),
  };
}

/** Whether the chart draws marks for it, which its key explains. A place in the order is said in words beside its series. */
export const hasMarks = ({ curves, guesses }: Said): boolean => Object.keys(curves).length + guesses.length > 0;

/** The value of this run's sweep that a place names. Where nothing is swept every place is the one there is. */
export const xOf = ({ over, values }: PlanSweep, at: At): number | undefined =>
  over === 'nothing' ? values[0] : placeX({ at }, values);

/** Metrics that something was predicted of, each once. */
export function predictedMetrics(predictions: Predictions | undefined): MetricName[] {
  return [
    ...new Set(
      (predictions?.made ?? []).flatMap((one) =>
        one.kind !== 'choose' ? [one.metric] : 'metric' in one.by ? [one.by.metric] : [],
      ),
    ),
  ];
}
