import { z } from 'zod';
import { problemSchema } from './errors.ts';
import { metricNameSchema, ruleSchema, tierSchema } from './experiment.ts';
import { hostCardSchema } from './host.ts';
import { amountSchema, claimIdSchema, countSchema, hashSchema, idSchema, variantIdSchema } from './ids.ts';
import { errors, loadFlagSchema, quantilesSchema } from './load-lines.ts';
import { planSchema, stepKindSchema } from './plan.ts';
import { sampleSchema } from './sample.ts';

/** Doubts that travel with a number. The load tool's own, and the engine's. */
export const flagSchema = z.enum([
  ...loadFlagSchema.options,
  'noisy',
  'notSteady',
  'drift',
  'throttled',
  'acceptQueue',
  'otherServerBusy',
  'workTooSmall',
  'loadShareHigh',
]);
export type Flag = z.infer<typeof flagSchema>;

/**
 * Each flag in the reader's words.
 * `invalid`: no verdict is built on such a number (ST9). `atLeast`: the true value may be larger, so the number may
 * support "at least" and never refute it (ST11). `warn`: it is said beside the number.
 */
export const flagTable: Record<Flag, { effect: 'invalid' | 'atLeast' | 'warn'; text: string }> = {
  generatorBusy: {
    effect: 'atLeast',
    text: 'The load tool was nearly out of CPU, so the server may be faster than measured: read it as "at least".',
  },
  generatorLate: {
    effect: 'invalid',
    text: 'The load tool sent requests later than planned, so response times are not valid.',
  },
  generatorStarved: { effect: 'invalid', text: 'The load tool had to wait for a core, so this number is not valid.' },
  planMissed: { effect: 'invalid', text: 'The load tool did not send what was planned.' },
  backlog: { effect: 'atLeast', text: 'Requests were still waiting at the end: response times are "at least".' },
  fault: { effect: 'invalid', text: 'The load tool made a mistake of its own.' },
  errors: { effect: 'invalid', text: 'More than one request in a thousand failed.' },
  interrupted: { effect: 'invalid', text: 'The measurement was ended early.' },
  noisy: {
    effect: 'warn',
    text: 'Others took CPU while this was measured: other programs more than 5 % of the cores, or the host of this virtual machine more than 1 %.',
  },
  notSteady: {
    effect: 'invalid',
    text: 'The server was still changing when its warm-up had to end: it was not measured in a steady state.',
  },
  drift: {
    effect: 'invalid',
    text: 'The second half of the measurement differs from the first by more than 5 %.',
  },
  throttled: {
    effect: 'invalid',
    text: 'The operating system held the server back (a CPU quota), so its speed is not its own.',
  },
  acceptQueue: {
    effect: 'warn',
    text: 'New connections overflowed the queue of the operating system. Slow requests may come from there, not from the code.',
  },
  otherServerBusy: {
    effect: 'invalid',
    text: 'The server that should have been idle used CPU while the other one was measured.',
  },
  workTooSmall: {
    effect: 'invalid',
    text: 'A request took too little CPU time for server and load tool to share cores fairly.',
  },
  loadShareHigh: {
    effect: 'invalid',
    text: 'The load tool used more than 5 % of the CPU time on the cores it shared with the server.',
  },
};

/** What held the server back, as far as the samples tell (ME6). */
export const limiterSchema = z.enum([
  'serverCpu',
  'oneThread',
  'pool',
  'generator',
  'gc',
  'backlog',
  'upstream',
  'errors',
  'plan',
  'unknown',
]);
export type Limiter = z.infer<typeof limiterSchema>;

/**
 * One slice: one server under one load, or one process of a program, which has no connections, answers nobody and says
 * its figures itself. Times in µs, rates per second, shares from 0 to 1. Unknown is absent.
 */
