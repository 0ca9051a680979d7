import { z } from 'zod';
import { idSchema } from './ids.ts';

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

/** Keys of the owner's state, `kind.name`: kept by the hub, or in the browser without one. */
export const stateKeySchema = z.string().regex(/^[a-z]+\.[a-z0-9][a-z0-9-]{0,63}$/);
/** Largest value of one key, in bytes of JSON. */
export const MAX_STATE_BYTES = 65_536;
