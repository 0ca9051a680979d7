import type { DataTable } from './data-table.ts';
import { fixed } from './format.ts';
import { inSentence } from './series.ts';

/** A percentile is said only when at least this many values lie above it. */
const LEAST_ABOVE = 10;
/** Points of a curve for each nine. */
const STEPS = 32;

/** What is asked of a histogram; hdr-histogram-js has it. Values in ns. */
export interface Quantiled {
  readonly totalCount: number;
  getValueAtPercentile(percentile: number): number;
}

export interface CurvePoint {
  /** Place on the axis: log10(1 / (1 − p)), so that 90, 99 and 99.9 % are as far from each other. */
  readonly tail: number;
  readonly us: number;
}

export interface PercentileCurve {
  readonly label: string;
  /** Place of the series: colour, dash and marker follow it. */
  readonly index: number;
  readonly time: 'service' | 'response';
  readonly count: number;
  readonly points: readonly CurvePoint[];
}

/** Where a share p from 0 to 1 stands on the axis: log10(1 / (1 − p)), as HdrHistogram's plots have it. */
export const tailOf = (p: number): number => -Math.log10(1 - p);

/** The end of a curve of `count` values: beyond it fewer than ten lie above. Undefined with fewer than ten at all. */
export function lastTail(count: number): number | undefined {
  return count < LEAST_ABOVE ? undefined : Math.log10(count / LEAST_ABOVE);
}

/** A histogram as a curve, from the median-side end to where the data end. */
export function percentilePoints(histogram: Quantiled): CurvePoint[] {
  const end = lastTail(histogram.totalCount);
  if (end === undefined) return [];
  const steps = Math.max(1, Math.ceil(end * STEPS));
  const even = Array.from({ length: steps + 1 }, (_, i) => (end * i) / steps);
  const named = percentileTicks(end).filter(({ tail }) => tail <= end + 1e-9);
  return [...new Set([...even, ...named.map(({ tail }) => tail)])]
    .sort((a, b) => a - b)
    .map((tail) => ({ tail, us: histogram.getValueAtPercentile(100 * (1 - 10 ** -tail)) / 1000 }));
}

/** Percentiles that the axis names, up to a tail: 0 %, 50 %, then one more nine each. */
export function percentileTicks(end: number): { tail: number; name: string }[] {
  const nines = Array.from({ length: Math.max(1, Math.floor(end + 1e-9)) }, (_, i) => i + 1);
  return [
    { tail: 0, name: '0 %' },
    { tail: tailOf(0.5), name: '50 %' },
    ...nines.map((n) => ({ tail: n, name: `${percentName(n)} %` })),
  ];
}

/** 1 → 90, 2 → 99, 3 → 99.9. */
const percentName = (nines: number) => (nines === 1 ? '90' : nines === 2 ? '99' : `99.${'9'.repeat(nines - 2)}`);

/** The value of a curve at a tail, or undefined beyond its end. */
export function valueAt({ points }: Pick<PercentileCurve, 'points'>, tail: number): number | undefined {
  const after = points.findIndex((point) => point.tail >= tail - 1e-9);
  return points[after]?.us;
}

/** The title: the farthest percentile that every curve reaches, and who stands where. */
export function percentileSentence(curves: readonly PercentileCurve[], at: string): string {
  const time = curves.some((curve) => curve.time === 'response') ? 'response' : 'service';
  const asked = curves.filter((curve) => curve.time === time && curve.points.length > 0);
  const end = Math.min(...asked.map(({ points }) => points.at(-1)?.tail ?? 0));
  if (asked.length === 0) return 'Too few answers for percentiles.';
  const { tail, name } = percentileTicks(end).findLast((tick) => tick.tail <= end + 1e-9) as {
    tail: number;
    name: string;
  };
  const ends = asked
    .map((curve) => ({ label: inSentence(curve.label), us: valueAt(curve, tail) ?? 0 }))
    .sort((a, b) => a.us - b.us);
  const [best] = ends;
  const worst = ends.at(-1);
  if (!best || !worst) return 'Too few answers for percentiles.';
  const from = time === 'response' ? ' after the planned moment' : '';
  const start = `${name} of the requests${at} were answered within ${milliseconds(best.us)}${from} by ${best.label}`;
  return ends.length === 1 ? `${start}.` : `${start}, within ${milliseconds(worst.us)} by ${worst.label}.`;
}

export function milliseconds(us: number): string {
  const value = us / 1000;
  return `${fixed(value, value < 0.1 ? 3 : value < 1 ? 2 : value < 100 ? 1 : 0)} ms`;
}

/** Where each curve ends and why, for those who wonder. */
export function endWords(curves: readonly PercentileCurve[]): string {
  const ends = [...new Set(curves.map(({ count }) => count))];
  const of = ends.length === 1 ? ` of ${fixed(ends[0] as number, 0)}` : '';
  return `Each line holds the answers of all slices together, where the table of figures has the mean over the slices. It ends where fewer than ten${of} answers were slower: beyond it a percentile would be the luck of a few.`;
}

/** Named percentiles of all curves. */
export function percentileTable(name: string, curves: readonly PercentileCurve[]): DataTable {
  const end = Math.max(0, ...curves.map(({ points }) => points.at(-1)?.tail ?? 0));
  const ticks = percentileTicks(end);
  return {
    name,
    caption: 'Times in ms; a percentile with fewer than ten slower answers is left out',
    columns: [
      { name: 'Server' },
      { name: 'Time' },
      { name: 'Answers' },
      ...ticks.map((tick) => ({ name: tick.name, unit: 'ms', digits: 2 })),
    ],
    rows: curves.map((curve) => [
      curve.label,
      curve.time,
      curve.count,
      ...ticks.map(({ tail }) => {
        const us = valueAt(curve, tail);
        return us === undefined ? undefined : us / 1000;
      }),
    ]),
  };
}
