import { z } from 'zod';
import { amountSchema, countSchema, idSchema, variantIdSchema } from './ids.ts';
import { stepKindSchema } from './plan.ts';

/**
 * One interval of a running slice, about four a second; times in µs unless the name says otherwise, shares from 0 to 1.
 * Recorded means committed: the hub stores it, then sends it. A percentile is absent when fewer than ten values lie
 * above it.
 */
export const sampleSchema = z.strictObject({
  seq: z.int().nonnegative(),
  /** Milliseconds since the run left the queue, at the end of the interval. */
  atMs: amountSchema,
  step: idSchema,
  /** Steps done before this one, of all. */
  stepsDone: countSchema,
  steps: countSchema,
  kind: stepKindSchema,
  series: idSchema,
  variant: variantIdSchema,
  /** Value of the sweep. */
  x: amountSchema,
  cores: z.int().positive(),
  phase: z.enum(['warmup', 'measure', 'drain']),
  spanMs: amountSchema,
  ok: countSchema,
  failed: countSchema,
  throughput: amountSchema,
  /** Offered load of an open loop, requests a second. */
  offered: amountSchema.optional(),
  inFlight: countSchema,
  /** Due, and waiting for a free connection. */
  queued: countSchema,
  /** Response times of an open loop, service times of a closed one; of the last intervals together where one is too small. */
  p50Us: amountSchema.optional(),
  p90Us: amountSchema.optional(),
  p99Us: amountSchema.optional(),
  maxUs: amountSchema.optional(),
  /** How late the load tool itself was. */
  lagMaxUs: amountSchema.optional(),
  busyByCore: z.array(amountSchema),
  coresUsed: amountSchema.optional(),
  loadCores: amountSchema.optional(),
  /** CPU of other programs and time stolen by the hypervisor, as shares of the cores measured on. */
  foreignShare: amountSchema.optional(),
  stealShare: amountSchema.optional(),
  rssBytes: amountSchema.optional(),
  /** From the inner probe: share of the time in which the busiest event loop or worker had work. */
  busyInside: amountSchema.optional(),
  loopDelayMaxUs: amountSchema.optional(),
  /** How long the event loop has said nothing: it stands still (ME1). */
  silentMs: amountSchema.optional(),
  /** Pauses of the garbage collector in the interval. */
  gcUs: amountSchema.optional(),
  heapUsedBytes: amountSchema.optional(),
});
export type Sample = z.infer<typeof sampleSchema>;
