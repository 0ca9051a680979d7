import type { At } from '../../protocol/experiment.ts';
import { type MetricName, metrics } from '../../protocol/metrics.ts';
import type { Result } from '../../protocol/result.ts';
import { summaryRows } from './figures.ts';
import { rounded } from './format.ts';
import { xOf } from './predictions.ts';

/** A number of a run: a metric of a series at a value of the sweep. */
export interface Spot {
  readonly series: string;
  readonly metric: MetricName;
  readonly at: At;
}

/** The number at a spot, in the metric's own unit: repeated slices before a single look. Undefined when not measured. */
export function measuredAt(
  { points, plan: { sweep } }: Pick<Result, 'points' | 'plan'>,
  { series, metric, at }: Spot,
): number | undefined {
  const x = xOf(sweep, at);
  // One row for each value of the sweep and kind, blocks after looks.
  const rows = summaryRows(
    [],
    points.filter((point) => point.series === series),
    sweep,
  );
  return rows.findLast((row) => row.x === x && row.figures[metric] !== undefined)?.figures[metric];
}

const units: Partial<Record<MetricName, string>> = {
  speedUp: '',
  coresUsed: '',
  threads: '',
  throughput: ' requests a second',
};

/** "1.86", "2.1 ms", "3.2 %": a value with its unit, as prose has it. */
export function inProse(value: number, metric: MetricName): string {
  const { digits, unit } = metrics[metric];
  return `${rounded(value, digits)}${units[metric] ?? (unit.startsWith('%') ? ' %' : ` ${unit}`)}`;
}
