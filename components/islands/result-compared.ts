import { type MetricName, metrics } from '../../protocol/metrics.ts';
import { ofPrograms, type Plan } from '../../protocol/plan.ts';
import type { NoiseFloor, Point } from '../../protocol/result.ts';
import { ratioBetween } from '../../stats/between-runs.ts';
import { floorMetric } from '../../stats/compile-plan.ts';
import type { DataTable } from '../charts/data-table.ts';
import { metricColumn, metricNames, xColumn } from '../charts/figures.ts';
import { percent } from '../charts/format.ts';
import type { SeriesInfo } from '../charts/series.ts';
import { chartPoints, metricsToShow, type SweepLine, speedUpLines, sweepLines } from '../charts/sweep-lines.ts';

/** One of two results that are compared. */
export interface Compared {
  readonly plan: Plan;
  readonly points: readonly Point[];
  readonly floor?: NoiseFloor | undefined;
}

/** Metrics that both results hold, what was asked first; speed-up where both sweep cores. */
export function sharedMetrics(a: Compared, b: Compared, asked: readonly MetricName[]): MetricName[] {
  const of = ({ points }: Compared) => metricsToShow(chartPoints(points), asked, metricNames);
  const there = new Set(of(b));
  const cores = [a, b].every(({ plan }) => plan.sweep.over === 'cores' && !ofPrograms(plan));
  return [...(cores ? (['speedUp'] as const) : []), ...of(a).filter((metric) => there.has(metric))];
}

export function linesOfMetric(
  series: readonly SeriesInfo[],
  points: readonly Point[],
  metric: MetricName,
): SweepLine[] {
  return metric === 'speedUp' ? speedUpLines(series, points) : sweepLines(series, points, metric);
}

/**
 * Both results value by value, with the ratio of A over B: with an interval where both were repeated. The last column
 * reads it against the noise floor; it is no verdict, for the two were not measured in turn.
 */
export function comparedTable(
  series: readonly SeriesInfo[],
  a: Compared,
  b: Compared,
  metric: MetricName,
  oneMachine: boolean,
): DataTable {
  const { sweep } = a.plan;
  const [left, right] = [a, b].map(({ points }) => linesOfMetric(series, points, metric)) as [SweepLine[], SweepLine[]];
  const floor = oneMachine ? largerFloor(a.floor, b.floor, metric) : undefined;
  const { unit, digits } = metricColumn(metric);
  const value = { ...(unit ? { unit } : {}), ...(digits === undefined ? {} : { digits }) };
  const rows = left.flatMap(({ series: info, line }) =>
    line.flatMap((own) => {
      const other = right.find((candidate) => candidate.series.id === info.id)?.line.find(({ x }) => x === own.x);
      // On one core every speed-up is 1 by definition.
      if (!other || (metric === 'speedUp' && own.x === 1)) return [];
      const found = ratioBetween(own, other);
      return [
        [
          info.label,
          ...(sweep.over === 'nothing' ? [] : [own.x]),
          own.value,
          other.value,
          found?.ratio,
          found?.low,
          found?.high,
          found && readingOf(found, floor, oneMachine),
        ],
      ];
    }),
  );
  return {
    name: `compare-${metric}`,
    caption: `${metrics[metric].label}: A beside B, and A divided by B`,
    columns: [
      { name: 'Server' },
      ...(sweep.over === 'nothing' ? [] : [xColumn(sweep)]),
      { name: 'A', ...value },
      { name: 'B', ...value },
      { name: 'A ÷ B', digits: 2 },
      { name: 'Low', digits: 2 },
      { name: 'High', digits: 2 },
      { name: 'How to read it', words: true },
    ],
    rows,
  };
}

/** The larger of what both results know of the machine's noise in this metric; undefined when neither knows it. */
function largerFloor(a: NoiseFloor | undefined, b: NoiseFloor | undefined, metric: MetricName): number | undefined {
  const name = metric === 'speedUp' ? 'throughput' : floorMetric(metric);
  const known = [a, b].flatMap((floor) => floor?.byMetric[name] ?? []);
  return known.length > 0 ? Math.max(...known) : undefined;
}

/** A ratio between two runs in words; `floor` on the log scale. */
export function readingOf(
  { ratio, low, high }: { ratio: number; low?: number; high?: number },
  floor: number | undefined,
  oneMachine: boolean,
): string {
  if (low === undefined || high === undefined) return 'Measured once in one of them: no interval.';
  const inside = low <= 1 && high >= 1;
  if (!oneMachine)
    return inside ? 'No difference beyond the scatter within the runs.' : 'They differ, and so do the machines.';
  const noise = floor === undefined ? undefined : percent(Math.exp(floor) - 1, 1);
  if (floor !== undefined && Math.abs(Math.log(ratio)) <= floor)
    return `Less than the noise floor of this machine, ${noise}.`;
  if (inside) return 'No difference beyond the scatter within the runs.';
  return `More than ${noise ? `the noise floor of ${noise}` : 'the scatter within the runs; the noise floor is not known'}. What changed on the machine in between is part of it.`;
}
