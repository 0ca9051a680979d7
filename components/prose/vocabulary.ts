import { z } from 'zod';
import { claimIdSchema, idSchema, variantIdSchema } from '../../protocol/ids.ts';
import { metrics } from '../../protocol/metrics.ts';

const sentence = z.string().min(1);
/** An attribute without a value. */
const mark = z.literal(true).optional();
const number = z.string().regex(/^\d+(\.\d+)?$/, 'must be a number such as "2" or "0.5"');
const metric = z.enum(Object.keys(metrics) as [keyof typeof metrics]);
/** A value of the sweep: `least`, `most` (the default) or one of its numbers. */
const at = z.union([z.enum(['least', 'most']), number]).optional();
/** Series by id, with commas between. */
const someSeries = z
  .string()
  .regex(/^[a-z0-9-]+(, ?[a-z0-9-]+)*$/, 'must be ids of series with commas between')
  .optional();
export const pictures = [
  'who-runs-where',
  'stalled-requests',
  'bunches',
  'three-ways',
  'loop-phases',
  'blocked-loop',
  'who-did-it',
  'second-loop',
  'two-laws',
  'price-and-percent',
  'future-states',
  'waves',
  'hog-and-ticker',
  'one-thread',
  'workers-and-queues',
  'nobody-watches',
  'carriers',
  'wake-ups',
  'what-a-connection-needs',
] as const;
export type PictureName = (typeof pictures)[number];

/** What the author of a lesson may name, with the attributes of each; docs/writing-a-lesson.md shows them in use. */
export const vocabulary = {
  /** The card of a claim that the lesson settles or opens. */
  Claim: z.strictObject({ id: claimIdSchema }),
  /** Where the reader says what they expect of an experiment, before it is run. */
  Predict: z.discriminatedUnion('kind', [
    /** A line for each series over the sweep. `from` and `to` bound the axis: from 0 linear, else logarithmic. */
    z.strictObject({
      kind: z.literal('curve'),
      experiment: idSchema,
      ask: sentence.optional(),
      metric: metric.optional(),
      series: someSeries,
      from: number.optional(),
      to: number.optional(),
    }),
    /** Series in order, at one value of the sweep. */
    z.strictObject({
      kind: z.literal('rank'),
      experiment: idSchema,
      ask: sentence,
      metric: metric.optional(),
      series: someSeries,
      at,
    }),
    /** A number with a range. */
    z.strictObject({
      kind: z.literal('number'),
      experiment: idSchema,
      ask: sentence,
      metric: metric.optional(),
      series: idSchema,
      at,
    }),
    /** One of its `Option`s: decided by the verdict on `claim`, or by the number at `series`, `metric` and `at`. */
    z.strictObject({
      kind: z.literal('choose'),
      experiment: idSchema,
      ask: sentence,
      claim: claimIdSchema.optional(),
      series: idSchema.optional(),
      metric: metric.optional(),
      at,
    }),
  ]),
  /** Right when the verdict has this outcome, or when the number lies in `from` to `to`. */
  Option: z.strictObject({
    says: sentence,
    outcome: z.enum(['holds', 'does-not-hold']).optional(),
    from: number.optional(),
    to: number.optional(),
  }),
  /** The experiment: recorded run, and a live one where there is a sandbox. */
  Experiment: z.strictObject({ id: idSchema }),
  /** When the effect will not show, from the experiment's own list. */
  WillNotShow: z.strictObject({ experiment: idSchema }),
  /** Code cut out of the very file that runs; `folded` when the text can be followed without it. */
  Source: z.strictObject({ variant: variantIdSchema, file: sentence, region: idSchema, folded: mark }),
  Picture: z.strictObject({ name: z.enum(pictures) }),
  /** A traced program by its name in content/orderings.yaml. With `ask` it stands alone until the reader opens the trace. */
  Trace: z.strictObject({ id: idSchema, ask: mark }),
  /** A number of the committed recording; with `minus`, by how much it lies above the same number of that series. */
  Measured: z.strictObject({ experiment: idSchema, series: idSchema, metric, at, minus: idSchema.optional() }),
  /** How many cores the recorded machine has: `cores`, or what it is: `name`. */
  Machine: z.strictObject({ experiment: idSchema, say: z.enum(['cores', 'name']) }),
  /** What came out on a claim, beside what its sources say. A claim that only sources can decide has no experiment. */
  Finding: z.strictObject({ experiment: idSchema.optional(), claim: claimIdSchema }),
  /** The outcome alone, inside a sentence: holds, does not hold, cannot tell. */
  Outcome: z.strictObject({ experiment: idSchema, claim: claimIdSchema }),
  /** Marks where a term is explained. */
  Term: z.strictObject({ id: idSchema }),
  /** Notes for those who teach it: closed for readers. */
  Instructor: z.strictObject({}),
  Terminal: z.strictObject({ intro: sentence }),
  Command: z.strictObject({ run: sentence, shows: sentence }),
  /**
   * A question to the reader. With `Answer`s one is chosen, or `several`; without, a number is asked for, and what
   * stands inside is the reason. With `experiment`, `series` and `metric` the key is measured: the reader's own newest
   * run, else the recording. `again` names the earlier lesson that it comes from.
   */
  Question: z.strictObject({
    ask: sentence,
    several: mark,
    /** The answers have an order of their own, so they are not shuffled. */
    ordered: mark,
    number: number.optional(),
    unit: sentence.optional(),
    /** How far off a number may be, in per cent. */
    tolerance: number.optional(),
    experiment: idSchema.optional(),
    series: idSchema.optional(),
    metric: metric.optional(),
    at,
    again: idSchema.optional(),
  }),
  /** One answer; what stands inside is the reason. Right when marked so, or when the key lies in `from` to `to`. */
  Answer: z.strictObject({ says: sentence, right: mark, from: number.optional(), to: number.optional() }),
} as const;

export type Vocabulary = typeof vocabulary;
export type ProseName = keyof Vocabulary;
export type ProseProps<N extends ProseName> = z.infer<Vocabulary[N]>;
