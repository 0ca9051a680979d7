import { type MetricName, metrics } from '../../protocol/metrics.ts';
import type { Point } from '../../protocol/result.ts';
import { fixed, flagsInWords } from './format.ts';
import type { SeriesInfo } from './series.ts';

/** Figures as the table shows them: times in ms, shares in per cent, unknown absent. */
export type Figures = Partial<Record<MetricName, number>>;

export interface FiguresRow {
  readonly key: string;
  readonly label: string;
  readonly cores: number;
  readonly kind: 'look' | 'block';
  /** Slices that the row sums up. */
  readonly slices: number;
  readonly requests: number;
  readonly figures: Figures;
  readonly flags: readonly string[];
}

const ms = (us: number | undefined) => (us === undefined ? undefined : us / 1000);
const parts = (share: number | undefined) => (share === undefined ? undefined : share * 100);

export function figuresOf(point: Point, speedUp: number | undefined): Figures {
  return present({
    throughput: point.throughput,
    speedUp,
    cpuPerRequest: ms(point.cpuPerRequestUs),
    coresUsed: point.coresUsed,
    loadShare: parts(point.loadShare),
    foreignShare: parts(point.foreignShare),
    serviceP50: ms(point.serviceUs.p50),
    serviceP99: ms(point.serviceUs.p99),
  });
}

/** One row for each slice, in the order measured. */
export function sliceRows(series: readonly SeriesInfo[], points: readonly Point[]): FiguresRow[] {
  return points.map((point, i) => ({
    key: `${point.step}/${i}`,
    label: labelOf(series, point.series),
    cores: point.cores,
    kind: point.kind,
    slices: 1,
    requests: point.ok,
    figures: figuresOf(point, speedUpOf(point, points)),
    flags: flagsInWords(point.flags),
  }));
}

/**
 * One row for each series, core count and kind. Rates and costs are geometric means of the slices; of quantiles the
 * median over the slices is shown, for quantiles cannot be averaged.
 */
export function summaryRows(series: readonly SeriesInfo[], points: readonly Point[]): FiguresRow[] {
  const groups = Map.groupBy(points, (point) => `${point.series} ${point.cores} ${point.kind}`);
  const order = new Map(series.map((info, i) => [info.id, i]));
  return [...groups.values()]
    .map((group) => {
      const first = group[0] as Point;
      const each = group.map((point) => figuresOf(point, speedUpOf(point, points)));
      const mean = (name: MetricName) => combine(each, name, geometric);
      const median = (name: MetricName) => combine(each, name, middle);
      return {
        key: `${first.series}/${first.cores}/${first.kind}`,
        label: labelOf(series, first.series),
        cores: first.cores,
        kind: first.kind,
        slices: group.length,
        requests: group.reduce((sum, point) => sum + point.ok, 0),
        figures: present({
          throughput: mean('throughput'),
          speedUp: mean('speedUp'),
          cpuPerRequest: mean('cpuPerRequest'),
          coresUsed: mean('coresUsed'),
          loadShare: median('loadShare'),
          foreignShare: median('foreignShare'),
          serviceP50: median('serviceP50'),
          serviceP99: median('serviceP99'),
        }),
        flags: flagsInWords(group.flatMap((point) => point.flags)),
        rank: (order.get(first.series) ?? series.length) * 1000 + first.cores * 2 + (first.kind === 'block' ? 1 : 0),
      };
    })
    .sort((a, b) => a.rank - b.rank)
    .map(({ rank: _rank, ...row }) => row);
}

/** Compared with the one-core slices of the same kind and, for blocks, of the same block. */
function speedUpOf(point: Point, points: readonly Point[]): number | undefined {
  const base = points.filter(
    (other) =>
      other.series === point.series && other.kind === point.kind && other.block === point.block && other.cores === 1,
  );
  return base.length > 0 ? point.throughput / geometric(base.map((other) => other.throughput)) : undefined;
}

function combine(each: readonly Figures[], name: MetricName, how: (values: number[]) => number): number | undefined {
  const values = each.flatMap((figures) => figures[name] ?? []);
  return values.length > 0 ? how(values) : undefined;
}

function geometric(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? (sorted[half] as number) : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
}

function present(figures: { [K in MetricName]?: number | undefined }): Figures {
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== undefined)) as Figures;
}

function labelOf(series: readonly SeriesInfo[], id: string): string {
  return series.find((info) => info.id === id)?.label ?? id;
}

export function shown(figures: Figures, name: MetricName): string {
  const value = figures[name];
  return value === undefined ? '' : fixed(value, metrics[name].digits);
}

export const metricNames = Object.keys(metrics) as MetricName[];

/** All slices as CSV (RFC 4180): full precision, units in the head, an empty cell is unknown. */
export function csvOf(series: readonly SeriesInfo[], points: readonly Point[]): string {
  const head = [
    'series',
    'variant',
    'cores',
    'kind',
    'block',
    'requests',
    'failed',
    ...metricNames.map((name) => `${name} (${metrics[name].unit})`),
    'flags',
  ];
  const rows = points.map((point) => {
    const figures = figuresOf(point, speedUpOf(point, points));
    return [
      labelOf(series, point.series),
      point.variant,
      point.cores,
      point.kind,
      point.block,
      point.ok,
      point.failed,
      ...metricNames.map((name) => figures[name] ?? ''),
      point.flags.join(' '),
    ];
  });
  return `${[head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

function cell(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
