import { z } from 'zod';
import { tierSchema } from './experiment.ts';
import { countSchema, idSchema, variantIdSchema } from './ids.ts';

const serverSchema = z.strictObject({
  key: z.enum(['a', 'b']),
  series: idSchema,
  variant: variantIdSchema,
  /** Core numbers of the host that the server may use; its worker count follows them. */
  cores: z.array(countSchema).min(1),
});

const sliceSchema = z.strictObject({
  server: z.enum(['a', 'b']),
  requests: z.int().positive(),
  warmupRequests: z.int().nonnegative(),
  connections: z.int().positive(),
  loadCores: z.array(countSchema).min(1),
  seed: countSchema,
});

/** One step: fresh servers, started, checked, loaded slice by slice, stopped. A `block` yields one log ratio. */
export const stepSchema = z.strictObject({
  id: idSchema,
  kind: z.enum(['look', 'block']),
  /** Number of the repetition, from 1; 0 for the look. */
  block: countSchema,
  servers: z.array(serverSchema).min(1).max(2),
  slices: z.array(sliceSchema).min(1),
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
  /** The core counts of the sweep, ascending. */
  sweep: z.array(z.int().positive()).min(1),
  path: z.string(),
  steps: z.array(stepSchema),
  /** Series that cannot run on this host now, with the reason. */
  skipped: z.array(z.strictObject({ series: idSchema, reason: z.string() })),
  estimatedMs: countSchema,
});
export type Plan = z.infer<typeof planSchema>;
