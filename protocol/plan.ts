import { z } from 'zod';
import { freezeSchema, knobsSchema, modelSchema, tierSchema } from './experiment.ts';
import { amountSchema, countSchema, idSchema, variantIdSchema } from './ids.ts';
import { loadShapeSchema } from './load-lines.ts';

const serverSchema = z.strictObject({
  key: z.enum(['a', 'b']),
  series: idSchema,
  variant: variantIdSchema,
  /** Value of the sweep that this server is loaded at. */
  x: amountSchema,
  /** Core numbers of the host that the server may use; its worker count follows them. */
  cores: z.array(countSchema).min(1),
  /** Settings: environment variables by name. */
  knobs: knobsSchema.optional(),
  /** Where the programs run that it asks: its services, and the server behind it if there is one. */
  behind: z
    .strictObject({
      cores: z.array(countSchema).min(1),
      variant: variantIdSchema.optional(),
      knobs: knobsSchema.optional(),
    })
    .optional(),
});
export type PlannedServer = z.infer<typeof serverSchema>;

/** So many WebSockets held; `echoRate` is of each. */
const holdShapeSchema = z.strictObject({
  kind: z.literal('hold'),
  connections: z.int().positive(),
  echoRate: z.number().positive(),
  seconds: z.number().positive(),
});
/** An open load at `percent` of the full rate of its server, which is measured before the first such slice. */
const relativeShapeSchema = z.strictObject({
  kind: z.literal('relative'),
  percent: z.number().positive(),
  arrivals: z.enum(['constant', 'poisson']),
  connections: z.int().positive(),
  seconds: z.number().positive(),
});
export const sliceShapeSchema = z.discriminatedUnion('kind', [
  ...loadShapeSchema.options,
  holdShapeSchema,
  relativeShapeSchema,
]);
export type SliceShape = z.infer<typeof sliceShapeSchema>;
/** What the load tool can be told: a relative load has become a rate. */
export type SentShape = Exclude<SliceShape, { kind: 'relative' }>;

/** One load on one server; the same shape and seed for both servers of a pair (FR13). */
const sliceSchema = z.strictObject({
  server: z.enum(['a', 'b']),
  path: z.string().startsWith('/'),
  shape: sliceShapeSchema,
  /** Requests of other kinds among those of `path`, in percent; the rest is its own. */
  among: z
    .array(z.strictObject({ name: idSchema, path: z.string().startsWith('/'), percent: z.number().positive() }))
    .min(1)
    .optional(),
  /** A closed loop at the same time. */
  beside: z.strictObject({ path: z.string().startsWith('/'), connections: z.int().positive() }).optional(),
  /** The shape is varied until the best is found; the point is the best one (ST12). */
  search: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('saturation'), connections: z.array(z.int().positive()).min(1) }),
      z.strictObject({ kind: z.literal('capacity'), p99BelowUs: z.number().positive() }),
    ])
    .optional(),
  loadCores: z.array(countSchema).min(1),
  seed: countSchema,
});
export type Slice = z.infer<typeof sliceSchema>;

/** One process of a program that is no server, from its start to its end; the seed is told to it. */
const processSchema = z.strictObject({ server: z.enum(['a', 'b']), seed: countSchema });
export type PlannedProcess = z.infer<typeof processSchema>;

export const stepKinds = ['calibration', 'look', 'floor', 'block'] as const;
export const stepKindSchema = z.enum(stepKinds);

/**
 * One step: fresh servers, started, warmed, loaded slice by slice, stopped. A `block` yields one log ratio of its pair,
 * a `floor` step one of a server with itself (ST8), a `calibration` the load tool's cost beside a server's (CP4).
 */
export const stepSchema = z.strictObject({
  id: idSchema,
  kind: stepKindSchema,
  /** Number of the repetition, from 1; 0 for the look. */
  block: countSchema,
  /** Which comparison it belongs to; looks belong to none. */
  pair: z.string().optional(),
  /**
   * `brief`: a fixed short while, not judged; of a program, the rounds that its manifest names. `steady`: until
   * throughput and median no longer move (ST2), judged.
   */
  warmup: z.enum(['brief', 'steady']),
  servers: z.array(serverSchema).min(1).max(2),
  /** Loads on servers, in order; none where programs are run instead. */
  slices: z.array(sliceSchema),
  processes: z.array(processSchema).min(1).optional(),
});
export type Step = z.infer<typeof stepSchema>;

/** Compiled from a spec before anything starts; shown, stored and replayable. */
export const planSchema = z.strictObject({
  v: z.literal(1),
  experiment: idSchema,
  tier: tierSchema,
  seed: countSchema,
  /** `shared`: server and load tool on the same cores (CP7). `split`: each has its own. */
  mode: z.enum(['shared', 'split']),
  /** What the chart runs over, with the values of x, ascending. */
  sweep: z.strictObject({
    /** `parameter` is whatever has its own label and unit: part of a path, a knob, a share, those beside. */
    over: z.enum(['nothing', 'cores', 'connections', 'rate', 'parameter']),
    label: z.string(),
    unit: z.string(),
    values: z.array(amountSchema).min(1),
  }),
  /** Whether the servers run with their inner probes (ME1). */
  probes: z.boolean(),
  freeze: freezeSchema.optional(),
  model: modelSchema.optional(),
  /** How far a scaling law is drawn beyond the measured numbers of cores, where host and tier allow it (CP5, CP9). */
  reach: z.strictObject({ law: z.enum(['amdahl', 'usl']), upTo: countSchema }).optional(),
  /** Where the sandbox server and the sampler run while this is measured. */
  hubCores: z.array(countSchema),
  steps: z.array(stepSchema),
  /** Series that cannot run on this host now, with the reason. */
  skipped: z.array(z.strictObject({ series: idSchema, reason: z.string() })),
  estimatedMs: countSchema,
});
export type Plan = z.infer<typeof planSchema>;

/** Whether a plan runs programs to their end, which nobody loads, instead of servers. */
export const ofPrograms = ({ steps }: Pick<Plan, 'steps'>): boolean => steps.some(({ processes }) => processes);
