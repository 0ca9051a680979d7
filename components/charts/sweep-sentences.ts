import { type MetricName, metrics } from '../../protocol/metrics.ts';
import { list, rounded, withUnit } from './format.ts';
import { inSentence } from './series.ts';
import type { SweepLine, SweepValue } from './sweep-lines.ts';
import { atWords, type PlanSweep, xWords } from './sweep-words.ts';

/** "2.1 ms", "at least 400 requests/s": a value with its unit and its doubt. */
export function valueWords({ value, atLeast }: Pick<SweepValue, 'value' | 'atLeast'>, metric: MetricName): string {
  const { digits, unit } = metrics[metric];
  return `${atLeast ? 'at least ' : ''}${withUnit(rounded(value, digits), unit)}`;
}

/** A metric's name inside a sentence: "service time (p99)". */
export function metricWords(metric: MetricName): string {
  const [first, ...rest] = inSentence(metrics[metric].label);
  return metrics[metric].label.startsWith('CPU')
    ? inSentence(metrics[metric].label)
    : `${first?.toLowerCase()}${rest.join('')}`;
}

/** A metric as an axis or a choice names it, with its unit where the name does not say it: "Peak memory, MB", "Threads". */
export function metricName(metric: MetricName): string {
  const { label, unit } = metrics[metric];
  return unit === label.toLowerCase() ? label : `${label}, ${unit}`;
}

/** The chart's title: what it shows, computed from what was measured. */
export function sweepSentence(lines: readonly SweepLine[], metric: MetricName, sweep: PlanSweep): string {
  const most = Math.max(...lines.flatMap(({ line }) => line.map(({ x }) => x)));
  const lower = (metrics[metric] as { better?: string }).better === 'lower';
  const ends = lines
    .flatMap(({ series, line }) => {
      const end = line.find(({ x }) => x === most);
      return end ? [{ label: series.label, end, first: line[0] as SweepValue }] : [];
    })
    .sort((a, b) => (a.end.value - b.end.value) * (lower ? 1 : -1));
  const [best] = ends;
  const worst = ends.at(-1);
  if (!best || !worst) return 'Nothing is measured yet.';
  const name = metricWords(metric);
  const of = ({ label, end }: typeof best) => `${valueWords(end, metric)} (${label})`;
  if (ends.length > 1) return `${upper(name)}${atWords(sweep, most)}: ${of(best)}, ${of(worst)}.`;
  if (best.first.x === most) return `${upper(name)}${atWords(sweep, most)}: ${of(best)}.`;
  return `${upper(name)} of ${inSentence(best.label)}: ${valueWords(best.first, metric)} at ${xWords(sweep, best.first.x)}, ${valueWords(best.end, metric)} at ${xWords(sweep, most)}.`;
}

/** Every value in words, for readers who do not see the chart. */
export function sweepDescription(lines: readonly SweepLine[], metric: MetricName, sweep: PlanSweep): string {
  return lines
    .map(({ series, line }) => {
      const values = line.map((value) => `${valueWords(value, metric)}${atWords(sweep, value.x)}`);
      return `${inSentence(series.label)}: ${list(values)}.`;
    })
    .join(' ');
}

const upper = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
