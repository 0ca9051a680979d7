import type { Sample } from '../../protocol/sample.ts';

/** A stretch of time that one slice of a run took, in milliseconds since the run began. */
export interface Stretch {
  readonly step: string;
  readonly series: string;
  /** Value of the sweep. */
  readonly x: number;
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
    const same =
      current?.step === sample.step &&
      current.series === sample.series &&
      current.x === sample.x &&
      from - current.to < GAP_MS;
    if (!current || !same || warmsAgain) {
      current = { step: sample.step, series: sample.series, x: sample.x, from, to: from, warmUntil: from };
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
      last.series === sample.series &&
      last.x === sample.x &&
      last.phase === sample.phase &&
      Math.floor((last.atMs - 1) / bucketMs) === Math.floor((sample.atMs - 1) / bucketMs);
    if (!same) merged.push(sample);
    else merged[merged.length - 1] = merge(last, sample);
  }
  return merged;
}

/** Of rates and shares the mean by time; of percentiles the worse one, for they cannot be averaged. */
function merge(a: Sample, b: Sample): Sample {
  const spanMs = a.spanMs + b.spanMs;
  const mean = (x: number, y: number) => (spanMs > 0 ? (x * a.spanMs + y * b.spanMs) / spanMs : y);
  const both = (key: MostKey | MeanKey, how: (x: number, y: number) => number) => {
    const [x, y] = [a[key], b[key]];
    return x === undefined && y === undefined ? {} : { [key]: how(x ?? (y as number), y ?? (x as number)) };
  };
  return {
    ...b,
    spanMs,
    ok: a.ok + b.ok,
    failed: a.failed + b.failed,
    throughput: mean(a.throughput, b.throughput),
    busyByCore: b.busyByCore.map((busy, i) => mean(a.busyByCore[i] ?? busy, busy)),
    ...both('offered', mean),
    ...both('foreignShare', mean),
    ...both('stealShare', mean),
    ...both('coresUsed', mean),
    ...both('p50Us', Math.max),
    ...both('p90Us', Math.max),
    ...both('p99Us', Math.max),
    ...both('maxUs', Math.max),
    ...both('lagMaxUs', Math.max),
    ...both('loopDelayMaxUs', Math.max),
    ...both('silentMs', Math.max),
  };
}
type MostKey = 'p50Us' | 'p90Us' | 'p99Us' | 'maxUs' | 'lagMaxUs' | 'loopDelayMaxUs' | 'silentMs';
type MeanKey = 'offered' | 'foreignShare' | 'stealShare' | 'coresUsed';

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

/** A line through the ends of the samples; it breaks where a value is absent and between slices. */
export function brokenLine(
  samples: readonly Sample[],
  value: (sample: Sample) => number | undefined,
  x: (ms: number) => number,
  y: (value: number) => number,
): string {
  let path = '';
  let before: Sample | undefined;
  for (const sample of samples) {
    const at = value(sample);
    const joined =
      before?.step === sample.step &&
      before.series === sample.series &&
      sample.atMs - sample.spanMs - before.atMs < GAP_MS;
    if (at !== undefined) path += `${before && joined ? 'L' : 'M'}${x(sample.atMs).toFixed(1)} ${y(at).toFixed(1)}`;
    before = at === undefined ? undefined : sample;
  }
  return path;
}
