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

const knobNameSchema = z.string().regex(/^[A-Z][A-Z0-9_]*$/);
/** Values of environment variables by name. */
export const knobsSchema = z.record(knobNameSchema, z.union([z.number(), z.string().min(1)]));

/** The server stands still (SIGSTOP) for a while in each period of what is measured, as under a long pause. */
export const freezeSchema = z
  .strictObject({ everyMs: z.int().min(100), forMs: z.int().positive() })
  .refine(({ everyMs, forMs }) => forMs < everyMs, 'a server that always stands still answers nothing');
export type Freeze = z.infer<typeof freezeSchema>;

/**
 * A theory whose curve is drawn under what is measured. `fixed-service-queue`: one server, requests of equal length at
 * random moments (M/D/1), the length being that of the full rate. `amdahl`: X(N) = N·X(1) / (1 + σ(N − 1)) for N workers
 * of whose work the share σ goes one at a time (Amdahl 1967), X(1) being measured.
 */
export const modelSchema = z.union([
  z.literal('fixed-service-queue'),
  z.strictObject({ law: z.literal('amdahl'), serialShare: z.number().min(0).max(1) }),
]);
export type ModelSpec = z.infer<typeof modelSchema>;

const seconds = z.number().positive().max(120);
const arrivals = z.enum(['constant', 'poisson']);

/** What a load is asked besides: the requests of `path` are the main ones, whose times are those of the point. */
const mixSchema = {
  path,
  connections,
  /** Length of a slice, where the tier's does not show what there is to see. */
  seconds: seconds.optional(),
  /** Requests of other kinds among these, by their share in percent. */
  among: z.array(z.strictObject({ name: idSchema, path, percent: z.number().min(0).max(100) })).optional(),
  /** Others who ask at the same time, in a closed loop of their own. */
  beside: z.strictObject({ path, connections: z.int().nonnegative().max(10_000) }).optional(),
};
const closedSchema = z.strictObject({
  kind: z.literal('closed'),
  ...mixSchema,
  /** By count instead of by time: requests for each core that the server can keep busy (CP7). */
  requests: z.strictObject({ look: z.int().positive(), block: z.int().positive() }).optional(),
});
const openSchema = z.strictObject({
  kind: z.literal('open'),
  ...mixSchema,
  /** Offered load, requests a second. */
  rate,
  arrivals,
});
/**
 * An open load whose rate is swept as a percentage of the server's own full rate: what it answers when each of these
 * connections always has a next request, measured just before.
 */
const relativeSchema = z.strictObject({
  kind: z.literal('relative'),
  path,
  connections,
  seconds: seconds.optional(),
  arrivals,
});
/** WebSockets are held open, and echoes asked for by plan: `echoRate` a second of all together. */
const holdSchema = z.strictObject({
  kind: z.literal('hold'),
  path,
  connections,
  echoRate: rate,
  seconds: seconds.optional(),
});

/**
 * What each server is asked to do (LD1). A path may hold the swept parameter as `{name}`. A program that is no server
 * is started and runs to its end: the swept parameter is one of its knobs.
 */
const loadSchema = z.discriminatedUnion('kind', [
  closedSchema,
  openSchema,
  relativeSchema,
  holdSchema,
  /** The most a closed loop gets, with the best of several numbers of connections (ST12). */
  z.strictObject({ kind: z.literal('saturation'), path }),
  /** The highest offered load that is answered in time: found by search from `startRate` on (ST12). */
  z.strictObject({
    kind: z.literal('capacity'),
    path,
    startRate: rate,
    p99BelowMs: z.number().positive(),
    arrivals,
    connections,
  }),
  z.strictObject({
    kind: z.literal('program'),
    cores: z.enum(['one', 'all']),
    /** For the estimate: how long one process takes, its start included; two seconds where nothing is said. */
    seconds: z.number().positive().optional(),
  }),
]);
/** A load on a server. */
export type ServerLoad = Exclude<z.infer<typeof loadSchema>, { kind: 'program' }>;

/** One line of the chart: a server, with what is particular to its load, or a program with its settings. */
const seriesSchema = z.strictObject({
  id: idSchema,
  label: z.string().min(1),
  variant: variantIdSchema,
  /** Instead of the load's own. */
  connections: connections.optional(),
  path: path.optional(),
  /** Instead of the experiment's load as a whole: the same server, asked in another way. */
  load: z.discriminatedUnion('kind', [closedSchema, openSchema, holdSchema]).optional(),
  /** Values for some of the knobs of its manifest. */
  knobs: knobsSchema.optional(),
  /** Beyond this value of the sweep it is not run: it has an end of its own there. */
  upTo: z.number().positive().optional(),
});

const labelled = { label: z.string().min(1), unit: z.string(), values: z.array(amountSchema).min(1) };

