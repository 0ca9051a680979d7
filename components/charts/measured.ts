import type { At } from '../../protocol/experiment.ts';
import { type MetricName, metrics } from '../../protocol/metrics.ts';
import type { Flag, Result } from '../../protocol/result.ts';
import { doubtOn } from '../../stats/judge.ts';
import { summaryRows } from './figures.ts';
import { rounded, withUnit } from './format.ts';
import { xOf } from './predictions.ts';

/** A number of a run: a metric of a series at a value of the sweep. */
export interface Spot {
  readonly series: string;
  readonly metric: MetricName;
  readonly at: At;
}

/** What a run says at a spot, in the metric's own unit, and the doubt for which it would decide nothing. */
export interface Reading {
  readonly value: number;
  readonly doubt?: Flag;
}

/** The reading at a spot: repeated slices before a single look. Undefined when not measured. */
export function readingAt(
  { points, plan: { sweep } }: Pick<Result, 'points' | 'plan'>,
  { series, metric, at }: Spot,
): Reading | undefined {
  const x = xOf(sweep, at);
  // One row for each value of the sweep and kind, blocks after looks.
  const rows = summaryRows(
    [],
    points.filter((point) => point.series === series),
    sweep,
  );
  const row = rows.findLast((one) => one.x === x && one.figures[metric] !== undefined);
  const value = row?.figures[metric];
  if (row === undefined || value === undefined) return undefined;
  const doubt = doubtOn(row.points, metric);
  // That others were busy only warns: it takes a quarter of the repetitions to say more.
  return { value, ...(doubt && !(doubt === 'noisy' && row.kind === 'look') && { doubt }) };
}

/** The number alone. */
export const measuredAt = (result: Pick<Result, 'points' | 'plan'>, spot: Spot): number | undefined =>
  readingAt(result, spot)?.value;

/** By how much one reading lies above another one; what is in doubt about either is so about both. */
export const above = (one: Reading, other: Reading): Reading => {
  const doubt = one.doubt ?? other.doubt;
  return { value: one.value - other.value, ...(doubt && { doubt }) };
};

const units: Partial<Record<MetricName, string>> = {
  speedUp: '',
  coresUsed: '',
  threads: '',
  throughput: 'requests a second',
};

/** "1.86", "2.1 ms", "3.2 %": a value with its unit, as prose has it. */
export function inProse(value: number, metric: MetricName): string {
  const { digits, unit } = metrics[metric];
  return withUnit(rounded(value, digits), units[metric] ?? (unit.startsWith('%') ? '%' : unit));
}
