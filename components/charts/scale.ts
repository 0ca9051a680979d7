/** A linear scale: what charts need of one, in place of a library of 10 kB (decision 0001). */
export interface Scale {
  (value: number): number;
  readonly invert: (position: number) => number;
}

export function linear([d0, d1]: readonly [number, number], [r0, r1]: readonly [number, number]): Scale {
  const span = d1 - d0 || 1;
  const scale = (value: number) => r0 + ((value - d0) / span) * (r1 - r0);
  return Object.assign(scale, { invert: (position: number) => d0 + ((position - r0) / (r1 - r0 || 1)) * span });
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

/** Those of the ascending values that keep `gap` pixels from each other; the first and the last always stay. */
export function apart(values: readonly number[], scale: Scale, gap: number): number[] {
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
