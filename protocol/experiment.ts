import { z } from 'zod';
import { amountSchema, claimIdSchema, idSchema, variantIdSchema } from './ids.ts';

export const tiers = ['look', 'quick', 'standard', 'careful'] as const;
export const tierSchema = z.enum(tiers);
/** How much is measured: `look` draws the curve and decides nothing; the others repeat the deciding pairs. */
export type Tier = z.infer<typeof tierSchema>;

/**
 * How an interval of ratios becomes a verdict (ST10).
 * `equal`: inside [1/(1+margin), 1+margin]. `atLeast`: the ratio is at least `perCore` × the larger core count.
 */
export const ruleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('equal'), margin: z.number().positive() }),
  z.strictObject({ kind: z.literal('atLeast'), perCore: z.number().positive().max(1) }),
]);
export type Rule = z.infer<typeof ruleSchema>;

const seriesSchema = z.strictObject({
  id: idSchema,
  label: z.string().min(1),
  variant: variantIdSchema,
  connections: z.int().positive().max(10_000),
});

/** A question to the claim ledger that this experiment answers on the reader's machine. */
const questionSchema = z.strictObject({
  claim: claimIdSchema,
  series: idSchema,
  /** What is tested here, as one sentence that can be true or false. */
  sentence: z.string().min(1),
  rule: ruleSchema,
  /** `settled` here, or only `opened`: then the verdict is first evidence. */
  status: z.enum(['settled', 'opened']),
  /** What an interval like this means, by outcome. */
  meaning: z.strictObject({ holds: z.string(), doesNotHold: z.string() }),
});

/**
 * An experiment: plain data, one file `content/experiments/<id>.experiment.ts`.
 * This kind sweeps the cores given to a server and compares throughput on all of them with one.
 */
export const experimentSchema = z
  .strictObject({
    id: idSchema,
    title: z.string().min(1),
    question: z.string().min(1),
    series: z.array(seriesSchema).min(1).max(8),
    load: z.strictObject({
      kind: z.literal('closed'),
      path: z.string().startsWith('/'),
      /** Requests for each core given; the count is fixed, the time is measured (CP7). */
      requestsPerCore: z.strictObject({ look: z.int().positive(), block: z.int().positive() }),
      warmupRequests: z.int().nonnegative(),
    }),
    sweep: z.literal('cores'),
    questions: z.array(questionSchema),
    needs: z.strictObject({
      cores: z.int().positive(),
      /** Below this CPU time a request the load tool's own work spoils shared cores (CP7). */
      cpuPerRequestUs: amountSchema,
    }),
    /** When the effect will not show, said before Run (H6). */
    willNotShowWhen: z.array(z.string().min(1)).min(1),
  })
  .superRefine((spec, context) => {
    const ids = new Set(spec.series.map((series) => series.id));
    if (ids.size < spec.series.length)
      context.addIssue({ code: 'custom', path: ['series'], message: 'two series have the same id' });
    for (const [index, question] of spec.questions.entries()) {
      if (!ids.has(question.series))
        context.addIssue({
          code: 'custom',
          path: ['questions', index, 'series'],
          message: `no series \`${question.series}\``,
        });
    }
  });
export type Experiment = z.infer<typeof experimentSchema>;
export type Series = Experiment['series'][number];
export type Question = Experiment['questions'][number];