/** What changes from point to point; its values are the x of the chart. */
const sweepSchema = z.discriminatedUnion('over', [
  z.strictObject({ over: z.literal('nothing') }),
  z.strictObject({ over: z.literal('cores') }),
  z.strictObject({ over: z.literal('connections'), values: z.array(connections).min(1) }),
  z.strictObject({ over: z.literal('rate'), values: z.array(rate).min(1) }),
  /** Offered load of a relative load, in percent of each server's own full rate. */
  z.strictObject({ over: z.literal('load'), values: z.array(z.number().positive().max(200)).min(1) }),
  /** What `{name}` stands for in a path, or the knob NAME of a program. */
  z.strictObject({ over: z.literal('parameter'), name: idSchema, ...labelled }),
  /** A knob of the servers, or of what is behind them. */
  z.strictObject({
    over: z.literal('knob'),
    name: knobNameSchema,
    of: z.enum(['server', 'behind']).default('server'),
    ...labelled,
  }),
  /** The percentage of a kind of requests `among` the others. */
  z.strictObject({ over: z.literal('share'), name: idSchema, ...labelled }),
  /** The connections of those who ask `beside`. */
  z.strictObject({ over: z.literal('beside'), ...labelled }),
]);
export type Sweep = z.infer<typeof sweepSchema>;

/** A value of the sweep: one of its ends as this host has them, or the value itself. */
export const atSchema = z.union([z.enum(['least', 'most']), z.number()]);
export type At = z.infer<typeof atSchema>;

/** A point of the chart: a series at one value of the sweep. */
const placeSchema = z.strictObject({ series: idSchema, at: atSchema });
export type Place = z.infer<typeof placeSchema>;

export const metricNameSchema = z.enum(Object.keys(metrics) as [MetricName, ...MetricName[]]);

