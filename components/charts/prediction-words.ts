import { type MetricName, metrics } from '../../protocol/metrics.ts';
import type { Prediction, PredictionOf } from '../../protocol/owner-state.ts';
import type { Point, Verdict } from '../../protocol/result.ts';
import { count, times } from './format.ts';
import { xOf } from './predictions.ts';
import { inSentence, type SeriesInfo } from './series.ts';
import { type SweepLine, type SweepValue, speedUpLines, sweepLines } from './sweep-lines.ts';
import { metricWords } from './sweep-sentences.ts';
import { amount, atWords, type PlanSweep } from './sweep-words.ts';

/** What predictions are held against: a recording, a stored run, or a live one as far as it has come. */
export interface Found {
  readonly series: readonly SeriesInfo[];
  readonly points: readonly Point[];
  readonly sweep: PlanSweep;
  readonly verdicts: readonly Verdict[];
}

/** Within 10 % a prediction counts as met; shares within as many points. */
const CLOSE = 0.1;
/** Values nearer to each other than this have no order. */
const ALIKE = 0.03;

/** One sentence on what came of a prediction. */
export function cameOf(prediction: Prediction, found: Found): string {
  switch (prediction.kind) {
    case 'curve':
      return curveWords(prediction, found);
    case 'rank':
      return rankWords(prediction, found);
    case 'number':
      return numberWords(prediction, found);
    case 'choose':
      return choiceWords(prediction, found);
  }
}

/** Stands where the sentence will be, as long as the reader has said nothing. */
export const notPredicted: Record<Prediction['kind'], string> = {
  curve: 'Once you have drawn a curve above, it is drawn in here and the largest gap is named.',
  rank: 'Once you have put them in order above, the order is compared with this one.',
  number: 'Once you have said a number above, it is compared with this one.',
  choose: 'Once you have chosen a sentence above, it is told here what came of it.',
};

const LATER = 'It is compared as the points come in.';

/** The largest gap between what was drawn and what was measured. */
export function curveWords({ curves, metric }: Pick<PredictionOf<'curve'>, 'curves' | 'metric'>, found: Found): string {
  const gaps = linesOf(found, metric).flatMap(({ series, line }) =>
    (curves[series.id] ?? []).flatMap((drawn) => {
      const seen = line.find(({ x }) => x === drawn.x);
      // On one core every speed-up is 1 by definition.
      if (!seen || (metric === 'speedUp' && drawn.x === 1)) return [];
      return [{ label: inSentence(series.label), drawn, seen, size: gap(drawn.value, seen.value, metric) }];
    }),
  );
  if (gaps.length === 0) return `You drew ${count(Object.keys(curves).length, 'curve')}. ${LATER}`;
  const { label, drawn, seen, size } = gaps.reduce((a, b) => (b.size > a.size ? b : a));
  const what = `${label}${atWords(found.sweep, seen.x)}: you drew ${roughly(drawn.value, metric)}, measured ${seenWords(seen, metric)}`;
  const near = isShare(metric) ? '10 points' : '10 %';
  if (size <= (isShare(metric) ? CLOSE : Math.log(1 + CLOSE)))
    return gaps.length > 1
      ? `All you drew came within ${near}. The largest gap is ${what}.`
      : `What you drew came within ${near}: ${what}.`;
  return `${gaps.length > 1 ? 'The largest gap is' : 'The gap is'} ${what}.`;
}

/** How many pairs stand in the order expected, and the pair that is furthest off. */
export function rankWords({ order, metric, place }: PredictionOf<'rank'>, found: Found): string {
  const lines = linesOf(found, metric);
  const x = xOf(found.sweep, place);
  const ranked = order.flatMap((id) => {
    const line = lines.find(({ series }) => series.id === id);
    const seen = line?.line.find((value) => value.x === x);
    return line && seen ? [{ label: inSentence(line.series.label), seen }] : [];
  });
  const pairs = ranked.flatMap((first, i) => ranked.slice(i + 1).map((second) => ({ first, second })));
  if (pairs.length === 0) return `You put ${count(order.length, 'bar')} in order. ${LATER}`;
  const told = pairs.filter(({ first, second }) => !alike(first.seen, second.seen));
  const sign = highestFirst(metric) ? -1 : 1;
  const wrong = told
    .filter(({ first, second }) => sign * (first.seen.value - second.seen.value) > 0)
    .toSorted(
      (a, b) =>
        gap(b.first.seen.value, b.second.seen.value, metric) - gap(a.first.seen.value, a.second.seen.value, metric),
    );
  const close = pairs.length - told.length;
  const aside = close > 0 ? ` ${count(close, 'pair')} ${close === 1 ? 'is' : 'are'} too close to call.` : '';
  if (told.length === 0) return `They are all too close to call in ${metricWords(metric)}.`;
  const [worst] = wrong;
  if (!worst)
    return `${told.length === 1 ? 'The pair is' : told.length === 2 ? 'Both pairs are' : `All ${told.length} pairs are`} in the order you said.${aside}`;
  const { first, second } = worst;
  return `${told.length - wrong.length} of ${count(told.length, 'pair')} ${told.length - wrong.length === 1 ? 'is' : 'are'} in the order you said. Furthest off: you put ${first.label} before ${second.label}, measured ${seenWords(first.seen, metric)} and ${seenWords(second.seen, metric)}.${aside}`;
}

