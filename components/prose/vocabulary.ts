import { z } from 'zod';
import { claimIdSchema, idSchema, variantIdSchema } from '../../protocol/ids.ts';
import { metrics } from '../../protocol/metrics.ts';

const sentence = z.string().min(1);
/** An attribute without a value. */
const mark = z.literal(true).optional();
const number = z.string().regex(/^\d+(\.\d+)?$/);
export const pictures = ['three-ways'] as const;
export type PictureName = (typeof pictures)[number];

/** What the author of a lesson may name, with the attributes of each. Anything else stops the build. */
export const vocabulary = {
  /** The card of a claim that the lesson settles or opens. */
  Claim: z.strictObject({ id: claimIdSchema }),
  /** Where the reader draws what they expect. */
  Predict: z.strictObject({ experiment: idSchema }),
  /** The experiment: recorded run, and a live one where there is a sandbox. */
  Experiment: z.strictObject({ id: idSchema }),
  /** When the effect will not show, from the experiment's own list. */
  WillNotShow: z.strictObject({ experiment: idSchema }),
  /** Code cut out of the very file that runs; `folded` when the text can be followed without it. */
  Source: z.strictObject({ variant: variantIdSchema, file: sentence, region: idSchema, folded: mark }),
  Picture: z.strictObject({ name: z.enum(pictures) }),
  /** A number of the committed recording. `cores` is `one` or `all`; all is the default. */
  Measured: z.strictObject({
    experiment: idSchema,
    series: idSchema,
    metric: z.enum(Object.keys(metrics) as [keyof typeof metrics]),
    cores: z.enum(['one', 'all']).optional(),
  }),
  /** How many cores the recorded machine has: `cores`, or what it is: `name`. */
  Machine: z.strictObject({ experiment: idSchema, say: z.enum(['cores', 'name']) }),
  /** What came out on a claim, beside what its sources say. A claim that only sources can decide has no experiment. */
  Finding: z.strictObject({ experiment: idSchema.optional(), claim: claimIdSchema }),
  /** The outcome alone, inside a sentence: holds, does not hold, cannot tell. */
  Outcome: z.strictObject({ experiment: idSchema, claim: claimIdSchema }),
  /** Marks where a term is explained. */
  Term: z.strictObject({ id: idSchema }),
  Terminal: z.strictObject({ intro: sentence }),
  Command: z.strictObject({ run: sentence, shows: sentence }),
  /** A question to the reader. With `experiment`, `series` and `metric` its key is the recording's number. */
  Question: z.strictObject({
    ask: sentence,
    experiment: idSchema.optional(),
    series: idSchema.optional(),
    metric: z.enum(Object.keys(metrics) as [keyof typeof metrics]).optional(),
  }),
  /** One answer; what stands inside is the reason. Right when marked so, or when the key lies in `from` to `to`. */
  Answer: z.strictObject({ says: sentence, right: mark, from: number.optional(), to: number.optional() }),
} as const;

export type Vocabulary = typeof vocabulary;
export type ProseName = keyof Vocabulary;
export type ProseProps<N extends ProseName> = z.infer<Vocabulary[N]>;
