import type { Sample } from '../../protocol/messages.ts';

/** A stretch of time that one slice of a run took, in milliseconds since the run began. */
export interface Stretch {
  readonly step: string;
  readonly series: string;
  readonly cores: number;
  readonly from: number;
  readonly to: number;
  readonly warmUntil: number;
}

/** Two samples of one step further apart than this belong to different slices. */
const GAP_MS = 900;

/** Consecutive samples of one server as stretches, in order of time. */
export function stretches(samples: readonly Sample[]): Stretch[] {
  const found: { -readonly [K in keyof Stretch]: Stretch[K] }[] = [];
  for (const sample of samples) {
    const from = sample.atMs - sample.spanMs;
    let current = found.at(-1);
    // Warm-up after measuring is the next slice on the same server.
    const warmsAgain = current !== undefined && sample.phase === 'warmup' && current.to > current.warmUntil;
    const same = current?.step === sample.step && current.cores === sample.cores && from - current.to < GAP_MS;
    if (!current || !same || warmsAgain) {
      current = { step: sample.step, series: sample.series, cores: sample.cores, from, to: from, warmUntil: from };
      found.push(current);
    }
    current.to = sample.atMs;
    if (sample.phase === 'warmup') current.warmUntil = sample.atMs;
  }
  return found;
}

/** The samples that lie, in part, within the last `ms` before the newest one. */
export function lastSamples(samples: readonly Sample[], ms: number): readonly Sample[] {
  const end = samples.at(-1)?.atMs ?? 0;
  const first = samples.findIndex((sample) => sample.atMs > end - ms);
  return first <= 0 ? samples : samples.slice(first);
}

/**
 * At most about `most` samples: neighbours of one step and phase are merged by buckets of absolute time, so that marks
 * do not jump as the window slides. For the eye only; figures never come from here.
 */
export function thinned(samples: readonly Sample[], most: number): readonly Sample[] {
  if (samples.length <= most) return samples;
  const span = (samples.at(-1)?.atMs ?? 0) - (samples[0]?.atMs ?? 0);
  const bucketMs = span / most;
  const merged: Sample[] = [];
  for (const sample of samples) {
    const last = merged.at(-1);
    const same =
      last &&
      last.step === sample.step &&
      last.cores === sample.cores &&
      last.phase === sample.phase &&
      Math.floor((last.atMs - 1) / bucketMs) === Math.floor((sample.atMs - 1) / bucketMs);
    if (!same) merged.push(sample);
    else merged[merged.length - 1] = merge(last, sample);
  }
  return merged;
}

function merge(a: Sample, b: Sample): Sample {
  const spanMs = a.spanMs + b.spanMs;
  const mean = (x: number, y: number) => (spanMs > 0 ? (x * a.spanMs + y * b.spanMs) / spanMs : y);
  return {
    ...b,
    spanMs,
    ok: a.ok + b.ok,
    failed: a.failed + b.failed,
    throughput: mean(a.throughput, b.throughput),
    busyByCore: b.busyByCore.map((busy, i) => mean(a.busyByCore[i] ?? busy, busy)),
  };
}

/** A stepped area over a base line: one rectangle a sample, `value` from 0 to 1 of `height` upwards. */
export function steppedArea(
  samples: readonly Sample[],
  value: (sample: Sample) => number,
  x: (ms: number) => number,
  base: number,
  height: number,
): string {
  return samples
    .map((sample) => {
      const left = x(sample.atMs - sample.spanMs);
      const h = Math.max(0, Math.min(1, value(sample))) * height;
      return `M${left.toFixed(1)} ${base.toFixed(1)}v${(-h).toFixed(1)}H${x(sample.atMs).toFixed(1)}V${base.toFixed(1)}z`;
    })
    .join('');
}
