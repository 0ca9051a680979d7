import { z } from 'zod';
import { amountSchema, claimIdSchema, idSchema, variantIdSchema } from './ids.ts';
import { type MetricName, metrics } from './metrics.ts';

export const tiers = ['look', 'quick', 'standard', 'careful'] as const;
export const tierSchema = z.enum(tiers);
/** How much is measured: `look` draws the curve and decides nothing; the others repeat the deciding pairs (ST4). */
export type Tier = z.infer<typeof tierSchema>;

/**
 * How an interval becomes a verdict (ST10).
 * `equal`: inside [1/(1+margin), 1+margin]. `atLeast`: the ratio is at least k, or `perCore` × the larger core count.
 * `about`: within the factor `band` of k. `better`: beyond 3 % and the noise floor. `limit`: the value itself is below.
 */
export const ruleSchema = z.union([
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('equal'), margin: z.number().positive() }),
    z.strictObject({ kind: z.literal('atLeast'), k: z.number().positive() }),
    z.strictObject({ kind: z.literal('about'), k: z.number().positive(), band: z.number().gt(1).optional() }),
    z.strictObject({ kind: z.literal('better') }),
    z.strictObject({ kind: z.literal('limit'), below: z.number().positive() }),
  ]),
  z.strictObject({ kind: z.literal('atLeast'), perCore: z.number().positive().max(1) }),
]);
export type Rule = z.infer<typeof ruleSchema>;

const path = z.string().startsWith('/');
const connections = z.int().positive().max(10_000);
const rate = z.number().positive().max(1_000_000);

/** Values of environment variables by name. */
export const knobsSchema = z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), z.union([z.number(), z.string().min(1)]));

/** One line of the chart: a server, with what is particular to its load, or a program with its settings. */
const seriesSchema = z.strictObject({
  id: idSchema,
  label: z.string().min(1),
  variant: variantIdSchema,
  /** Instead of the load's own. */
  connections: connections.optional(),
  path: path.optional(),
  /** Values for some of the knobs of its manifest. */
  knobs: knobsSchema.optional(),
});

/**
 * What each server is asked to do (LD1). A path may hold the swept parameter as `{name}`. A program that is no server
 * is started and runs to its end: the swept parameter is one of its knobs.
 */
const loadSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('closed'),
    path,
    connections,
    /** By count instead of by time: requests for each core that the server can keep busy (CP7). */
    requests: z.strictObject({ look: z.int().positive(), block: z.int().positive() }).optional(),
  }),
  z.strictObject({
    kind: z.literal('open'),
    path,
    /** Offered load, requests a second. */
    rate,
    arrivals: z.enum(['constant', 'poisson']),
    connections,
  }),
  /** The most a closed loop gets, with the best of several numbers of connections (ST12). */
  z.strictObject({ kind: z.literal('saturation'), path }),
  /** The highest offered load that is answered in time: found by search from `startRate` on (ST12). */
  z.strictObject({
    kind: z.literal('capacity'),
    path,
    startRate: rate,
    p99BelowMs: z.number().positive(),
    arrivals: z.enum(['constant', 'poisson']),
    connections,
  }),
  z.strictObject({ kind: z.literal('program'), cores: z.enum(['one', 'all']) }),
]);

/** What changes from point to point; its values are the x of the chart. */
const sweepSchema = z.discriminatedUnion('over', [
  z.strictObject({ over: z.literal('nothing') }),
  z.strictObject({ over: z.literal('cores') }),
  z.strictObject({ over: z.literal('connections'), values: z.array(connections).min(1) }),
  z.strictObject({ over: z.literal('rate'), values: z.array(rate).min(1) }),
  z.strictObject({
    over: z.literal('parameter'),
    name: idSchema,
    label: z.string().min(1),
    unit: z.string(),
    values: z.array(amountSchema).min(1),
  }),
]);
export type Sweep = z.infer<typeof sweepSchema>;

/** A point of the chart: a series at one value of the sweep. */
const placeSchema = z.strictObject({ series: idSchema, at: z.union([z.enum(['least', 'most']), z.number()]) });
export type Place = z.infer<typeof placeSchema>;

export const metricNameSchema = z.enum(Object.keys(metrics) as [MetricName, ...MetricName[]]);

