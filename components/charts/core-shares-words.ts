import { type MetricName, metrics } from '../../protocol/metrics.ts';
import type { Point } from '../../protocol/result.ts';
import type { DataTable } from './data-table.ts';
import { xColumn } from './figures.ts';
import { count, fixed } from './format.ts';
import { inSentence, type SeriesInfo } from './series.ts';
import { atWords, type PlanSweep } from './sweep-words.ts';

const used = 'coresUsed' satisfies MetricName;

/** The title: who kept the most cores busy at the end of the sweep, and who the fewest. */
export function coreSharesSentence(series: readonly SeriesInfo[], points: readonly Point[], sweep: PlanSweep): string {
  const most = Math.max(...points.map(({ x }) => x));
  const ends = series
    .flatMap(({ id, label }) => {
      const cores = points.findLast((point) => point.series === id && point.x === most)?.coresUsed;
      return cores === undefined ? [] : [{ label: inSentence(label), cores }];
    })
    .sort((a, b) => b.cores - a.cores);
  const [first] = ends;
  const last = ends.at(-1);
  if (!first || !last) return 'How busy each core of the machine was';
  const say = (cores: number) => fixed(cores, metrics[used].digits);
  const where = sweep.over === 'cores' ? ` of ${count(most, 'core')}` : ` cores${atWords(sweep, most)}`;
  const start = `Busy share of each core: ${first.label} used ${say(first.cores)}${where}`;
  return ends.length === 1 ? start : `${start}, ${last.label} ${say(last.cores)}`;
}

/** The last point of each series at each value of the sweep, as drawn. */
export function coreSharesTable(
  name: string,
  series: readonly SeriesInfo[],
  points: readonly Point[],
  sweep: PlanSweep,
  coreNumbers: readonly number[] | undefined,
): DataTable {
  const swept = sweep.over !== 'nothing';
  const shown = series.flatMap((info) =>
    sweep.values.flatMap((x) => {
      const point = points.findLast((candidate) => candidate.series === info.id && candidate.x === x);
      return point ? [{ info, point }] : [];
    }),
  );
  const cores = shown[0]?.point.busyByCore ?? [];
  return {
    name: `${name}-cores`,
    caption: 'Busy share of each core, one row for each group of bars',
    columns: [
      { name: 'Server' },
      ...(swept ? [xColumn(sweep)] : []),
      { name: metrics[used].label, unit: metrics[used].unit, digits: metrics[used].digits },
      ...cores.map((_, i) => ({ name: `Core ${coreNumbers?.[i] ?? i} busy`, unit: '%', digits: 0 })),
    ],
    rows: shown.map(({ info, point }) => [
      info.label,
      ...(swept ? [point.x] : []),
      point.coresUsed,
      ...point.busyByCore.map((share) => share * 100),
    ]),
  };
}
