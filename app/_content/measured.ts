import { summaryRows } from '../../components/charts/figures.ts';
import { type MetricName, metrics } from '../../protocol/metrics.ts';
import type { Recording } from '../../protocol/result.ts';

/** A number of the recording: repeated slices before a single look, at the least or the most of what was swept. */
export function measured(
  recording: Recording | undefined,
  series: string,
  metric: MetricName,
  cores: 'one' | 'all' = 'all',
): number | undefined {
  if (!recording) return undefined;
  const { points, plan } = recording.result;
  const wanted = cores === 'one' ? plan.sweep.values[0] : plan.sweep.values.at(-1);
  // One row for each value of the sweep and kind, blocks after looks.
  const rows = summaryRows(
    [],
    points.filter((point) => point.series === series),
    plan.sweep,
  );
  const row = rows.filter((one) => one.x === wanted).at(-1);
  return row?.figures[metric];
}

/** "1.86 ×", "2.1 ms": a value with its unit, as prose has it. */
export function inProse(value: number, metric: MetricName): string {
  const { digits, unit } = metrics[metric];
  const number = value.toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const units: Partial<Record<MetricName, string>> = {
    speedUp: '',
    coresUsed: '',
    throughput: ' requests a second',
    loadShare: ' %',
    foreignShare: ' %',
  };
  return `${number}${units[metric] ?? ` ${unit}`}`;
}