/** Whether the value lies in the range, or by which factor the number is off. */
export function numberWords(
  { series: id, metric, place, value, low, high }: PredictionOf<'number'>,
  found: Found,
): string {
  const line = linesOf(found, metric).find(({ series }) => series.id === id);
  const x = xOf(found.sweep, place);
  const seen = line?.line.find((candidate) => candidate.x === x);
  const label = found.series.find((series) => series.id === id)?.label ?? id;
  const where = x === undefined ? '' : atWords(found.sweep, x);
  const range = `${amount(low)} to ${roughly(high, metric)}`;
  const start = `${upper(metricWords(metric))} of ${inSentence(label)}${where}: you said ${roughly(value, metric)}, ${range}`;
  if (!seen) return `${start}. ${LATER}`;
  const measured = `${start}; measured ${seenWords(seen, metric)}`;
  if (seen.value >= low && seen.value <= high) return `${measured}, inside your range.`;
  const factor = seen.value > 0 && value > 0 ? Math.max(seen.value / value, value / seen.value) : undefined;
  const off = factor === undefined ? '' : `: ${times(factor)} times too ${value > seen.value ? 'much' : 'little'}`;
  return `${measured}, outside your range${off}.`;
}

/** Whether the sentence chosen is the one that the run bears out: by its verdict, or by the value measured. */
export function choiceWords({ by, options, chosen }: PredictionOf<'choose'>, found: Found): string {
  const own = options[chosen];
  const start = `You chose “${own?.says ?? ''}”`;
  if ('claim' in by) {
    const verdict = found.verdicts.find(({ claim }) => claim === by.claim);
    if (!verdict) return `${start}. A verdict decides it, and a Look gives none: it takes a Standard run.`;
    if (verdict.outcome === 'cannot-tell') return `${start}. This run cannot tell whether that is so.`;
    if (own?.outcome === verdict.outcome) return `${start}, and that is what this run found.`;
    return `${start}; this run found otherwise${otherOf(options.find(({ outcome }) => outcome === verdict.outcome))}.`;
  }
  const x = xOf(found.sweep, by.place);
  const line = linesOf(found, by.metric).find(({ series }) => series.id === by.series);
  const seen = line?.line.find((candidate) => candidate.x === x);
  if (!seen) return `${start}. ${LATER}`;
  const fits = ({ from = 0, to = Number.POSITIVE_INFINITY }: (typeof options)[number]) =>
    seen.value >= from && seen.value < to;
  const measured = `measured ${seenWords(seen, by.metric)}`;
  if (own && fits(own)) return `${start}, and so it is: ${measured}.`;
  return `${start}; ${measured}${otherOf(options.find(fits))}.`;
}

const otherOf = (option: { says: string } | undefined) => (option ? `: “${option.says}”` : '');

/** Whether a list of this metric begins with the highest value: with the better one, else with the lowest. */
export const highestFirst = (metric: MetricName): boolean =>
  (metrics[metric] as { better?: string }).better === 'higher';

/** A value as one says it, with three digits at most: "1.20 times", "400 ms". */
export function roughly(value: number, metric: MetricName): string {
  if (metric === 'speedUp') return `${times(value)} times`;
  return `${amount(Number(value.toPrecision(3)))} ${metrics[metric].unit}`;
}

const seenWords = ({ value, atLeast, flags }: SweepValue, metric: MetricName) =>
  `${atLeast ? 'at least ' : ''}${roughly(value, metric)}${flags.length > 0 ? ' (in doubt)' : ''}`;

const linesOf = ({ series, points }: Found, metric: MetricName): SweepLine[] =>
  metric === 'speedUp' ? speedUpLines(series, points) : sweepLines(series, points, metric);

/** Shares of a whole are compared by their difference, everything else by its ratio. */
const isShare = (metric: MetricName) => metrics[metric].unit.startsWith('%');

function gap(a: number, b: number, metric: MetricName): number {
  if (a === b) return 0;
  return isShare(metric) ? Math.abs(a - b) / 100 : Math.abs(Math.log(a / b));
}

function alike(a: SweepValue, b: SweepValue): boolean {
  const overlap = Math.min(a.high ?? a.value, b.high ?? b.value) >= Math.max(a.low ?? a.value, b.low ?? b.value);
  return overlap || Math.abs(a.value - b.value) <= ALIKE * Math.max(a.value, b.value);
}

const upper = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