/** A question to the claim ledger that this experiment answers on the reader's machine. */
const questionSchema = z.strictObject({
  claim: claimIdSchema,
  metric: metricNameSchema.default('throughput'),
  /** The ratio is `of` over `against`; a rule of kind `limit` looks at `of` alone. */
  of: placeSchema,
  against: placeSchema.optional(),
  /** Of a limit: a second point that has to keep it as well. Both are measured in turn, and the worse one is judged. */
  and: placeSchema.optional(),
  /** What is tested here, as one sentence that can be true or false. */
  sentence: z.string().min(1),
  /** The sentence says the opposite of the claim, or of a part of it: where it holds, the claim does not. */
  denies: z.literal(true).optional(),
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
  readonly behind?: object | undefined;
  readonly freeze?: object | undefined;
}
type Fault = (path: (string | number)[], message: string) => void;

/** A field of one kind of experiment that the other would ignore. */
function faultsOfPrograms({ series, sweep, probes, behind, freeze }: Parts, fault: Fault): void {
  if (!['nothing', 'cores', 'parameter'].includes(sweep.over))
    fault(['sweep'], 'a program is offered no load: sweep one of its knobs as a parameter, or its cores');
  if (probes) fault(['probes'], 'a program has no inner probes');
  if (behind) fault(['behind'], 'a program asks nobody');
  if (freeze) fault(['freeze'], 'a program is not loaded while it stands still');
  for (const [index, { path: own, connections: few, load }] of series.entries())
    if (own !== undefined || few !== undefined || load)
      fault(['series', index], 'a program has neither path nor connections nor load');
}

function faultsOfLoads({ series, sweep, behind }: Parts, load: ServerLoad, fault: Fault): void {
  for (const [index, { load: own, path: other, connections: few }] of series.entries())
    if (own && (other !== undefined || few !== undefined))
      fault(['series', index], 'a load of its own has its own path and connections');
  const loads = series.map((one) => one.load ?? load);
  for (const one of loads) faultsOfMix(one, fault);
  if (sweep.over !== 'load' && loads.some(({ kind }) => kind === 'relative'))
    fault(['sweep'], 'a relative load has no rate of its own: sweep over `load`');
  const all = (fits: (one: ServerLoad) => unknown) => loads.every((one) => fits(one));
  const some = (fits: (one: ServerLoad) => unknown) => loads.some((one) => fits(one));
  switch (sweep.over) {
    case 'cores':
      if (!all((one) => one.kind === 'closed' && one.requests))
        fault(['load'], 'a sweep over cores needs a closed load by count: on few cores it runs on shared ones (CP7)');
      if (some((one) => besideOf(one))) fault(['load', 'beside'], 'on shared cores there is no room for a second load');
      break;
    case 'connections':
      if (some((one) => one.kind === 'saturation')) fault(['sweep'], 'a saturation chooses its connections itself');
      break;
    case 'rate':
      if (!all((one) => one.kind === 'open')) fault(['sweep'], 'a sweep over rates needs an open load');
      break;
    case 'load':
      if (!all((one) => one.kind === 'relative')) fault(['sweep'], 'a sweep over load needs a relative load');
      break;
    case 'parameter': {
      const mark = `{${sweep.name}}`;
      const paths = [...loads, ...series].map((one) => one.path);
      if (!paths.some((text) => text?.includes(mark))) fault(['sweep', 'name'], `no path holds ${mark}`);
      break;
    }
    case 'share':
      if (!some((one) => amongOf(one).some(({ name }) => name === sweep.name)))
        fault(['sweep', 'name'], `no load has requests \`${sweep.name}\` among its own`);
      if (sweep.values.some((value) => value > 100)) fault(['sweep', 'values'], 'a share is at most 100 %');
      break;
    case 'beside':
      if (!some((one) => besideOf(one))) fault(['sweep'], 'nobody asks beside');
      if (!sweep.values.every(Number.isInteger)) fault(['sweep', 'values'], 'connections are whole numbers');
      break;
    case 'knob':
      if (sweep.of === 'behind' && !behind) fault(['sweep', 'of'], 'nothing is behind these servers');
  }
}

/** The requests of `path` are what the others leave, and have the name `main`. */
function faultsOfMix(load: ServerLoad, fault: Fault): void {
  const names = amongOf(load).map(({ name }) => name);
  if (new Set(names).size < names.length || names.includes(MAIN))
    fault(['load', 'among'], `each kind needs a name of its own, and \`${MAIN}\` is that of the others`);
  if (names.length > MOST_AMONG) fault(['load', 'among'], `at most ${MOST_AMONG} kinds`);
  if (amongOf(load).reduce((sum, { percent }) => sum + percent, 0) >= 100)
    fault(['load', 'among'], 'the others leave nothing of the main requests');
}

/** Requests of the load's own path. */
export const MAIN = 'main';
/** The load tool has eight classes. */
const MOST_AMONG = 7;
export const amongOf = (load: ServerLoad) => ('among' in load ? (load.among ?? []) : []);
export const besideOf = (load: ServerLoad) => ('beside' in load ? load.beside : undefined);

/** The value of the sweep at a place, where the spec names it. */
function largestAt({ at }: Place, sweep: Sweep): number {
  if (typeof at === 'number') return at;
  return at === 'most' && 'values' in sweep ? Math.max(...sweep.values) : 0;
}

/** Lines of a chart that the eye can tell apart. Single points stand beside their names, and more of them fit. */
const MOST_LINES = 8;
const MOST_POINTS = 40;

/** An experiment: plain data, one file `content/experiments/<id>.experiment.ts`. */
export const experimentSchema = z
  .strictObject({
    id: idSchema,
    title: z.string().min(1),
    question: z.string().min(1),
    series: z.array(seriesSchema).min(1).max(MOST_POINTS),
    load: loadSchema,
    sweep: sweepSchema,
    /** A server under test that the others ask: they find it by UPSTREAM_URL. */
    behind: z.strictObject({ variant: variantIdSchema, knobs: knobsSchema.optional() }).optional(),
    freeze: freezeSchema.optional(),
    model: modelSchema.optional(),
    /** Runs with the runtimes' inner probes; claims about speed come from runs without (ME3). */
    probes: z.boolean().default(false),
    /** What it decides; an experiment that asks nothing repeats each of its points instead. */
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
    if (spec.sweep.over !== 'nothing' && ids.size > MOST_LINES)
      fault(['series'], `more than ${MOST_LINES} lines cannot be told apart`);
    if (spec.model === 'fixed-service-queue' && spec.sweep.over !== 'load')
      fault(['model'], 'this model is one of response times over load: sweep over `load`');
    if (typeof spec.model === 'object' && (spec.sweep.over !== 'parameter' || spec.sweep.values[0] !== 1))
      fault(['model'], 'this model is one of rates over a number of workers: sweep over a `parameter` from 1 on');
    if (spec.load.kind === 'program') faultsOfPrograms(spec, fault);
    else faultsOfLoads(spec, spec.load, fault);
    for (const [index, question] of spec.questions.entries()) {
      const alone = question.rule.kind === 'limit';
      if (alone === (question.against !== undefined))
        fault(
          ['questions', index, 'against'],
          alone ? 'a limit is compared with nothing' : 'a ratio needs a point to compare with',
        );
      if (question.and && !alone) fault(['questions', index, 'and'], 'only a limit can be kept by two points');
      for (const place of [question.of, question.against, question.and]) {
        if (!place) continue;
        const series = spec.series.find(({ id }) => id === place.series);
        if (!series) fault(['questions', index], `no series \`${place.series}\``);
        else if (largestAt(place, spec.sweep) > (series.upTo ?? Number.POSITIVE_INFINITY))
          fault(['questions', index], `series \`${place.series}\` is not run beyond ${series.upTo}`);
      }
    }
  });
export type Experiment = z.infer<typeof experimentSchema>;
/** As it is written in a spec file: what has a default may be left out. */
export type ExperimentSpec = z.input<typeof experimentSchema>;
export type Series = Experiment['series'][number];
export type Question = Experiment['questions'][number];
