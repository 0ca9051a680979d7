/** A scale from values to positions: what charts need of one, in place of a library of 10 kB (decision 0001). */
export interface Scale {
  (value: number): number;
  readonly invert: (position: number) => number;
}

type Ends = readonly [number, number];

/** Finer than a tenth of a unit nobody sees, and every digit is sent with the page. */
const toTenths = (position: number) => Math.round(position * 10) / 10;

export function linear([d0, d1]: Ends, [r0, r1]: Ends): Scale {
  const span = d1 - d0 || 1;
  const scale = (value: number) => toTenths(r0 + ((value - d0) / span) * (r1 - r0));
  return Object.assign(scale, { invert: (position: number) => d0 + ((position - r0) / (r1 - r0 || 1)) * span });
}

/** Equal ratios are equally far apart. The ends are positive; what lies below the lower one is drawn at it. */
export function logarithmic([d0, d1]: Ends, range: Ends): Scale {
  const inner = linear([Math.log(d0), Math.log(d1)], range);
  return Object.assign((value: number) => inner(Math.log(Math.max(value, d0))), {
    invert: (position: number) => Math.exp(inner.invert(position)),
  });
}

/** Round values (1, 2 or 5 times a power of ten) from 0 to at least `top`, about `wanted` of them. */
export function ticksTo(top: number, wanted: number): number[] {
  if (!(top > 0)) return [0, 1];
  const rough = top / Math.max(1, wanted);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10) * power;
  const last = Math.ceil(top / step - 1e-9);
  return Array.from({ length: last + 1 }, (_, i) => Number((i * step).toPrecision(12)));
}

/** Beyond this many powers of ten a log axis names only these. */
const DECADES_WITH_STEPS = 2;

/** Ticks of a log axis that hold all values: powers of ten, and 2 and 5 between them where there are few. */
export function logTicks(low: number, high: number): number[] {
  const decades = Math.log10(high) - Math.log10(low);
  const factors = decades > DECADES_WITH_STEPS ? [1] : [1, 2, 5];
  const all: number[] = [];
  for (let power = Math.floor(Math.log10(low)) - 1; power <= Math.ceil(Math.log10(high)); power++)
    for (const factor of factors) all.push(Number((factor * 10 ** power).toPrecision(3)));
  const first = all.findLastIndex((tick) => tick <= low);
  const last = all.findIndex((tick) => tick >= high);
  return all.slice(Math.max(0, first), last < 0 ? undefined : last + 1);
}

/** Those of the ascending values that keep `gap` pixels from each other; the first and the last always stay. */
export function apart(values: readonly number[], scale: (value: number) => number, gap: number): number[] {
  const last = values.at(-1);
  const kept: number[] = [];
  for (const value of values) {
    const previous = kept.at(-1);
    const roomBefore = previous === undefined || scale(value) - scale(previous) >= gap;
    const roomAfter = last === undefined || value === last || scale(last) - scale(value) >= gap;
    if (value === last || (roomBefore && (roomAfter || previous === undefined))) kept.push(value);
  }
  return kept;
}
