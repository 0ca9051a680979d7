import type { MetricName } from '../../protocol/metrics.ts';
import type { Predictions } from '../../protocol/owner-state.ts';
import type { Point } from '../../protocol/result.ts';
import type { Column } from './data-table.ts';
import { list } from './format.ts';
import { type Said, saidOf } from './predictions.ts';
import { inSentence, type SeriesInfo } from './series.ts';
import { type SweepLine, sweepLines } from './sweep-lines.ts';
import { sweepDescription, valueWords } from './sweep-sentences.ts';
import { atWords, type PlanSweep } from './sweep-words.ts';

/** Times of one series at several percentiles, each a line of one chart. Response times where there is a plan. */
const percentiles = {
  'Response time': { median: 'responseP50', p90: 'responseP90', p99: 'responseP99' },
  'Service time': { median: 'serviceP50', p90: 'serviceP90', p99: 'serviceP99' },
} as const satisfies Record<string, Record<string, MetricName>>;
type Kind = keyof typeof percentiles;

export const isTime = (metric: MetricName): boolean =>
  Object.values(percentiles).some((metrics) => Object.values<MetricName>(metrics).includes(metric));

export const kindOfTimes = (points: readonly Point[]): Kind =>
  points.some(({ responseUs }) => responseUs) ? 'Response time' : 'Service time';

/** The percentiles as a chart's series: known by their metric. */
export const timeSeries = (kind: Kind, { variant }: SeriesInfo): (SeriesInfo & { id: MetricName })[] =>
  Object.entries(percentiles[kind]).map(([label, id]) => ({ id, label, variant }));

/** Times of the series `of` over the sweep, in ms: a line for each percentile. */
export function timeLines(of: SeriesInfo, points: readonly Point[]): SweepLine[] {
  return timeSeries(kindOfTimes(points), of).flatMap((series, index) =>
    sweepLines([of], points, series.id).map((line) => ({ ...line, series, index })),
  );
}

export const timesColumn = (kind: Kind): Column => ({ name: kind, unit: 'ms', digits: 1 });

/** The chart's title: every percentile at the largest value of the sweep that was measured. */
export function timesSentence(of: SeriesInfo, lines: readonly SweepLine[], sweep: PlanSweep, kind: Kind): string {
  const most = Math.max(...lines.flatMap(({ line }) => line.map(({ x }) => x)));
  const values = lines.flatMap(({ series, line }) => {
    const end = line.find(({ x }) => x === most);
    return end ? [`${series.label} ${valueWords(end, series.id as MetricName)}`] : [];
  });
  if (values.length === 0) return 'Nothing is measured yet.';
  return `${kind} of ${inSentence(of.label)}${atWords(sweep, most)}: ${list(values)}.`;
}

/** Every value in words, for readers who do not see the chart. */
export const timesDescription = (lines: readonly SweepLine[], sweep: PlanSweep): string =>
  lines.map((line) => sweepDescription([line], line.series.id as MetricName, sweep)).join(' ');

/** What was predicted of the series `of`, as a chart of its percentiles draws it. */
export function saidOfTimes(kept: Predictions | undefined, of: SeriesInfo, sweep: PlanSweep, kind: Kind): Said {
  const each = timeSeries(kind, of).map(({ id }) => ({ id, said: saidOf(kept, id, sweep) }));
  return {
    curves: Object.fromEntries(
      each.flatMap(({ id, said }) => {
        const curve = said.curves[of.id];
        return curve ? [[id, curve]] : [];
      }),
    ),
    guesses: each.flatMap(({ id, said }) =>
      said.guesses.filter(({ series }) => series === of.id).map((guess) => ({ ...guess, series: id })),
    ),
    places: {},
  };
}
