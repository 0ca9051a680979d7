import { type MetricName, metrics } from '../../protocol/metrics.ts';
import type { Point } from '../../protocol/result.ts';
import { geometricMean } from '../../stats/interval.ts';
import { isSaidTwice, metricOf } from '../../stats/point-metrics.ts';
import type { Column, DataTable } from './data-table.ts';
import { flagsInWords } from './format.ts';
import { limiterName, usualLimiter } from './limiter-words.ts';
import type { SeriesInfo } from './series.ts';
import { chartPoints } from './sweep-lines.ts';
import type { PlanSweep } from './sweep-words.ts';

/** Values in their metrics' own units, unknown absent. */
export type Figures = Partial<Record<MetricName, number>>;

export interface FiguresRow {
  readonly label: string;
  readonly x: number;
  readonly kind: 'look' | 'block';
  /** Slices that the row sums up. */
  readonly slices: number;
  readonly requests: number;
  readonly figures: Figures;
  readonly points: readonly Point[];
}

export const metricNames = Object.keys(metrics) as MetricName[];

/**
 * One row for each series, value of the sweep and kind, in the order of the series. A figure is the geometric mean over
 * the slices, as in charts and verdicts; where one of them is 0 it is the median.
 */
export function summaryRows(series: readonly SeriesInfo[], points: readonly Point[], sweep: PlanSweep): FiguresRow[] {
  const counting = chartPoints(points);
  const order = new Map(series.map((info, i) => [info.id, i]));
  const rank = ({ series: id }: Point) => order.get(id) ?? series.length;
  const groups = Map.groupBy(counting, (point) => `${point.series} ${point.x} ${point.kind}`);
  return [...groups.values()]
    .toSorted(([a], [b]) =>
      a && b ? rank(a) - rank(b) || a.x - b.x || Number(a.kind === 'block') - Number(b.kind === 'block') : 0,
    )
    .map((group) => {
      const first = group[0] as Point;
      const each = group.map((point) => figuresOf(point, counting, sweep));
      return {
        label: labelOf(series, first),
        x: first.x,
        kind: first.kind as FiguresRow['kind'],
        slices: group.length,
        requests: group.reduce((sum, point) => sum + point.ok, 0),
        figures: present((name) => combine(each.flatMap((figures) => figures[name] ?? []))),
        points: group,
      };
    });
}

/** A run in one table, one row a point of the charts; all of its metrics, or those that are asked for. */
export function summaryTable(
  series: readonly SeriesInfo[],
  points: readonly Point[],
  sweep: PlanSweep,
  wanted: readonly MetricName[] = metricNames,
): DataTable {
  const rows = summaryRows(series, points, sweep);
  const names = wanted.filter(
    (name) => !isSaidTwice(name, points) && rows.some(({ figures }) => figures[name] !== undefined),
  );
  return {
    name: 'summary',
    caption:
      sweep.over === 'nothing'
        ? 'One row for each line of the chart'
        : `One row for each line of the chart and value of ${xColumn(sweep).name.toLowerCase()}`,
    columns: [
      { name: 'Name' },
      ...xColumns(sweep),
      { name: 'Measured' },
      { name: counting(points) },
      ...names.map(metricColumn),
      { name: 'Limit', words: true },
      { name: 'Doubts', words: true },
    ],
    rows: rows.map((row) => [
      row.label,
      ...(sweep.over === 'nothing' ? [] : [row.x]),
      row.kind === 'look' ? 'once' : `${row.slices} slices`,
      row.requests,
      ...names.map((name) => row.figures[name]),
      limiterName[usualLimiter(row.points.map(({ limiter }) => limiter))],
      flagsInWords(row.points.flatMap(({ flags }) => flags)).join(' ') || 'none',
    ]),
  };
}

/** What a row counts: a program has no requests, it reports rounds. */
const counting = (points: readonly Point[]) => (points.some(({ figures }) => figures) ? 'Rounds' : 'Requests');

/** Every slice as it was measured, in order; a block that was disturbed is there with each of its attempts. */
export function slicesTable(
  name: string,
  series: readonly SeriesInfo[],
  points: readonly Point[],
  sweep: PlanSweep,
): DataTable {
  const measured = points.filter(({ kind }) => kind !== 'calibration');
  return {
    name,
    caption: 'One row for each slice, in the order measured',
    columns: [
      { name: 'Name' },
      ...xColumns(sweep),
      { name: 'Variant' },
      { name: 'Kind' },
      { name: 'Block' },
      { name: 'Attempt' },
      { name: 'Cores' },
      { name: 'Connections' },
      { name: 'Requests' },
      { name: 'Failed' },
      { name: 'Without answer' },
      { name: 'Never sent' },
      ...metricNames.map(metricColumn),
      { name: 'Limit' },
      { name: 'Flags' },
    ],
    rows: measured.map((point) => {
      const figures = figuresOf(point, measured, sweep);
      return [
        labelOf(series, point),
        ...(sweep.over === 'nothing' ? [] : [point.x]),
        point.variant,
        point.kind,
        point.block,
        point.attempt,
        point.cores,
        point.connections,
        point.ok,
        point.failed,
        point.censored,
        point.unsent,
        ...metricNames.map((metric) => (isSaidTwice(metric, measured) ? undefined : figures[metric])),
        limiterName[point.limiter],
        point.flags.join(' '),
      ];
    }),
  };
}

/** The column that holds the value of the sweep. */
export function xColumn({ label, unit, values }: PlanSweep): Column {
  const digits = Math.max(0, ...values.map((value) => String(value).split('.')[1]?.length ?? 0));
  return unit === label.toLowerCase() ? { name: label } : { name: label, unit, digits };
}

const xColumns = (sweep: PlanSweep) => (sweep.over === 'nothing' ? [] : [xColumn(sweep)]);

export function metricColumn(name: MetricName): Column {
  const { label, unit, digits } = metrics[name];
  return { name: label, unit, digits };
}

function figuresOf(point: Point, points: readonly Point[], sweep: PlanSweep): Figures {
  return present((name) => (name === 'speedUp' ? speedUpOf(point, points, sweep) : metricOf(point, name)));
}

/** Compared with the one-core slices of the same kind and, for blocks, of the same attempt at the same block. */
function speedUpOf(point: Point, points: readonly Point[], sweep: PlanSweep): number | undefined {
  if (sweep.over !== 'cores') return undefined;
  const base = points.filter(
    (other) =>
      other.x === 1 &&
      other.series === point.series &&
      other.kind === point.kind &&
      other.pair === point.pair &&
      other.block === point.block &&
      other.attempt === point.attempt,
  );
  const rates = base.flatMap(({ throughput }) => throughput ?? []);
  return rates.length > 0 && point.throughput !== undefined ? point.throughput / geometricMean(rates) : undefined;
}

function combine(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  return values.every((value) => value > 0) ? geometricMean(values) : middle(values);
}

function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? (sorted[half] as number) : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
}

function present(value: (name: MetricName) => number | undefined): Figures {
  return Object.fromEntries(
    metricNames.flatMap((name) => {
      const known = value(name);
      return known === undefined ? [] : [[name, known]];
    }),
  );
}

function labelOf(series: readonly SeriesInfo[], { series: id }: Point): string {
  return series.find((info) => info.id === id)?.label ?? id;
}
