import { z } from 'zod';
import { metricNameSchema, tierSchema } from './experiment.ts';
import { amountSchema, claimIdSchema, countSchema, idSchema } from './ids.ts';
import { outcomes } from './result.ts';

/** What the reader drew before running: for each series a speed-up for each core count of the sweep. */
export const predictionSchema = z.strictObject({
  v: z.literal(1),
  experiment: idSchema,
  savedAt: z.iso.datetime(),
  curves: z.record(
    idSchema,
    z.array(z.strictObject({ cores: z.int().positive(), speedUp: z.number().nonnegative() })).max(64),
  ),
});
export type Prediction = z.infer<typeof predictionSchema>;

/** `verdict.<claim>`: what the reader's newest run found that judged a claim. Written by the hub when the run ends. */
export const ownVerdictSchema = z.strictObject({
  claim: claimIdSchema,
  sentence: z.string(),
  metric: metricNameSchema,
  /** `ratio` is one of two servers or points; otherwise it is a value of the metric. */
  compared: z.boolean(),
  outcome: z.enum(outcomes),
  /** `opened`: first evidence only. */
  status: z.enum(['settled', 'opened']),
  ratio: z.number().positive().optional(),
  low: z.number().positive().optional(),
  high: z.number().positive().optional(),
  confidence: z.number().min(0).max(1),
  blocks: countSchema,
  run: idSchema,
  experiment: idSchema,
  tier: tierSchema,
  measuredAt: z.iso.datetime(),
  /** The machine in short: what its card calls the processor, and the usable cores. */
  cpuModel: z.string(),
  cores: amountSchema,
});
export type OwnVerdict = z.infer<typeof ownVerdictSchema>;

/** Keys of the owner's state, `kind.name`: kept in the browser, and by the hub when there is one. */
export const stateKeySchema = z.string().regex(/^[a-z]+\.[a-z0-9][a-z0-9.-]{0,95}$/);
/** Largest value of one key, in bytes of JSON. */
export const MAX_STATE_BYTES = 65_536;
/** Most keys of one owner. */
export const MAX_STATE_KEYS = 5_000;

/** A kept value with the time it was saved at; `null` says that it was taken away. Of two the newer one counts. */
export const stateEntrySchema = z.strictObject({ value: z.json(), savedAt: z.iso.datetime() });
export type StateEntry = z.infer<typeof stateEntrySchema>;
export const stateEntriesSchema = z.record(stateKeySchema, stateEntrySchema);
