import { z } from 'zod';
import { type ErrorCode, faultOf, problemSchema } from './errors.ts';
import { tierSchema } from './experiment.ts';
import { buildStateSchema, facilitiesSchema, hostCardSchema } from './host.ts';
import { countSchema, idSchema, variantIdSchema } from './ids.ts';
import { planSchema } from './plan.ts';
import { noiseFloorSchema, pointSchema, resultSchema } from './result.ts';
import { sampleSchema } from './sample.ts';

/** Orders are verbs (`run.start`), facts are past or states (`run.accepted`, `run.state`). */
export const PROTOCOL_VERSION = 1;

export const runStates = [
  'queued',
  'leased',
  'building',
  'starting',
  'warming',
  'measuring',
  'draining',
  'done',
  'failed',
  'cancelled',
  'interrupted',
] as const;
export const runStateSchema = z.enum(runStates);
export type RunState = z.infer<typeof runStateSchema>;

/** A state that a run does not leave. */
export function isFinal(state: RunState): state is 'done' | 'failed' | 'cancelled' | 'interrupted' {
  return state === 'done' || state === 'failed' || state === 'cancelled' || state === 'interrupted';
}

export const runStateText: Record<RunState, string> = {
  queued: 'Waiting for the cores',
  leased: 'Cores reserved',
  building: 'Building the servers',
  starting: 'Starting the server',
  warming: 'Warming up',
  measuring: 'Measuring',
  draining: 'Finishing',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Stopped',
  interrupted: 'Interrupted',
};

const envelope = { v: z.literal(PROTOCOL_VERSION) };
/** The client's own mark on a request; the answer or error carries it back. */
const ref = z.string().max(64).optional();

export const clientMessageSchema = z.discriminatedUnion('t', [
  z.strictObject({
    ...envelope,
    t: z.literal('run.start'),
    ref,
    experiment: idSchema,
    tier: tierSchema,
    seed: countSchema.optional(),
  }),
  z.strictObject({ ...envelope, t: z.literal('run.cancel'), ref, run: idSchema }),
  /** Everything of this run from sample `from` on, then live. */
  z.strictObject({ ...envelope, t: z.literal('run.watch'), ref, run: idSchema, from: countSchema }),
]);
export type ClientMessage = z.infer<typeof clientMessageSchema>;

/** How a run stands. `server` is where the server under test listens inside the lab just now. */
export const runStatusSchema = z.strictObject({
  run: idSchema,
  experiment: idSchema,
  tier: tierSchema,
  attempt: countSchema,
  state: runStateSchema,
  /** Place in the queue, 1 is next. */
  place: z.int().positive().optional(),
  expectedWaitMs: countSchema.optional(),
  text: z.string(),
  server: z.strictObject({ variant: variantIdSchema, port: countSchema, workers: countSchema }).optional(),
  problem: problemSchema.optional(),
});
export type RunStatus = z.infer<typeof runStatusSchema>;

export const hubMessageSchema = z.discriminatedUnion('t', [
  /** First message after the upgrade: both sides know the version before anything else. */
  z.strictObject({
    ...envelope,
    t: z.literal('welcome'),
    boot: z.string(),
    host: hostCardSchema,
    facilities: facilitiesSchema,
    /** Whether the cores do not slow each other down; absent until the first run has tried it (CP2). */
    independent: z.boolean().optional(),
    builds: z.array(buildStateSchema),
    /** What is known of this host's noise, for each way of sharing the cores; a plan measures what is missing. */
    floors: z.array(noiseFloorSchema),
    /** Runs that are not over yet, oldest first. */
    runs: z.array(runStatusSchema),
  }),
  z.strictObject({
    ...envelope,
    t: z.literal('run.accepted'),
    ref,
    run: idSchema,
    experiment: idSchema,
    plan: planSchema,
  }),
  /** The machine is known better now: this plan replaces the one that was accepted. */
  z.strictObject({ ...envelope, t: z.literal('run.plan'), run: idSchema, plan: planSchema }),
  z.strictObject({ ...envelope, t: z.literal('run.state'), status: runStatusSchema }),
  z.strictObject({ ...envelope, t: z.literal('run.samples'), run: idSchema, samples: z.array(sampleSchema) }),
  z.strictObject({ ...envelope, t: z.literal('run.point'), run: idSchema, point: pointSchema }),
  z.strictObject({ ...envelope, t: z.literal('run.result'), run: idSchema, result: resultSchema }),
  z.strictObject({ ...envelope, t: z.literal('build.state'), build: buildStateSchema }),
  z.strictObject({ ...envelope, t: z.literal('error'), ref, problem: problemSchema }),
]);
export type HubMessage = z.infer<typeof hubMessageSchema>;

export type Parsed<T> = { ok: true; value: T } | { ok: false; code: ErrorCode; text: string; ref?: string };

/** Text from the wire as a message, or the error to answer with. Never throws. */
export function parseMessage<T>(schema: z.ZodType<T>, text: string): Parsed<T> {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return { ok: false, code: 'malformed', text: 'The message is not JSON.' };
  }
  if (typeof raw !== 'object' || raw === null)
    return { ok: false, code: 'malformed', text: 'The message is not an object.' };
  const { v, t, ref } = raw as { v?: unknown; t?: unknown; ref?: unknown };
  const mark = typeof ref === 'string' && ref.length <= 64 ? { ref } : {};
  if (v !== PROTOCOL_VERSION)
    return { ok: false, code: 'version', text: `This side speaks protocol version ${PROTOCOL_VERSION}.`, ...mark };
  const parsed = schema.safeParse(raw);
  if (parsed.success) return { ok: true, value: parsed.data };
  const unknownType = parsed.error.issues.some((issue) => issue.path[0] === 't');
  return unknownType
    ? {
        ok: false,
        code: 'unknown-type',
        text: `Unknown message type ${JSON.stringify(String(t).slice(0, 40))}.`,
        ...mark,
      }
    : { ok: false, code: 'malformed', text: faultOf(parsed.error), ...mark };
}
