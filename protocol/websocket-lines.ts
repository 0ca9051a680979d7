import { z } from 'zod';
import { amountSchema, countSchema } from './ids.ts';
import { errors, generatorCost, histogram, loadFlagSchema, quantilesSchema } from './load-lines.ts';

const opening = { connections: z.int().positive(), connectRate: z.number().positive().max(2000) };
const holding = { ...opening, holdSeconds: z.number().positive(), pingSeconds: z.number().positive().optional() };

/** What is asked of the connections, as a union (LD1, LD13). Rates are per second, `echoRate` on each connection. */
export const websocketLoadSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('connect'), ...opening }),
  z.strictObject({ kind: z.literal('hold'), ...holding }),
  z.strictObject({
    kind: z.literal('echo'),
    ...holding,
    echoRate: z.number().positive(),
    echoBytes: z.int().min(16).max(65_536),
    echoAs: z.enum(['text', 'binary']),
    seed: countSchema,
  }),
]);
export type WebsocketLoad = z.infer<typeof websocketLoadSchema>;

/** Latencies run from the plan; what timed out is in them at its age. */
const figures = {
  planned: countSchema,
  sent: countSchema,
  ok: countSchema,
  failed: countSchema,
  errors,
  latency: histogram,
};
const tickFigures = z.strictObject({ ...figures, inFlight: countSchema, queued: countSchema });
/** planned = ok + failed + censored + unsent. */
const totals = z.strictObject({
  ...figures,
  /** Sent, but without an answer when the drain ended. */
  censored: countSchema,
  /** Planned, but never sent: the connection was lost or took no more. */
  unsent: countSchema,
  latencyUs: quantilesSchema,
});

const phase = z.enum(['connect', 'hold', 'drain']);

/**
 * What `load ws` prints, one JSON object a line. Counts in `tick` are of its interval; unknown is absent, and so are
 * echoes and pings of a load that has none. Times in µs, values inside histograms in ns.
 */
export const websocketLineSchema = z.discriminatedUnion('t', [
  z.strictObject({
    t: z.literal('hello'),
    v: z.literal(1),
    run: z.string().optional(),
    threads: z.int().positive(),
    cores: z.array(countSchema),
    pacing: z.enum(['fine', 'tick']),
    load: websocketLoadSchema,
    url: z.string(),
    /** Addresses of this machine that connections come from (LD14). */
    sources: z.int().positive(),
  }),
  z.strictObject({ t: z.literal('phase'), atUs: amountSchema, name: phase }),
  z.strictObject({
    t: z.literal('tick'),
    phase,
    atUs: amountSchema,
    spanUs: amountSchema,
    connecting: countSchema,
    connected: countSchema,
    connects: tickFigures,
    /** Connections that were open and ended before they should. */
    lost: errors,
    echoes: tickFigures.optional(),
    pings: tickFigures.optional(),
    lag: histogram,
    gen: generatorCost,
    rssBytes: countSchema.optional(),
  }),
  z.strictObject({
    t: z.literal('done'),
    atUs: amountSchema,
    /** Length of holding, or of connecting when nothing is held; `lag` and `gen` are of that phase. */
    measuredUs: amountSchema,
    connects: totals,
    /** connects.ok less all that were lost. */
    held: countSchema,
    lost: errors,
    /** Held, and the server agreed to the end. */
    closed: countSchema,
    echoes: totals.optional(),
    pings: totals.optional(),
    lag: histogram,
    gen: generatorCost,
    /** Of the load tool itself, without the kernel's buffers: before the first connection and at the end of the phase. */
    memory: z.strictObject({ beforeBytes: countSchema, heldBytes: countSchema, eachBytes: countSchema }).optional(),
    flags: z.array(loadFlagSchema),
  }),
]);
export type WebsocketLine = z.infer<typeof websocketLineSchema>;
export type WebsocketDone = Extract<WebsocketLine, { t: 'done' }>;
export type WebsocketTick = Extract<WebsocketLine, { t: 'tick' }>;
