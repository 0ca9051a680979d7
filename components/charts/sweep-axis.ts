import type { Layout } from './layouts.ts';
import { linear, logarithmic, type Scale } from './scale.ts';
import type { SweepLine } from './sweep-lines.ts';

/** Beyond this ratio of the largest to the smallest x the axis is logarithmic; a law over 1 to 32 workers keeps its shape. */
const WIDE_SWEEP = 32;

export const isWide = (least: number, most: number) => least > 0 && most / least > WIDE_SWEEP;

export interface SweepAxis {
  readonly x: Scale;
  /** Position of the largest x. */
  readonly edge: number;
  /** Room right of it for the intervals there, one for each of these lines. */
  readonly gutter: number;
  readonly withInterval: readonly SweepLine[];
  /** Width of one of them. */
  readonly bar: number;
}

/** Where the values of a sweep stand: the same for a chart and for the strips under it. */
export function sweepAxis(
  { left, right, width, font }: Layout,
  lines: readonly SweepLine[],
  values: readonly number[],
  /** Linear whatever its values are. */
  isLinear = false,
): SweepAxis {
  const least = values[0] ?? 1;
  const most = values.at(-1) ?? 1;
  const withInterval = lines.filter(({ repeated }) => repeated.some(({ low, x }) => low !== undefined && x === most));
  const bar = font * 0.7;
  const gutter = withInterval.length > 0 ? withInterval.length * bar + 6 : 0;
  const range = [left + 8, width - right - gutter] as const;
  const span = [least, Math.max(most, isLinear ? least + 1 : most)] as const;
  const x = !isLinear && isWide(least, most) ? logarithmic(span, range) : linear(span, range);
  return { x, edge: x(most), gutter, withInterval, bar };
}
