import { z } from 'zod';
import { amountSchema, countSchema } from './ids.ts';

/** What a runtime says of itself (rules ME1 to ME3). Times in µs, `atUs` from the run's epoch; unknown is absent. */

/** Causes of a pause, by the names that each runtime uses; `concurrent` stops nobody. */
export const gcKinds = [
  // Node
  'minor',
  'major',
  'incremental',
  'weak',
  // JVM
  'young',
  'full',
  'remark',
  'cleanup',
  'concurrent',
  'other',
] as const;

/** `atUs` is its beginning. */
const gcSchema = z.strictObject({ atUs: amountSchema, us: amountSchema, kind: z.enum(gcKinds) });
export type Gc = z.infer<typeof gcSchema>;

export const nodeInnerSchema = z.strictObject({
  t: z.literal('inner'),
  source: z.literal('node'),
  atUs: amountSchema,
  /** As the process sees itself: in a lab not the host's number. */
  pid: countSchema,
  /** Share of the time since the last line in which the loop had work. */
  elu: z.number().min(0).max(1),
  /** HdrHistogram V2, deflated, base64; nanoseconds; corrected for the heartbeats that a blocked loop left out. */
  loopDelay: z.string().max(60_000),
  gc: z.array(gcSchema),
  heapUsedBytes: countSchema.optional(),
});

/** What the runtime's stable metrics tell. A worker in one long poll publishes nothing (ME2): see the system's CPU. */
const tokioSchema = z.strictObject({
  t: z.literal('inner'),
  source: z.literal('tokio'),
  atUs: amountSchema,
  pid: countSchema,
  spanUs: amountSchema,
  /** Of each worker since the last line. */
  busyUs: z.array(amountSchema),
  /** How often each worker went to sleep since the last line. */
  parks: z.array(countSchema),
  aliveTasks: countSchema,
  /** Tasks that wait in the queue that all workers share. */
  globalQueue: countSchema,
});

const jvmSchema = z.strictObject({
  t: z.literal('inner'),
  source: z.literal('jvm'),
  atUs: amountSchema,
  gc: z.array(gcSchema),
  heapUsedBytes: countSchema.optional(),
  /** Each stop of all threads, for collections and whatever else; `reachingUs` of it until the last thread stood still. */
  safepoints: z.array(
    z.strictObject({ atUs: amountSchema, us: amountSchema, reachingUs: amountSchema, name: z.string() }),
  ),
});

export const innerLineSchema = z.discriminatedUnion('source', [nodeInnerSchema, tokioSchema, jvmSchema]);
export type InnerLine = z.infer<typeof innerLineSchema>;
export type NodeInner = z.infer<typeof nodeInnerSchema>;
export type TokioInner = z.infer<typeof tokioSchema>;
export type JvmInner = z.infer<typeof jvmSchema>;
