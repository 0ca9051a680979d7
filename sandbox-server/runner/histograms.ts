import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64, type Histogram } from 'hdr-histogram-js';
import type { Quantiles } from '../../protocol/load-lines.ts';
import type { Result } from '../../protocol/result.ts';
import { isShown } from '../../stats/percentile-rule.ts';

/** As the load tool records: nanoseconds, 1 µs to 120 s, three digits (LD5). */
export const BOUNDS = {
  lowestDiscernibleValue: 1_000,
  highestTrackableValue: 120_000_000_000,
  numberOfSignificantValueDigits: 3,
  bitBucketSize: 32,
} as const;

export type { Histogram };

/** Values in ns. */
export function decode(encoded: string): Histogram {
  return decodeFromCompressedBase64(encoded, BOUNDS.bitBucketSize);
}

export const encode = (histogram: Histogram): string => encodeIntoCompressedBase64(histogram);

/** Histograms are added, percentiles never averaged. */
export function sum(histograms: Iterable<Histogram>): Histogram {
  const all = build(BOUNDS);
  for (const histogram of histograms) all.add(histogram);
  return all;
}

/** The largest value in µs. The library's own `maxValue` grows a little with each decode and each sum. */
export function maxUs(histogram: Histogram): number {
  return histogram.getValueAtPercentile(100) / 1000;
}

/** Percentiles in µs; one is absent when fewer than ten values lie above it. */
export function quantilesOf(histogram: Histogram): Quantiles {
  const of = (p: number) =>
    isShown(p / 100, histogram.totalCount) ? histogram.getValueAtPercentile(p) / 1000 : undefined;
  const named = { p50: of(50), p90: of(90), p99: of(99), p999: of(99.9), max: maxUs(histogram) };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}

/** The histograms of equal points, merged: one entry for each series at a value of the sweep. */
export class MergedHistograms {
  readonly #merged = new Map<string, { series: string; x: number; service: Histogram; response?: Histogram }>();

  /** `response` only where there is a plan: in a closed loop it would be the service time again. */
  add(series: string, x: number, service: readonly string[], response: readonly string[]): void {
    const key = `${series} ${x}`;
    const entry = this.#merged.get(key) ?? { series, x, service: sum([]) };
    for (const encoded of service) entry.service.add(decode(encoded));
    if (response.length > 0) {
      entry.response ??= sum([]);
      for (const encoded of response) entry.response.add(decode(encoded));
    }
    this.#merged.set(key, entry);
  }

  encode(): Result['histograms'] {
    return [...this.#merged.values()].map(({ series, x, service, response }) => ({
      series,
      x,
      service: encodeIntoCompressedBase64(service),
      ...(response ? { response: encodeIntoCompressedBase64(response) } : {}),
    }));
  }
}
