import { type MetricName, metrics } from '../../protocol/metrics.ts';
import type { Point } from '../../protocol/result.ts';
import { mean } from '../../stats/moments.ts';
import type { DataTable } from './data-table.ts';
import { summaryRows, xColumn } from './figures.ts';
import { count, fixed } from './format.ts';
import { inSentence, type SeriesInfo } from './series.ts';
import { atWords, type PlanSweep } from './sweep-words.ts';

const used = 'coresUsed' satisfies MetricName;

export interface BusyCores {
  readonly used: number | undefined;
  /** Share of the time in which each usable core was busy. */
  readonly busy: readonly number[];
}

/** How busy the cores were at one point of the charts: over its repeated slices, or where it was measured once. */
export function busyCores(
  info: SeriesInfo,
  x: number,
  points: readonly Point[],
  sweep: PlanSweep,
): BusyCores | undefined {
  const own = points.filter((point) => point.series === info.id && point.x === x);
  const row = summaryRows([info], own, sweep).at(-1);
  if (!row) return undefined;
  const slices = row.points.map(({ busyByCore }) => busyByCore);
  const cores = Math.max(...slices.map(({ length }) => length));
  const busy = Array.from({ length: cores }, (_, core) => mean(slices.map((shares) => shares[core] ?? 0)));
  return { used: row.figures[used], busy };
}

/** The title: who kept the most cores busy at the end of the sweep, and who the fewest. */
export function coreSharesSentence(series: readonly SeriesInfo[], points: readonly Point[], sweep: PlanSweep): string {
  const most = Math.max(...points.map(({ x }) => x));
  const ends = series
    .flatMap((info) => {
      const cores = busyCores(info, most, points, sweep)?.used;
      return cores === undefined ? [] : [{ label: inSentence(info.label), cores }];
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

/** Each series at each value of the sweep, as drawn. */
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
      const cores = busyCores(info, x, points, sweep);
      return cores ? [{ info, x, ...cores }] : [];
    }),
  );
  const cores = shown[0]?.busy ?? [];
  return {
    name: `${name}-cores`,
    caption: 'Busy share of each core, one row for each group of bars',
    columns: [
      { name: 'Server' },
      ...(swept ? [xColumn(sweep)] : []),
      { name: metrics[used].label, unit: metrics[used].unit, digits: metrics[used].digits },
      ...cores.map((_, i) => ({ name: `Core ${coreNumbers?.[i] ?? i} busy`, unit: '%', digits: 0 })),
    ],
    rows: shown.map(({ info, x, used: cores, busy }) => [
      info.label,
      ...(swept ? [x] : []),
      cores,
      ...busy.map((share) => share * 100),
    ]),
  };
}
