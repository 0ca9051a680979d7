import { type MetricName, metrics } from '../../protocol/metrics.ts';
import { linear, logarithmic, logTicks, type Scale, ticksTo } from '../charts/scale.ts';
import { isWide } from '../charts/sweep-axis.ts';
import type { PlanSweep } from '../charts/sweep-words.ts';

/** The values that can be drawn, in the metric's own unit. From 0 on the axis is linear, else logarithmic. */
export interface ValueScale {
  readonly from: number;
  readonly to: number;
}

/** By unit, wide enough to give nothing away. An author narrows it with `from` and `to`. */
const usual: Record<string, ValueScale> = {
  'requests/s': { from: 10, to: 100_000 },
  'operations/s': { from: 1e5, to: 1e10 },
  ms: { from: 0.1, to: 10_000 },
  µs: { from: 0.01, to: 10_000 },
  ns: { from: 0.1, to: 1e6 },
  MB: { from: 1, to: 10_000 },
  bytes: { from: 1, to: 1e8 },
  instructions: { from: 1, to: 10_000 },
  '× the first round': { from: 0.5, to: 100 },
};
const percent: ValueScale = { from: 0, to: 100 };
const anything: ValueScale = { from: 0.1, to: 1e6 };

/** A little more than ideal, for those who expect it. */
const OVER_IDEAL = 1.25;

/** The scale a metric is drawn on over this sweep. */
export function scaleFor(metric: MetricName, { over, values }: PlanSweep): ValueScale {
  const { unit } = metrics[metric];
  const cores = over === 'cores' ? (values.at(-1) ?? 2) : 2;
  if (metric === 'speedUp' || metric === 'coresUsed') return { from: 0, to: cores * OVER_IDEAL };
  return unit.startsWith('%') ? percent : (usual[unit] ?? anything);
}

/** Positions for values, and the ticks of their axis. */
export function axisOf({ from, to }: ValueScale, range: readonly [number, number]): { y: Scale; ticks: number[] } {
  if (from === 0)
    return { y: linear([0, to], range), ticks: ticksTo(to, to <= 3 ? 2 : 4).filter((tick) => tick <= to) };
  return { y: logarithmic([from, to], range), ticks: logTicks(from, to).filter((tick) => tick >= from && tick <= to) };
}

/** Where a handle waits that nobody has moved: on one core's work, else in the middle. */
export function restOf(metric: MetricName, { from, to }: ValueScale): number {
  if (metric === 'speedUp') return 1;
  return from === 0 ? to / 2 : Math.sqrt(from * to);
}

/** Steps of a linear axis: a hundredth of it, or somewhat more, as a round number. */
function stepOf({ to }: ValueScale): number {
  const power = 10 ** Math.floor(Math.log10(to / 100));
  return ([1, 2, 5, 10].find((factor) => factor * power >= (to / 100) * 0.999) ?? 10) * power;
}

/** A value within the scale, as exact as a gut feeling: a step of the axis, or two digits. */
export function snapped(value: number, scale: ValueScale): number {
  const within = Math.max(scale.from, Math.min(scale.to, value));
  if (scale.from > 0) return Number(within.toPrecision(2));
  const step = stepOf(scale);
  return Number((Math.round(within / step) * step).toPrecision(10));
}

/** The value a key leaves, or undefined when the key means nothing here. */
export function valueAfterKey(key: string, value: number, scale: ValueScale): number | undefined {
  const up = (steps: number) => (scale.from > 0 ? value * 1.1 ** steps : value + steps * stepOf(scale));
  const moves: Record<string, number> = {
    ArrowUp: up(1),
    ArrowRight: up(1),
    ArrowDown: up(-1),
    ArrowLeft: up(-1),
    PageUp: up(10),
    PageDown: up(-10),
    Home: scale.from,
    End: scale.to,
  };
  const next = moves[key];
  return next === undefined ? undefined : snapped(next, scale);
}

/** Handles nearer than this cannot be told apart by a finger. */
const FINGER = 30;

/** Where the values of a sweep stand: as the chart has them, or evenly where a finger could not tell two apart. */
export function placesOf({ over, values }: PlanSweep, range: readonly [number, number]): ReadonlyMap<number, number> {
  const least = values[0] ?? 1;
  const most = values.at(-1) ?? 1;
  const wide = over !== 'cores' && isWide(least, most);
  const x = wide ? logarithmic([least, most], range) : linear([least, most], range);
  const near = values.some((value, i) => i > 0 && x(value) - x(values[i - 1] as number) < FINGER);
  const even = linear([0, Math.max(1, values.length - 1)], range);
  return new Map(values.map((value, i) => [value, near ? even(i) : x(value)]));
}
