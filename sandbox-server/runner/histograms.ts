import { decodeFromCompressedBase64, encodeIntoCompressedBase64, type Histogram } from 'hdr-histogram-js';
import type { Result } from '../../protocol/result.ts';

/** Merges the service-time histograms of equal points: histograms are added, percentiles never averaged. */
export class MergedHistograms {
  readonly #merged = new Map<string, { series: string; cores: number; service: Histogram }>();

  add(series: string, cores: number, encoded: string): void {
    const histogram = decodeFromCompressedBase64(encoded, 64);
    const key = `${series} ${cores}`;
    const known = this.#merged.get(key);
    if (known) known.service.add(histogram);
    else this.#merged.set(key, { series, cores, service: histogram });
  }

  encode(): Result['histograms'] {
    return [...this.#merged.values()].map(({ series, cores, service }) => ({
      series,
      cores,
      service: encodeIntoCompressedBase64(service),
    }));
  }
}
