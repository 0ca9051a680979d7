import { z } from 'zod';
import { problemSchema } from './errors.ts';
import { ruleSchema, tierSchema } from './experiment.ts';
import { hostCardSchema } from './host.ts';
import { amountSchema, claimIdSchema, countSchema, hashSchema, idSchema, variantIdSchema } from './ids.ts';
import { loadFlagSchema, quantilesSchema } from './load-lines.ts';
import { planSchema } from './plan.ts';

/** Doubts that travel with a number. The load tool's own, and the engine's. */
export const flagSchema = z.enum([...loadFlagSchema.options, 'noisy', 'workTooSmall', 'loadShareHigh']);
export type Flag = z.infer<typeof flagSchema>;

/** Each flag in the reader's words. `invalid`: no verdict is built on such a number. */
export const flagTable: Record<Flag, { invalid: boolean; text: string }> = {
  generatorBusy: {
    invalid: false,
    text: 'The load tool was nearly out of CPU, so the server may be faster than measured: read it as "at least".',
  },
  generatorLate: {
    invalid: true,
    text: 'The load tool sent requests later than planned, so response times are not valid.',
  },
  generatorStarved: { invalid: true, text: 'The load tool had to wait for a core, so this number is not valid.' },
  planMissed: { invalid: true, text: 'The load tool did not send what was planned.' },
  backlog: { invalid: false, text: 'Requests were still waiting at the end: response times are "at least".' },
  fault: { invalid: true, text: 'The load tool made a mistake of its own.' },
  errors: { invalid: true, text: 'More than one request in a thousand failed.' },
  interrupted: { invalid: true, text: 'The measurement was ended early.' },
  noisy: { invalid: false, text: 'Other programs used more than 5 % of the cores while this was measured.' },
  workTooSmall: {
    invalid: true,
    text: 'A request took too little CPU time for server and load tool to share cores fairly.',
  },
  loadShareHigh: {
    invalid: true,
    text: 'The load tool used more than 5 % of the CPU time on the cores it shared with the server.',
  },
};

/** One slice: one server under one load. Times in µs, rates per second, shares from 0 to 1. */
export const pointSchema = z.strictObject({
  step: idSchema,
  kind: z.enum(['look', 'block']),
  block: countSchema,
  series: idSchema,
  variant: variantIdSchema,
  cores: z.int().positive(),
  connections: z.int().positive(),
  ok: countSchema,
  failed: countSchema,
  measuredUs: z.number().positive(),
  throughput: amountSchema,
  cpuPerRequestUs: amountSchema.optional(),
  coresUsed: amountSchema.optional(),
  loadShare: amountSchema.max(1).optional(),
  foreignShare: amountSchema.optional(),
  /** Busy share of each usable core, in the order of the host card. */
  busyByCore: z.array(amountSchema),
  serviceUs: quantilesSchema,
  flags: z.array(flagSchema),
});
export type Point = z.infer<typeof pointSchema>;

export const outcomes = ['holds', 'does-not-hold', 'cannot-tell'] as const;

/** Ratio of throughputs with its interval; speaks of this host, this version, this load (ST13). */
export const verdictSchema = z.strictObject({
  claim: claimIdSchema,
  series: idSchema,
  sentence: z.string(),
  rule: ruleSchema,
  status: z.enum(['settled', 'opened']),
  outcome: z.enum(outcomes),
  /** Why, in one or two sentences for the reader. */
  reason: z.string(),
  /** Core counts compared: throughput on the larger over throughput on the smaller. */
  cores: z.tuple([z.int().positive(), z.int().positive()]),
  ratio: z.number().positive().optional(),
  low: z.number().positive().optional(),
  high: z.number().positive().optional(),
  confidence: z.number().min(0).max(1),
  blocks: countSchema,
  flags: z.array(flagSchema),
});
export type Verdict = z.infer<typeof verdictSchema>;

/** One document for everything a run found. A recording is a result that was committed. */
export const resultSchema = z.strictObject({
  v: z.literal(1),
  run: idSchema,
  experiment: idSchema,
  title: z.string(),
  tier: tierSchema,
  outcome: z.enum(['done', 'failed', 'cancelled', 'interrupted']),
  problem: problemSchema.optional(),
  /** Wall-clock times for people, ISO 8601. */
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  plan: planSchema,
  host: hostCardSchema,
  /** Hash of the sources each variant was started from. */
  sources: z.record(variantIdSchema, hashSchema),
  points: z.array(pointSchema),
  /** Service-time histograms of all slices of a series on a core count, merged (HdrHistogram V2, ns). */
  histograms: z.array(z.strictObject({ series: idSchema, cores: z.int().positive(), service: z.string() })),
  verdicts: z.array(verdictSchema),
  flags: z.array(flagSchema),
});
export type Result = z.infer<typeof resultSchema>;

/** `content/recordings/<experiment>.json`, written by `npm run record`, never by hand. */
export const recordingSchema = z.strictObject({ v: z.literal(1), recordedAt: z.iso.datetime(), result: resultSchema });
export type Recording = z.infer<typeof recordingSchema>;
