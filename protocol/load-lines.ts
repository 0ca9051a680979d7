import { z } from 'zod';
import { amountSchema, countSchema } from './ids.ts';

/** HdrHistogram V2, deflated, base64. Values in nanoseconds, 1 µs to 120 s, three digits. */
export const histogram = z.string().max(60_000);

/** Load is a union, so that a setting which would be ignored cannot be written (LD1). */
export const loadShapeSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('closed'),
    connections: z.int().positive(),
    /** From an answer to the next request of its connection. */
    thinkUs: amountSchema.optional(),
    requests: z.int().positive().optional(),
    seconds: z.number().positive().optional(),
  }),
  z.strictObject({
    kind: z.literal('open'),
    segments: z.array(z.strictObject({ from: amountSchema, to: amountSchema, seconds: z.number().positive() })).min(1),
    arrivals: z.enum(['constant', 'poisson']),
    connections: z.int().positive(),
    /** When all are busy, more are opened, up to so many. */
    maxConnections: z.int().positive().optional(),
  }),
]);

export type LoadShape = z.infer<typeof loadShapeSchema>;

export const loadErrorKinds = [
  'connectRefused',
  'connectTimeout',
  'connectReset',
  'noPorts',
  'noFiles',
  'writeReset',
  'readReset',
  'staleClose',
  'eof',
  'timeout',
  'parse',
  'status4xx',
  'status5xx',
  'bodyMismatch',
  'wsHandshake',
  'wsClose',
  'wsPayload',
] as const;
export const errors = z.partialRecord(z.enum(loadErrorKinds), countSchema);

export const loadFlags = [
  'generatorBusy',
  'generatorLate',
  'generatorStarved',
  'planMissed',
  'backlog',
  'fault',
  'errors',
  'interrupted',
] as const;
export const loadFlagSchema = z.enum(loadFlags);
export type LoadFlag = z.infer<typeof loadFlagSchema>;

export const generatorCost = z.strictObject({ cpuUs: amountSchema, runDelayUs: amountSchema.optional() });
const classFigures = {
  ok: countSchema,
  response: histogram,
  service: histogram,
  wait: histogram.optional(),
};
/** Of what share which path is asked; `weight` beside the other weights (LD6). */
const classSchema = z.strictObject({ name: z.string(), weight: z.number().positive(), path: z.string() });
const phase = z.enum(['warmup', 'measure', 'drain']);

/** A quantile is absent when fewer than ten values lie above it. Microseconds. */
export const quantilesSchema = z.strictObject({
  p50: amountSchema.optional(),
  p90: amountSchema.optional(),
  p99: amountSchema.optional(),
  p999: amountSchema.optional(),
  max: amountSchema.optional(),
});
export type Quantiles = z.infer<typeof quantilesSchema>;

/** By name of the class; without classes the only one is `all`. */
const tickClasses = z.record(z.string(), z.strictObject(classFigures));
const doneClasses = z.record(
  z.string(),
  z.strictObject({
    ...classFigures,
    /** From sent to the first byte of the answer. */
    firstByte: histogram,
    responseUs: quantilesSchema,
    serviceUs: quantilesSchema,
  }),
);

/** What the load tool prints, one JSON object a line. Counts in `tick` are of its interval; unknown is absent. */
export const loadLineSchema = z.discriminatedUnion('t', [
  z.strictObject({
    t: z.literal('hello'),
    v: z.literal(1),
    run: z.string().optional(),
    seed: countSchema,
    threads: z.int().positive(),
    cores: z.array(countSchema),
    pacing: z.enum(['fine', 'tick', 'none']),
    load: loadShapeSchema,
    url: z.string(),
    /** Time 0 of all `atUs`, in µs of CLOCK_MONOTONIC. */
    epochUs: amountSchema,
    keepAlive: z.boolean(),
    classes: z.array(classSchema).min(1).optional(),
    classOrder: z.enum(['random', 'stratified']).optional(),
  }),
  z.strictObject({ t: z.literal('phase'), atUs: amountSchema, name: phase }),
  z.strictObject({
    t: z.literal('tick'),
    phase,
    atUs: amountSchema,
    spanUs: amountSchema,
    planned: countSchema,
    released: countSchema,
    sent: countSchema,
    ok: countSchema,
    /** Good answers to requests that the warm-up had sent: they count for the rate of this phase and for nothing else. */
    carried: countSchema,
    failed: countSchema,
    inFlight: countSchema,
    queued: countSchema,
    conns: countSchema,
    bytesIn: countSchema,
    bytesOut: countSchema,
    errors,
    lag: histogram.optional(),
    gen: generatorCost,
    classes: tickClasses,
  }),
  z.strictObject({
    t: z.literal('done'),
    atUs: amountSchema,
    /** Length of the measured phase: first request sent to last answer when the load is by count. */
    measuredUs: amountSchema,
    /** Good answers in that time, those carried over from the warm-up included and those of the drain not. */
    inTime: countSchema,
    totals: z.strictObject({
      planned: countSchema,
      released: countSchema,
      sent: countSchema,
      ok: countSchema,
      carried: countSchema,
      failed: countSchema,
      bytesIn: countSchema,
      bytesOut: countSchema,
      errors,
    }),
    censored: countSchema,
    unsent: countSchema,
    /** WebSockets that were open to the end, where they are held. */
    held: countSchema.optional(),
    classes: doneClasses,
    lag: histogram.optional(),
    /** From beginning to connect to connected, where connections were opened; part of the service time. */
    connect: histogram.optional(),
    /**
     * Bodies that nothing was expected of: one in 64 is hashed. `distinct` goes no further than 1,000. Absent when
     * every body was compared byte for byte.
     */
    bodies: z.strictObject({ checked: countSchema, distinct: countSchema.max(1000) }).optional(),
    gen: generatorCost,
    responseUs: quantilesSchema,
    serviceUs: quantilesSchema,
    flags: z.array(loadFlagSchema),
  }),
]);
export type LoadLine = z.infer<typeof loadLineSchema>;
export type LoadDone = Extract<LoadLine, { t: 'done' }>;
export type LoadTick = Extract<LoadLine, { t: 'tick' }>;

/** Good answers a second of a load that is over: those that came in its time (0021). */
export const throughputOf = ({ inTime, measuredUs }: Pick<LoadDone, 'inTime' | 'measuredUs'>): number =>
  (inTime * 1e6) / Math.max(measuredUs, 1);

/** Doubts that a moment of the host has raised, and not what is measured: another attempt may not meet it. */
export const hostDoubts: readonly LoadFlag[] = ['generatorLate', 'generatorStarved'];
