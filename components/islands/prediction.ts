import type { Experiment } from '../../protocol/experiment.ts';
import type { MetricName } from '../../protocol/metrics.ts';
import type { Prediction, PredictionOf, Predictions } from '../../protocol/owner-state.ts';
import { moment } from '../charts/format.ts';
import { highestFirst } from '../charts/prediction-words.ts';
import { type SeriesInfo, seriesOfExperiment } from '../charts/series.ts';
import { snapped, type ValueScale } from './prediction-scale.ts';

/** What a `Predict` of a lesson asks, as the build hands it to the page. */
export type Asked = { readonly id: string; readonly ask: string } & (
  | {
      readonly kind: 'curve';
      readonly metric: MetricName;
      readonly series: readonly string[];
      readonly scale?: ValueScale;
    }
  | ({ readonly kind: 'rank'; readonly series: readonly string[] } & Pick<PredictionOf<'rank'>, 'metric' | 'place'>)
  | ({ readonly kind: 'number' } & Pick<PredictionOf<'number'>, 'metric' | 'series' | 'place'>)
  | ({ readonly kind: 'choose' } & Pick<PredictionOf<'choose'>, 'by' | 'options'>)
);
export type AskedOf<K extends Asked['kind']> = Extract<Asked, { kind: K }>;

/** What the chart needs to know of a prediction before it is made. */
export interface Expected {
  readonly id: string;
  readonly kind: Asked['kind'];
  readonly metric?: MetricName | undefined;
}

type Spot = PredictionOf<'curve'>['curves'][string][number];

/** More lines than this nobody draws from the gut. */
const MOST_CURVES = 3;

/** Two or three series worth a guess: those a question is asked of, one of each kind of server, load and rule. */
export function seriesToDraw(experiment: Experiment): string[] {
  const kinds = new Map<string, string>();
  for (const { of, rule } of experiment.questions) {
    const series = experiment.series.find((candidate) => candidate.id === of.series);
    if (!series) continue;
    const kind = `${series.variant.split('/')[0]} ${series.connections} ${rule.kind}`;
    if (!kinds.has(kind)) kinds.set(kind, series.id);
  }
  const asked = [...kinds.values()];
  return (asked.length > 0 ? asked : experiment.series.map((series) => series.id)).slice(0, MOST_CURVES);
}

/** The series a `Predict` is about, each with its place in the experiment: colour, dash and marker follow it. */
export const seriesIn = (experiment: Experiment, ids: readonly string[]): (SeriesInfo & { index: number })[] =>
  seriesOfExperiment(experiment)
    .map((info, index) => ({ ...info, index }))
    .filter((info) => ids.includes(info.id));

/** Where every speed-up is 1 by definition, so that there is nothing to say. */
export const isOrigin = (metric: MetricName, x: number): boolean => metric === 'speedUp' && x === 1;

/** The curve after its value at `x` was set. The first touch draws all of it: level, a speed-up straight from one core. */
export function withValue(
  curve: readonly Spot[] | undefined,
  { values, metric, scale }: { values: readonly number[]; metric: MetricName; scale: ValueScale },
  x: number,
  value: number,
): Spot[] {
  const own = snapped(value, scale);
  const kept = new Map(curve?.map((spot) => [spot.x, spot.value]));
  const first = (at: number) =>
    metric === 'speedUp' && x > 1 ? snapped(1 + ((own - 1) / (x - 1)) * (at - 1), scale) : own;
  return values.map((at) => {
    if (isOrigin(metric, at)) return { x: at, value: 1 };
    return { x: at, value: at === x ? own : (kept.get(at) ?? first(at)) };
  });
}

/** The order after `id` went `by` places down, negative for up. It stays within the list. */
export function moved(order: readonly string[], id: string, by: number): string[] {
  const rest = order.filter((one) => one !== id);
  const to = Math.max(0, Math.min(rest.length, order.indexOf(id) + by));
  return rest.toSpliced(to, 0, id);
}

/** The places a key moves a bar by, or undefined when the key means nothing here. */
export function placesOfKey(key: string, length: number): number | undefined {
  return { ArrowUp: -1, ArrowDown: 1, Home: -length, End: length }[key];
}

/** How a list to rank is read from its top: "Lowest start-up first". */
export const rankWays = (metric: MetricName) =>
  highestFirst(metric) ? (['Highest', 'lowest'] as const) : (['Lowest', 'highest'] as const);

const none: Predictions = { v: 2, made: [], older: [] };

export function withPrediction(kept: Predictions = none, prediction: Prediction): Predictions {
  return { ...kept, made: [...kept.made.filter(({ id }) => id !== prediction.id), prediction] };
}

export function withoutPrediction(kept: Predictions = none, id: string): Predictions {
  return { ...kept, made: kept.made.filter((one) => one.id !== id) };
}

export const withoutOlder = (kept: Predictions = none): Predictions => ({ ...kept, older: [] });

/** From now on a prediction is made by somebody who has seen a result. */
export const withSeen = (kept: Predictions = none, at: Date): Predictions =>
  kept.seenAt === undefined ? { ...kept, seenAt: at.toISOString() } : kept;

/** When a prediction was made: in the reader's own time zone, so only for what is drawn in the browser. */
export function madeWords({ at }: Prediction, { seenAt }: Pick<Predictions, 'seenAt'>): string {
  return `${moment(at)}, ${seenAt !== undefined && at >= seenAt ? 'after' : 'before'} you had seen a result`;
}

/** Numbers as people type them: "1,500", "0.5", "1 500". Undefined when it is none, or negative. */
export function numberIn(text: string): number | undefined {
  const plain = text
    .trim()
    .replace(/(?<=\d)[,\s](?=\d{3}(\D|$))/g, '')
    .replace(/^(\d*),(\d+)$/, '$1.$2');
  const value = plain === '' ? Number.NaN : Number(plain);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}

/** A typed number and its range, or the one thing to mend. A range left open is half to double. */
export function guessIn(
  value: string,
  low: string,
  high: string,
): { value: number; low: number; high: number } | string {
  const said = numberIn(value);
  if (said === undefined) return 'Write a number first, such as 250 or 0.5.';
  const from = low.trim() === '' ? said / 2 : numberIn(low);
  const to = high.trim() === '' ? said * 2 : numberIn(high);
  if (from === undefined || to === undefined) return 'Write both ends of the range as numbers, or leave them empty.';
  if (from > said || to < said) return 'Let the range begin below your number and end above it.';
  return { value: said, low: from, high: to };
}