export const pointSchema = z.strictObject({
  step: idSchema,
  kind: stepKindSchema,
  block: countSchema,
  /** 0, or which repetition of a block that was disturbed. The last one counts (ST7). */
  attempt: countSchema,
  pair: z.string().optional(),
  /** Which of the step's servers, and which of its slices, from 0. */
  server: z.enum(['a', 'b']),
  slice: countSchema,
  series: idSchema,
  variant: variantIdSchema,
  /** Value of the sweep. */
  x: amountSchema,
  cores: z.int().positive(),
  connections: z.int().positive().optional(),
  /** Offered load of an open loop, requests a second. */
  offered: amountSchema.optional(),
  /** What a relative load is a share of: good answers a second while every connection always had a next request. */
  fullRate: amountSchema.optional(),
  /** The highest rate that a search found to be sustained; 0 when even its start was too much. */
  capacity: amountSchema.optional(),
  /** Good answers; of a program, the repetitions it reported. */
  ok: countSchema,
  failed: countSchema,
  /** Without an answer when the drain ended, and never sent. */
  censored: countSchema,
  unsent: countSchema,
  measuredUs: z.number().positive(),
  throughput: amountSchema.optional(),
  cpuPerRequestUs: amountSchema.optional(),
  /** The load tool's own CPU time for each answer. */
  loadCpuPerRequestUs: amountSchema.optional(),
  coresUsed: amountSchema.optional(),
  /** Share of one core that the busiest thread of the server used. */
  busiestThread: amountSchema.optional(),
  loadShare: amountSchema.max(1).optional(),
  foreignShare: amountSchema.optional(),
  stealShare: amountSchema.optional(),
  peakRssBytes: amountSchema.optional(),
  /** Of the server and its processes, pages that they share once (PSS; RSS on a host without): before and after the load. */
  idleBytes: amountSchema.optional(),
  loadedBytes: amountSchema.optional(),
  /** Connections held to the end, and what each added to the resident memory of the server. */
  held: countSchema.optional(),
  heldBytesEach: amountSchema.optional(),
  /** What the kernel of the whole host took for each of them, at both of its ends. */
  kernelBytesEach: amountSchema.optional(),
  /** From its start until it listened, and the time of its first answer. */
  startUpUs: amountSchema.optional(),
  /** Requests on their way, on average. */
  inFlight: amountSchema.optional(),
  /** Part of the server's CPU time that was spent in the kernel. */
  kernelShare: amountSchema.max(1).optional(),
  /** Context switches of the server's threads. */
  switches: countSchema.optional(),
  /** Share of the time in which the busiest event loop or worker had work, from the inner probe. */
  busyInside: amountSchema.optional(),
  /** Cores that the programs behind the server used. */
  behindCoresUsed: amountSchema.optional(),
  /** Why requests failed. */
  errors: errors.optional(),
  /** Busy share of each usable core, in the order of the host card. */
  busyByCore: z.array(amountSchema),
  /** Of the main requests, where there are others among them. */
  serviceUs: quantilesSchema,
  /** From the planned time on; only an open loop has a plan. */
  responseUs: quantilesSchema.optional(),
  /** The other kinds of requests, and those of the loop `beside`, by name. */
  others: z
    .record(
      z.string(),
      z.strictObject({ ok: countSchema, serviceUs: quantilesSchema, responseUs: quantilesSchema.optional() }),
    )
    .optional(),
  lagUs: quantilesSchema.optional(),
  /** From the inner probe: delay of the event loop, and the share of the time in pauses of the collector. */
  loopDelayUs: quantilesSchema.optional(),
  gcShare: amountSchema.optional(),
  /** What a program says, in the metrics' own units: the median over its repetitions. */
  figures: z.partialRecord(metricNameSchema, z.number()).optional(),
  limiter: limiterSchema,
  flags: z.array(flagSchema),
});
export type Point = z.infer<typeof pointSchema>;

/** How far one server differs from itself on this host: the larger end of an A/A interval, as natural log (ST8). */
export const noiseFloorSchema = z.strictObject({
  mode: z.enum(['shared', 'split']),
  measuredAt: z.iso.datetime(),
  variant: variantIdSchema,
  blocks: countSchema,
  /** By metric, on the log scale: 0.03 is about 3 %. */
  byMetric: z.partialRecord(metricNameSchema, amountSchema),
});
export type NoiseFloor = z.infer<typeof noiseFloorSchema>;

/** A point of the chart, with what was found for `least` and `most` on this host. */
const pointPlaceSchema = z.strictObject({ series: idSchema, x: amountSchema });

export const outcomes = ['holds', 'does-not-hold', 'cannot-tell'] as const;

/** A ratio, or a value, with its interval; speaks of this host, this version, this load (ST13). */
export const verdictSchema = z.strictObject({
  claim: claimIdSchema,
  metric: metricNameSchema,
  /** The ratio is `of` over `against`; without `against` it is the value of `of` itself. */
  of: pointPlaceSchema,
  against: pointPlaceSchema.optional(),
  sentence: z.string(),
  /** The sentence says the opposite of the claim, or of a part of it. */
  denies: z.literal(true).optional(),
  rule: ruleSchema,
  status: z.enum(['settled', 'opened']),
  outcome: z.enum(outcomes),
  /** Why, in one or two sentences for the reader. */
  reason: z.string(),
  ratio: z.number().positive().optional(),
  low: z.number().positive().optional(),
  high: z.number().positive().optional(),
  confidence: z.number().min(0).max(1),
  blocks: countSchema,
  /** Blocks that were repeated because the host was disturbed. */
  repeats: countSchema,
  /** Noise floor of this metric that was taken into account, natural log; absent when none was known. */
  floor: amountSchema.optional(),
  limiters: z.array(limiterSchema),
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
  /** Samples of the looks, so that a finished run and a recording can show their course in time. */
  timeline: z.array(sampleSchema),
  /** Histograms of all measured slices of a series at a value of the sweep, merged (HdrHistogram V2, ns). */
  histograms: z.array(
    z.strictObject({ series: idSchema, x: amountSchema, service: z.string(), response: z.string().optional() }),
  ),
  floor: noiseFloorSchema.optional(),
  /** Sources of the sampler that this host does not offer (ME4). */
  absent: z.array(z.string()),
  verdicts: z.array(verdictSchema),
  flags: z.array(flagSchema),
});
export type Result = z.infer<typeof resultSchema>;

/** `content/recordings/<experiment>.json`, written by `npm run record`, never by hand. */
export const recordingSchema = z.strictObject({ v: z.literal(1), recordedAt: z.iso.datetime(), result: resultSchema });
export type Recording = z.infer<typeof recordingSchema>;
