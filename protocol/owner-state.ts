import { z } from 'zod';
import { atSchema, metricNameSchema, tierSchema } from './experiment.ts';
import { amountSchema, claimIdSchema, countSchema, idSchema } from './ids.ts';
import { outcomes } from './result.ts';

/** What every prediction says of itself, so that it can be read without the lesson it was made in. */
const said = {
  /** Which `Predict` of the lessons: made from what that one asks. */
  id: idSchema,
  at: z.iso.datetime(),
  ask: z.string(),
};

/** A value at each x of the sweep, in the metric's own unit. */
export const curvesSchema = z.record(
  idSchema,
  z.array(z.strictObject({ x: amountSchema, value: amountSchema })).max(64),
);

/** One of the sentences to choose from. Right by the outcome of a verdict, or when the value lies in `from` to `to`. */
const optionSchema = z.strictObject({
  says: z.string().min(1),
  outcome: z.enum(['holds', 'does-not-hold']).optional(),
  from: amountSchema.optional(),
  to: amountSchema.optional(),
});

export const predictionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('curve'), ...said, metric: metricNameSchema, curves: curvesSchema }),
  /** Series in the order expected, the better value first, the lower one where neither is better. */
  z.strictObject({
    kind: z.literal('rank'),
    ...said,
    metric: metricNameSchema,
    place: atSchema,
    order: z.array(idSchema).min(2).max(8),
  }),
  z.strictObject({
    kind: z.literal('number'),
    ...said,
    metric: metricNameSchema,
    series: idSchema,
    place: atSchema,
    value: amountSchema,
    low: amountSchema,
    high: amountSchema,
  }),
  z.strictObject({
    kind: z.literal('choose'),
    ...said,
    by: z.union([
      z.strictObject({ claim: claimIdSchema }),
      z.strictObject({ metric: metricNameSchema, series: idSchema, place: atSchema }),
    ]),
    options: z.array(optionSchema).min(2).max(8),
    chosen: countSchema,
  }),
]);
export type Prediction = z.infer<typeof predictionSchema>;
export type PredictionOf<K extends Prediction['kind']> = Extract<Prediction, { kind: K }>;

/** All that the reader predicted of one experiment: `prediction.<experiment>`. */
export interface Predictions {
  readonly v: 2;
  /** When this reader first saw a result of it. What was predicted later was predicted knowing one. */
  readonly seenAt?: string | undefined;
  readonly made: readonly Prediction[];
  /** Kept predictions of a form that this version does not read. Nothing of them is lost. */
  readonly older: readonly unknown[];
}

const version2 = z
  .strictObject({
    v: z.literal(2),
    seenAt: z.iso.datetime().optional(),
    made: z.array(z.unknown()),
    older: z.array(z.unknown()),
  })
  .transform(({ seenAt, made, older }): Predictions => {
    const read = [...made, ...older].map((one) => ({ one, parsed: predictionSchema.safeParse(one) }));
    return {
      v: 2,
      seenAt,
      made: read.flatMap(({ parsed }) => parsed.data ?? []),
      older: read.flatMap(({ one, parsed }) => (parsed.success ? [] : [one])),
    };
  });

/** The first form knew speed-up curves alone. */
const version1 = z
  .strictObject({
    v: z.literal(1),
    experiment: idSchema,
    savedAt: z.iso.datetime(),
    curves: z.record(
      idSchema,
      z.array(z.strictObject({ cores: z.int().positive(), speedUp: z.number().nonnegative() })).max(64),
    ),
  })
  .transform(({ savedAt, curves }): Predictions => {
    const drawn = Object.entries(curves).filter(([, points]) => points.length > 0);
    const as = ({ cores, speedUp }: { cores: number; speedUp: number }) => ({ x: cores, value: speedUp });
    const made: Prediction[] =
      drawn.length === 0
        ? []
        : [
            {
              kind: 'curve',
              id: 'curve-speed-up',
              at: savedAt,
              ask: '',
              metric: 'speedUp',
              curves: Object.fromEntries(drawn.map(([series, points]) => [series, points.map(as)])),
            },
          ];
    return { v: 2, made, older: [] };
  });

const anyOther = z.looseObject({}).transform((kept): Predictions => ({ v: 2, made: [], older: [kept] }));

/** Reads every form that was ever kept; what it cannot read it hands on in `older`. */
export const predictionsSchema: z.ZodType<Predictions> = z.union([version2, version1, anyOther]);

/** The answer to one question: `answer.<hash of the question>`, so that an edited question begins anew. */
export const answerSchema = z.strictObject({
  v: z.literal(1),
  lesson: idSchema,
  ask: z.string(),
  at: z.iso.datetime(),
  /** Places of the chosen answers in the author's order; none when the reader took them back. */
  picked: z.array(countSchema).max(12),
  /** What was typed, where a number is asked for. */
  number: z.number().optional(),
  /** Absent while nothing decides. */
  right: z.boolean().optional(),
});
export type Answer = z.infer<typeof answerSchema>;

/** `verdict.<claim>`: what the reader's newest run found that judged a claim. Written by the hub when the run ends. */
export const ownVerdictSchema = z.strictObject({
  claim: claimIdSchema,
  sentence: z.string(),
  /** The sentence says the opposite of the claim, or of a part of it. */
  denies: z.literal(true).optional(),
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

/** `baseline.<experiment>`: the run that later ones of the same experiment are drawn over; a reference as in addresses. */
export const baselineSchema = z.strictObject({ v: z.literal(1), ref: z.string().max(100), name: z.string().max(200) });
export type PinnedBaseline = z.infer<typeof baselineSchema>;

/** `note.<lesson>`: what the reader wrote beside a lesson. */
export const noteSchema = z.strictObject({ v: z.literal(1), text: z.string().max(20_000) });

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
