import { limiterName, usualLimiter } from '../components/charts/limiter-words.ts';
import { type SweepValue, sweepLines } from '../components/charts/sweep-lines.ts';
import { type MetricName, metrics } from '../protocol/metrics.ts';
import { flagTable, type Result } from '../protocol/result.ts';

/** What a server is told by in one row, where a run has it. */
const COLUMNS: readonly MetricName[] = [
  'throughput',
  'cpuPerRequest',
  'coresUsed',
  'serviceP50',
  'serviceP99',
  'responseP50',
  'responseP99',
  'idleMemory',
  'loadedMemory',
  'startUp',
];

/**
 * A run that answers no question as one table in Markdown: a row for each point, means over its blocks. `≥`: the load
 * tool was the limit, or no more was offered. `!`: a doubt that would forbid a verdict, named in the last column.
 */
export function summaryTable({ plan, points }: Pick<Result, 'plan' | 'points'>): string {
  const series = [...Map.groupBy(points, (point) => point.series)].map(([id, [first]]) => ({
    id,
    label: first?.variant ?? id,
    variant: first?.variant ?? id,
  }));
  const values = new Map(
    COLUMNS.map((metric) => [
      metric,
      new Map(sweepLines(series, points, metric).map((one) => [one.series.id, one.line])),
    ]),
  );
  const columns = COLUMNS.filter((metric) => values.get(metric)?.size);
  const swept = plan.sweep.over === 'nothing' ? [] : [plan.sweep.label];
  const heads = columns.map((metric) => `${metrics[metric].label}, ${metrics[metric].unit}`);
  const rows = series.flatMap(({ id, label }) =>
    plan.sweep.values.flatMap((x) => {
      const own = points.filter((point) => point.series === id && point.x === x && point.kind !== 'calibration');
      if (own.length === 0) return [];
      const planned = own.some(({ offered }) => offered !== undefined);
      const cells = columns.map((metric) => {
        const value = values
          .get(metric)
          ?.get(id)
          ?.find((candidate) => candidate.x === x);
        return value ? cellOf(value, metric, planned) : '';
      });
      const limiter = limiterName[usualLimiter(own.map((point) => point.limiter))];
      const flags = [...new Set(own.flatMap((point) => point.flags))];
      return [[label, ...(swept.length > 0 ? [String(x)] : []), ...cells, limiter, flags.join(', ')]];
    }),
  );
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const head = ['Server', ...swept, ...heads, 'Limit', 'Doubts'];
  const noted = [...new Set(points.flatMap(({ flags }) => flags))];
  return [
    line(head),
    line(head.map(() => '---')),
    ...rows.map(line),
    '',
    ...noted.map((flag) => `- ${flag}: ${flagTable[flag].text}`),
    `- Cores of the servers: ${coresOf(plan)}; of the load tool: ${loadCoresOf(plan)}.`,
    ...plan.skipped.map(({ series: id, reason }) => `- ${id} was left out: ${reason}`),
  ].join('\n');
}

function cellOf({ value, atLeast, low, high, flags }: SweepValue, metric: MetricName, planned: boolean): string {
  // A hundredth of a millisecond says too little of a request that costs thirty microseconds.
  const text = (number: number) => (number < 1 ? number.toPrecision(3) : number.toFixed(metrics[metric].digits));
  const bound = metric === 'throughput' && (atLeast || planned) ? '≥ ' : '';
  const interval = low !== undefined && high !== undefined ? ` [${text(low)}, ${text(high)}]` : '';
  return `${bound}${text(value)}${interval}${flags.length > 0 ? ' !' : ''}`;
}

const numbers = (all: readonly (readonly number[])[]) => [...new Set(all.flat())].sort((a, b) => a - b).join(', ');
const coresOf = ({ steps }: Result['plan']) =>
  numbers(steps.flatMap(({ servers }) => servers.map(({ cores }) => cores)));
const loadCoresOf = ({ steps }: Result['plan']) =>
  numbers(steps.flatMap(({ slices }) => slices.map(({ loadCores }) => loadCores)));
