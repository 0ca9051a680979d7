import type { Gc, JvmInner } from '../../../protocol/inner-lines.ts';

/**
 * Lines of `-Xlog:gc,safepoint:…:timenanos,tags`. The time is that of System.nanoTime, the monotonic clock, at the end
 * of what is told:
 *   [13599359987161ns][gc       ] GC(0) Pause Young (Allocation Failure) 81M->79M(290M) 227.906ms
 *   [13599360293215ns][safepoint] Safepoint "G1CollectFull", …, Reaching safepoint: 3425 ns, …, Total: 228234245 ns, …
 */
const LINE = /^\[(\d+)ns\]\[(gc|safepoint) *\] (.*)$/;
const COLLECTION = /^GC\(\d+\) (Pause )?(\w+).* (\d+\.\d+)(ms|s)$/;
const HEAP_AFTER = /->(\d+)([BKMG])/;
const SAFEPOINT = /^Safepoint "(\w+)",.* Reaching safepoint: (\d+) ns,.* Total: (\d+) ns/;

const BYTES = { B: 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 };
const PAUSES = ['young', 'full', 'remark', 'cleanup'] as const satisfies Gc['kind'][];

/** One line as a sample; undefined when it tells neither a collection that ended nor a safepoint. */
export function jvmInnerOf(text: string, epochUs: number): JvmInner | undefined {
  const [, nanoseconds, tag, told] = LINE.exec(text) ?? [];
  if (nanoseconds === undefined || told === undefined) return undefined;
  const atUs = Math.max(Number(nanoseconds) / 1000 - epochUs, 0);
  const sample = { t: 'inner', source: 'jvm', atUs, gc: [], safepoints: [] } satisfies JvmInner;
  return tag === 'gc' ? collection(sample, told) : safepoint(sample, told);
}

function collection(sample: JvmInner, told: string): JvmInner | undefined {
  const [, pause, name, length, unit] = COLLECTION.exec(told) ?? [];
  if (name === undefined) return undefined;
  const us = Number(length) * (unit === 's' ? 1e6 : 1e3);
  // A concurrent cycle is told as a whole; what it stops in between is told as pauses or safepoints.
  const kind = pause ? (PAUSES.find((known) => known === name.toLowerCase()) ?? 'other') : 'concurrent';
  const [, amount, letter] = HEAP_AFTER.exec(told) ?? [];
  return {
    ...sample,
    gc: [{ atUs: Math.max(sample.atUs - us, 0), us, kind }],
    ...(amount === undefined ? {} : { heapUsedBytes: Number(amount) * BYTES[letter as keyof typeof BYTES] }),
  };
}

function safepoint(sample: JvmInner, told: string): JvmInner | undefined {
  const [, name, reaching, total] = SAFEPOINT.exec(told) ?? [];
  if (name === undefined) return undefined;
  const us = Number(total) / 1000;
  const stop = { atUs: Math.max(sample.atUs - us, 0), us, reachingUs: Number(reaching) / 1000, name };
  return { ...sample, safepoints: [stop] };
}