/** A question to the claim ledger that this experiment answers on the reader's machine. */
const questionSchema = z.strictObject({
  claim: claimIdSchema,
  metric: metricNameSchema.default('throughput'),
  /** The ratio is `of` over `against`; a rule of kind `limit` looks at `of` alone. */
  of: placeSchema,
  against: placeSchema.optional(),
  /** What is tested here, as one sentence that can be true or false. */
  sentence: z.string().min(1),
  rule: ruleSchema,
  /** `settled` here, or only `opened`: then the verdict is first evidence. */
  status: z.enum(['settled', 'opened']),
  /** What an interval like this means, by outcome. */
  meaning: z.strictObject({ holds: z.string(), doesNotHold: z.string() }),
});

/** What an experiment is before its parts are held against each other. */
interface Parts {
  readonly series: readonly z.infer<typeof seriesSchema>[];
  readonly sweep: Sweep;
  readonly probes: boolean;
}
type Fault = (path: (string | number)[], message: string) => void;

/** A field of one kind of experiment that the other would ignore. */
function faultsOfPrograms({ series, sweep, probes }: Parts, fault: Fault): void {
  if (sweep.over === 'connections' || sweep.over === 'rate')
    fault(['sweep'], 'a program is offered no load: sweep one of its knobs or its cores');
  if (probes) fault(['probes'], 'a program has no inner probes');
  for (const [index, { path: own, connections: few }] of series.entries())
    if (own !== undefined || few !== undefined) fault(['series', index], 'a program has neither path nor connections');
}

function faultsOfLoads(
  { series, sweep }: Parts,
  load: Exclude<z.infer<typeof loadSchema>, { kind: 'program' }>,
  fault: Fault,
): void {
  if (sweep.over === 'cores' && !(load.kind === 'closed' && load.requests))
    fault(['load'], 'a sweep over cores needs a closed load by count: on few cores it runs on shared ones (CP7)');
  if (sweep.over === 'connections' && load.kind === 'saturation')
    fault(['sweep'], 'a saturation chooses its connections itself');
  if (sweep.over === 'rate' && load.kind !== 'open') fault(['sweep'], 'a sweep over rates needs an open load');
  if (sweep.over === 'parameter') {
    const mark = `{${sweep.name}}`;
    if (![load.path, ...series.map((one) => one.path)].some((text) => text?.includes(mark)))
      fault(['sweep', 'name'], `no path holds ${mark}`);
  }
}

/** An experiment: plain data, one file `content/experiments/<id>.experiment.ts`. */
export const experimentSchema = z
  .strictObject({
    id: idSchema,
    title: z.string().min(1),
    question: z.string().min(1),
    series: z.array(seriesSchema).min(1).max(8),
    load: loadSchema,
    sweep: sweepSchema,
    /** Runs with the runtimes' inner probes; claims about speed come from runs without (ME3). */
    probes: z.boolean().default(false),
    questions: z.array(questionSchema),
    needs: z.strictObject({
      cores: z.int().positive(),
      /** Below this CPU time a request the load tool's own work spoils shared cores (CP7). */
      cpuPerRequestUs: amountSchema.default(0),
    }),
    /** When the effect will not show, said before Run (H6). */
    willNotShowWhen: z.array(z.string().min(1)).min(1),
  })
  .superRefine((spec, context) => {
    const fault = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    const ids = new Set(spec.series.map((series) => series.id));
    if (ids.size < spec.series.length) fault(['series'], 'two series have the same id');
    if (spec.load.kind === 'program') faultsOfPrograms(spec, fault);
    else faultsOfLoads(spec, spec.load, fault);
    for (const [index, question] of spec.questions.entries()) {
      const alone = question.rule.kind === 'limit';
      if (alone === (question.against !== undefined))
        fault(
          ['questions', index, 'against'],
          alone ? 'a limit is compared with nothing' : 'a ratio needs a point to compare with',
        );
      for (const place of [question.of, question.against])
        if (place && !ids.has(place.series)) fault(['questions', index], `no series \`${place.series}\``);
    }
  });
export type Experiment = z.infer<typeof experimentSchema>;
/** As it is written in a spec file: what has a default may be left out. */
export type ExperimentSpec = z.input<typeof experimentSchema>;
export type Series = Experiment['series'][number];
export type Question = Experiment['questions'][number];
