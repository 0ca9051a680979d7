import {
  amongOf,
  besideOf,
  type Experiment,
  type Place,
  type Question,
  type Series,
  type ServerLoad,
  type Tier,
} from '../protocol/experiment.ts';
import { isExact, type MetricName, metrics } from '../protocol/metrics.ts';
import type { Plan, PlannedServer, Slice, SliceShape, Step } from '../protocol/plan.ts';
import type { VariantManifest } from '../protocol/variant.ts';
import { type CoreSplit, independentCores, splitCores, splitForPrograms } from './core-split.ts';
import { type Knob, knobFault } from './knobs.ts';
import { modelReach } from './model-reach.ts';
import { seededRandom } from './random.ts';
import { LEAST_BLOCKS } from './scaling-law.ts';

/** Blocks a tier measures of each deciding pair (ST4). */
export const blocksOfTier: Record<Tier, number> = { look: 0, quick: 3, standard: 5, careful: 10 };
/** Length of a slice by time, in seconds (ST4). */
const sliceSeconds: Record<Tier, number> = { look: 5, quick: 5, standard: 5, careful: 10 };
/** A against A, before the first verdict on a host (ST8): shorter slices make the floor, if anything, larger. */
const FLOOR_SECONDS = 2;

/** For the estimate only: start, contract check and stop of a server; warm-up of each kind; settling of a slice. */
const START_MS = 900;
const WARMUP_MS = { brief: 1_000, steady: 6_000 };
/** A JVM starts later, and its servers are warm later: about what each took more in the recordings of parts 3 and 4. */
const JAVA_MS = 15_000;
const SETTLE_MS = 700;
const FULL_RATE_MS = 2_700;
const PROGRAM_SECONDS = 2;

export interface VariantReadiness {
  /** Of a server. */
  readonly spreads?: VariantManifest['spreads'];
  /** Why it cannot run now; absent when it can. */
  readonly unavailable?: string;
  /** What an experiment may set; absent where only the sandbox server knows, as on the page. */
  readonly knobs?: readonly Knob[];
  /** What a server needs beside itself. */
  readonly services?: VariantManifest['needs']['services'];
}

/** Before anything was calibrated: as much CPU for the load tool as for the server. */
export const UNKNOWN_RHO = 1;

/** What is known of the host when a plan is compiled. */
export interface HostForPlan {
  /** One core number for each physical core that may be used. */
  readonly physicalCores: readonly number[];
  /** Pairs of cores that slow each other down; if there are any, the host counts as having half its cores (CP2). */
  readonly dependent: readonly (readonly [number, number])[];
  /** Load tool's CPU a request over the server's, the largest among the variants (CP4). */
  readonly rho: number;
  /** Of how many blocks the noise floor of this metric and mode is known, 0 of none; a verdict measures it first (ST8). */
  readonly floorBlocks: (mode: Plan['mode'], metric: MetricName) => number;
}

export interface Refusal {
  readonly refused: 'too-few-cores' | 'variant-unavailable' | 'bad-spec';
  readonly text: string;
}

/**
 * Compiles a spec to the steps of a run, before anything starts. Pure: the same arguments give the same plan.
 * Returns a sentence instead when this host or the state of the builds allows nothing of it.
 */
export function compilePlan(
  spec: Experiment,
  tier: Tier,
  seed: number,
  host: HostForPlan,
  variants: ReadonlyMap<string, VariantReadiness>,
): Plan | Refusal {
  const physicalCores = independentCores(host.physicalCores, host.dependent);
  const { rho } = host;
  const split = splitOf(spec, physicalCores, rho, variants);
  if (!split || physicalCores.length < spec.needs.cores) {
    const has = physicalCores.length === 1 ? '1 physical core' : `${physicalCores.length} physical cores`;
    return {
      refused: 'too-few-cores',
      text: `This experiment needs ${Math.max(spec.needs.cores, 2)} physical cores; this host has ${has}${
        host.dependent.length === 0 ? '' : ': its cores slow each other down, so half of them count'
      }.`,
    };
  }
  const skipped: Plan['skipped'] = [];
  const ready: Series[] = [];
  for (const series of spec.series) {
    const variant = variants.get(series.variant);
    const reason = variant
      ? variant.unavailable
      : `There is no ${spec.load.kind === 'program' ? 'subject' : 'variant'} ${series.variant}.`;
    if (reason) skipped.push({ series: series.id, reason });
    else ready.push(series);
  }
  if (ready.length === 0) {
    const reasons = new Set(skipped.map(({ series, reason }) => `${variantOf(spec, series)}: ${reason}`));
    return {
      refused: 'variant-unavailable',
      text: `Nothing that this experiment measures is ready. ${[...reasons].join(' ')}`,
    };
  }
  const sweep = sweepOf(spec, split.sweep);
  for (const series of ready)
    for (const x of valuesOf(series, sweep.values)) {
      const fault = knobFault(series.variant, knobsOf(variants.get(series.variant)), knobsAt(spec, { series, x }));
      if (fault) return { refused: 'bad-spec', text: fault };
    }
  if (spec.behind) {
    const { variant } = spec.behind;
    const behind = variants.get(variant);
    // The page knows the experiment's own servers only, and the sandbox server asks again.
    if (behind?.unavailable) return { refused: 'variant-unavailable', text: `${variant}: ${behind.unavailable}` };
    for (const x of sweep.values) {
      const fault = knobFault(variant, behind?.knobs, behindAt(spec, x));
      if (fault) return { refused: 'bad-spec', text: fault };
    }
  }

  const random = seededRandom(seed);
  const build = new StepBuilder(spec, tier, split, sweep.values, variants, () => Math.floor(random() * 2 ** 31));
  const repeats = blocksOfTier[tier];
  const reach = reachOf(spec, split, repeats, physicalCores.length);
  const asked = pairsOf(spec, sweep.values, ready);
  const pairs = reach ? withEveryCount(asked, ready, sweep.values) : asked;
  const looks = ready.flatMap((series) => valuesOf(series, sweep.values).map((x) => build.look({ series, x })));
  // Quick decides only beyond a factor of two, which no noise floor reaches.
  const compared = pairs.flatMap(({ against }) => against ?? []);
  const floors =
    compared.length > 0 &&
    repeats >= blocksOfTier.standard &&
    spec.questions.some(
      ({ metric, rule }) =>
        rule.kind !== 'limit' && !isExact(metric) && host.floorBlocks(split.mode, floorMetric(metric)) < repeats,
    )
      ? Array.from({ length: repeats }, (_, i) => build.floor(calmest(compared), i + 1, random() < 0.5))
      : [];
  // Block by block through all pairs, so that a slow change of the machine meets all of them alike.
  const blocks = Array.from({ length: repeats }, (_, i) =>
    pairs.map((pair) => build.block(pair, i + 1, random() < 0.5)),
  ).flat();
  const steps = [...looks, ...floors, ...blocks];
  return {
    v: 1,
    experiment: spec.id,
    tier,
    seed,
    mode: split.mode,
    sweep,
    probes: spec.probes,
    ...(spec.freeze ? { freeze: spec.freeze } : {}),
    ...(spec.model ? { model: spec.model } : {}),
    ...(reach ? { reach } : {}),
    hubCores: [...split.hubCores],
    steps,
    skipped,
    estimatedMs: Math.round(steps.reduce((sum, step) => sum + build.estimateMs(step), 0)),
  };
}

const variantOf = (spec: Experiment, id: string) => spec.series.find((series) => series.id === id)?.variant;

/** What a series sets at a value of the sweep: a program's parameter is one of its knobs. */
export function knobsAt({ load, sweep }: Experiment, { series, x }: Spot): PlannedServer['knobs'] {
  if (sweep.over === 'knob' && sweep.of === 'server') return { ...series.knobs, [sweep.name]: x };
  if (load.kind === 'program' && sweep.over === 'parameter') return { ...series.knobs, [knobOf(sweep.name)]: x };
  return series.knobs;
}

/** The same of the server behind. */
const behindAt = ({ behind, sweep }: Experiment, x: number): PlannedServer['knobs'] =>
  sweep.over === 'knob' && sweep.of === 'behind' ? { ...behind?.knobs, [sweep.name]: x } : behind?.knobs;

/** Who answers with more than one thread or process may be given another number of them than it has cores. */
const WORKERS: Knob = {
  name: 'WORKERS',
  summary: 'Threads or processes that answer.',
  least: 1,
  most: 1024,
  default: 1,
};
const knobsOf = (variant: VariantReadiness | undefined) =>
  variant?.knobs && variant.spreads && variant.spreads !== 'one-thread' ? [...variant.knobs, WORKERS] : variant?.knobs;

/** What a series is asked at a value of the sweep: everything that the sweep sets is in it. */
export function loadAt({ load: common, sweep }: Experiment, { series, x }: Spot): ServerLoad {
  const own = series.load ?? (common as ServerLoad);
  const path = (text: string) => (sweep.over === 'parameter' ? text.replace(`{${sweep.name}}`, String(x)) : text);
  const load = { ...own, path: path(series.path ?? own.path) };
  if (load.kind === 'saturation') return load;
  load.connections = sweep.over === 'connections' ? x : (series.connections ?? load.connections);
  if (load.kind === 'open' && sweep.over === 'rate') load.rate = x;
  if (load.kind !== 'open' && load.kind !== 'closed') return load;
  const among = amongOf(load).map((kind) => ({
    ...kind,
    path: path(kind.path),
    percent: sweep.over === 'share' && sweep.name === kind.name ? x : kind.percent,
  }));
  const beside = besideOf(load);
  return {
    ...load,
    among: among.filter(({ percent }) => percent > 0),
    beside: beside && { path: path(beside.path), connections: sweep.over === 'beside' ? x : beside.connections },
  };
}

function splitOf(
  { load, sweep, series, behind }: Experiment,
  physical: readonly number[],
  rho: number,
  variants: ReadonlyMap<string, VariantReadiness>,
): CoreSplit | undefined {
  if (load.kind === 'program') return splitForPrograms(physical, sweep.over === 'cores' ? 'sweep' : load.cores);
  return splitCores(physical, {
    over: sweep.over === 'cores' ? 'cores' : 'fixed',
    rho,
    behind: behind !== undefined || series.some(({ variant }) => variants.get(variant)?.services),
  });
}

/** Length of a calibration (CP4). */
const CALIBRATION_SECONDS = 2;

/** A load whose cost for the load tool is not known yet. */
export interface Calibration {
  readonly variant: string;
  readonly path: string;
  readonly connections: number;
  readonly knobs?: PlannedServer['knobs'];
}

/**
 * The loads of a spec, each once, as a split is calibrated with: at the smallest value of the sweep. Programs have
 * none, and neither has who only holds connections.
 */
export function calibrationsOf(spec: Experiment, variants: ReadonlyMap<string, VariantReadiness>): Calibration[] {
  if (spec.load.kind === 'program') return [];
  const least = 'values' in spec.sweep ? Math.min(...spec.sweep.values) : 1;
  const all = spec.series
    .filter(({ variant }) => variants.get(variant)?.unavailable === undefined && variants.has(variant))
    .flatMap((series) => {
      const load = loadAt(spec, { series, x: least });
      const knobs = knobsAt(spec, { series, x: least });
      if (load.kind === 'hold') return [];
      return [
        { variant: series.variant, path: load.path, connections: connectionsOf(load), ...(knobs ? { knobs } : {}) },
      ];
    });
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

/** A plan that only measures what the split depends on, with the server on one core (CP4). */
export function compileCalibration(
  plan: Plan,
  calibrations: readonly Calibration[],
  physicalCores: readonly number[],
): Plan {
  const split = splitCores(physicalCores, { over: 'fixed', rho: UNKNOWN_RHO }) as CoreSplit;
  const steps = calibrations.map(
    ({ variant, path, connections, knobs }, i): Step => ({
      id: `calibration-${i + 1}`,
      kind: 'calibration',
      block: 0,
      warmup: 'brief',
      servers: [
        {
          key: 'a',
          series: `calibration-${i + 1}`,
          variant,
          x: 1,
          cores: split.serverCores(1),
          ...(knobs ? { knobs } : {}),
        },
      ],
      slices: [
        {
          server: 'a',
          path,
          shape: { kind: 'closed', connections, seconds: CALIBRATION_SECONDS },
          loadCores: split.loadCores(1),
          seed: plan.seed,
        },
      ],
    }),
  );
  return { ...plan, mode: 'split', hubCores: [...split.hubCores], steps };
}

/** The environment variable that holds a swept parameter: `live-mb` is LIVE_MB. */
const knobOf = (parameter: string) => parameter.replaceAll('-', '_').toUpperCase();

/** Whose noise floor a metric is held against: a search has none of its own, and follows the cost of a request. */
export const floorMetric = (metric: MetricName): MetricName => FLOOR_OF[metric] ?? metric;
const FLOOR_OF: Partial<Record<MetricName, MetricName>> = {
  capacity: 'cpuPerRequest',
  // It is the cores over the throughput.
  coreTimePerRequest: 'throughput',
};

/** A series at a value of the sweep. */
export interface Spot {
  readonly series: Series;
  readonly x: number;
}

/** Two spots whose ratio a question asks for, or one whose value it asks for. */
export interface Pair {
  readonly id: string;
  readonly of: Spot;
  readonly against: Spot | undefined;
}

/** What a run of a spec would sweep on these cores. */
export function sweepOn(spec: Experiment, physicalCores: readonly number[]): Plan['sweep'] {
  // What only the sandbox server knows of the variants changes the split and hardly ever the counts.
  const split = spec.sweep.over === 'cores' ? splitOf(spec, physicalCores, UNKNOWN_RHO, new Map()) : undefined;
  return sweepOf(spec, split?.sweep ?? [1]);
}

function sweepOf({ sweep }: Experiment, cores: readonly number[]): Plan['sweep'] {
  switch (sweep.over) {
    case 'nothing':
      return { over: 'nothing', label: '', unit: '', values: [1] };
    case 'cores':
      return { over: 'cores', label: 'Cores', unit: 'cores', values: [...cores] };
    case 'connections':
      return { over: 'connections', label: 'Connections', unit: 'connections', values: ascending(sweep.values) };
    case 'rate':
      return {
        over: 'rate',
        label: metrics.offered.label,
        unit: metrics.offered.unit,
        values: ascending(sweep.values),
      };
    case 'load':
      return {
        over: 'parameter',
        label: metrics.offered.label,
        unit: '% of the full rate',
        values: ascending(sweep.values),
      };
    default:
      return { over: 'parameter', label: sweep.label, unit: sweep.unit, values: ascending(sweep.values) };
  }
}

/** Those at which a series is run. */
const valuesOf = ({ upTo = Number.POSITIVE_INFINITY }: Series, values: readonly number[]) =>
  values.filter((x) => x <= upTo);

const ascending = (values: readonly number[]) => [...new Set(values)].sort((a, b) => a - b);

/** The value of the sweep that a question speaks of; undefined when this host has no such point. */
export function placeX({ at }: Pick<Place, 'at'>, values: readonly number[]): number | undefined {
  if (at === 'least') return values[0];
  if (at === 'most') return values.at(-1);
  return values.includes(at) ? at : undefined;
}

/** The point that is measured in turn with that of a question. */
const otherOf = ({ against, and }: Question) => against ?? and;

/** The name of a question's comparison: questions that compare the same points share their blocks. */
export function pairId(question: Question, values: readonly number[]): string | undefined {
  const spot = (place: Place) => {
    const x = placeX(place, values);
    return x === undefined ? undefined : { series: place.series, x };
  };
  const of = spot(question.of);
  const other = otherOf(question);
  const against = other && spot(other);
  if (!of || (other && !against)) return undefined;
  const isItself = against?.series === of.series && against.x === of.x;
  return isItself ? undefined : pairName(of, against);
}

/** How a comparison is called in steps and points. */
export const pairName = (of: { series: string; x: number }, against?: { series: string; x: number }) =>
  [of, ...(against ? [against] : [])].map(({ series, x }) => `${series}@${x}`).join('/');

/**
 * The distinct comparisons that the questions ask for, that can be measured now and that one run does not decide.
 * Where nothing is asked, each point by itself.
 */
function pairsOf(spec: Experiment, values: readonly number[], ready: readonly Series[]): Pair[] {
  if (spec.questions.length === 0)
    return ready.flatMap((series) =>
      valuesOf(series, values).map((x) => ({
        id: pairName({ series: series.id, x }),
        of: { series, x },
        against: undefined,
      })),
    );
  const pairs = new Map<string, Pair>();
  const spot = (place: Place): Spot | undefined => {
    const series = ready.find(({ id }) => id === place.series);
    const x = placeX(place, values);
    return series && x !== undefined ? { series, x } : undefined;
  };
  for (const question of spec.questions) {
    if (isExact(question.metric)) continue;
    const id = pairId(question, values);
    const of = spot(question.of);
    const other = otherOf(question);
    const against = other && spot(other);
    if (id && of && (against || !other)) pairs.set(id, { id, of, against });
  }
  return [...pairs.values()];
}

/** A law past the measured cores is drawn with its band (CP9), which takes blocks enough to resample (ST14). */
function reachOf(
  { sweep, load }: Experiment,
  { mode, sweep: counts }: CoreSplit,
  repeats: number,
  physicalCores: number,
): Plan['reach'] {
  if (sweep.over !== 'cores' || load.kind === 'program' || mode !== 'split' || repeats < LEAST_BLOCKS) return undefined;
  return modelReach(physicalCores, counts);
}

/** With each number of cores held against one core: a law is fitted to blocks of all of them. */
function withEveryCount(asked: readonly Pair[], ready: readonly Series[], values: readonly number[]): Pair[] {
  const [one, ...more] = values as [number, ...number[]];
  const all = ready.flatMap((series) =>
    more.map(
      (x): Pair => ({
        id: pairName({ series: series.id, x }, { series: series.id, x: one }),
        of: { series, x },
        against: { series, x: one },
      }),
    ),
  );
  return [...new Map([...asked, ...all].map((pair) => [pair.id, pair])).values()];
}

/** The spot to compare with itself: the smallest load among those that something is compared with. */
function calmest(spots: readonly Spot[]): Spot {
  return spots.reduce((least, spot) => (spot.x < least.x ? spot : least));
}

/** Connections among which a saturation takes the best (ST12). */
const SATURATION_CONNECTIONS = [16, 64, 256];
/** For the estimate only: loads until a search for the capacity ends. */
const USUAL_SEARCH = 13;

const connectionsOf = (load: ServerLoad) =>
  load.kind === 'saturation' ? (SATURATION_CONNECTIONS[0] as number) : load.connections;

function searchOf(load: ServerLoad): Slice['search'] {
  if (load.kind === 'saturation') return { kind: 'saturation', connections: [...SATURATION_CONNECTIONS] };
  if (load.kind === 'capacity') return { kind: 'capacity', p99BelowUs: load.p99BelowMs * 1000 };
  return undefined;
}

const loadsOf = ({ search }: Slice) =>
  search?.kind === 'saturation' ? search.connections.length : search ? USUAL_SEARCH : 1;

const stepId = (text: string) => text.replaceAll(/[^a-z0-9-]+/gi, '-');

/** One slice or process to come: of which of the step's servers, where, and with which seed. */
interface Turn {
  readonly key: 'a' | 'b';
  readonly spot: Spot;
  readonly seed: number;
}

class StepBuilder {
  readonly #spec: Experiment;
  readonly #tier: Tier;
  readonly #split: CoreSplit;
  readonly #mostServerCores: number;
  readonly #variants: ReadonlyMap<string, VariantReadiness>;
  readonly #nextSeed: () => number;

  constructor(
    spec: Experiment,
    tier: Tier,
    split: CoreSplit,
    values: readonly number[],
    variants: ReadonlyMap<string, VariantReadiness>,
    nextSeed: () => number,
  ) {
    this.#spec = spec;
    this.#tier = tier;
    this.#split = split;
    this.#mostServerCores = spec.sweep.over === 'cores' ? (values.at(-1) as number) : (split.sweep[0] as number);
    this.#variants = variants;
    this.#nextSeed = nextSeed;
  }

  look(spot: Spot): Step {
    return {
      id: stepId(`look-${spot.series.id}-${spot.x}`),
      kind: 'look',
      block: 0,
      warmup: 'brief',
      servers: [this.#server('a', spot)],
      ...this.#work('look', [{ key: 'a', spot, seed: this.#nextSeed() }]),
    };
  }

  /** A B B A or B A A B, one seed for the pair (ST1, FR13). A limit's only server is loaded twice. */
  block(pair: Pair, number: number, aFirst: boolean): Step {
    return this.#repeated('block', pair, number, aFirst);
  }

  /** The same server twice, as two processes (ST8). */
  floor(spot: Spot, number: number, aFirst: boolean): Step {
    return this.#repeated('floor', { id: 'floor', of: spot, against: spot }, number, aFirst);
  }

  #repeated(kind: 'block' | 'floor', { id, of, against }: Pair, number: number, aFirst: boolean): Step {
    const spots = { a: of, b: against };
    const order = !against
      ? (['a', 'a'] as const)
      : aFirst
        ? (['a', 'b', 'b', 'a'] as const)
        : (['b', 'a', 'a', 'b'] as const);
    const seeds = [this.#nextSeed(), this.#nextSeed()];
    const turns = { a: 0, b: 0 };
    return {
      id: stepId(`${kind}-${number}-${id}`),
      kind,
      block: number,
      pair: id,
      warmup: this.#spec.load.kind === 'program' ? 'brief' : 'steady',
      servers: [this.#server('a', of), ...(against ? [this.#server('b', against)] : [])],
      ...this.#work(
        kind,
        // The first slice of A meets the same arrivals as the first of B, the second as the second.
        order.map((key) => ({ key, spot: spots[key] as Spot, seed: seeds[turns[key]++] as number })),
      ),
    };
  }

  #work(kind: Step['kind'], turns: readonly Turn[]): Pick<Step, 'slices' | 'processes'> {
    if (this.#spec.load.kind === 'program')
      return { slices: [], processes: turns.map(({ key: server, seed }) => ({ server, seed })) };
    return { slices: turns.map((turn) => this.#slice(kind, turn)) };
  }

  #coresOf({ x }: Spot): number {
    return this.#spec.sweep.over === 'cores' ? x : this.#mostServerCores;
  }

  #server(key: 'a' | 'b', spot: Spot): PlannedServer {
    const cores = this.#split.serverCores(this.#coresOf(spot));
    const knobs = knobsAt(this.#spec, spot);
    const { id: series, variant } = spot.series;
    const behind = this.#behind(spot);
    return { key, series, variant, x: spot.x, cores, ...(knobs ? { knobs } : {}), ...(behind ? { behind } : {}) };
  }

  #behind({ series, x }: Spot): PlannedServer['behind'] {
    const { behind } = this.#spec;
    const cores = [...this.#split.behindCores];
    if (!behind) return this.#variants.get(series.variant)?.services && { cores };
    const knobs = behindAt(this.#spec, x);
    return { cores, variant: behind.variant, ...(knobs ? { knobs } : {}) };
  }

  /** How many cores a series can keep busy at all: only to choose a request count, never to judge. */
  #busyCores(spot: Spot, connections: number): number {
    const spreads = this.#variants.get(spot.series.variant)?.spreads;
    return spreads === 'one-thread' ? 1 : Math.min(this.#coresOf(spot), connections);
  }

  #slice(kind: Step['kind'], { key: server, spot, seed }: Turn): Slice {
    const load = loadAt(this.#spec, spot);
    const search = kind === 'floor' ? undefined : searchOf(load);
    const [among, beside] = [amongOf(load), besideOf(load)];
    return {
      server,
      path: load.path,
      shape: this.#shape(load, spot, kind),
      ...(among.length > 0 ? { among } : {}),
      ...(beside && beside.connections > 0 ? { beside } : {}),
      ...(search ? { search } : {}),
      loadCores: this.#split.loadCores(this.#coresOf(spot)),
      seed,
    };
  }

  #shape(load: ServerLoad, spot: Spot, kind: Step['kind']): SliceShape {
    const connections = connectionsOf(load);
    const own = 'seconds' in load ? load.seconds : undefined;
    const seconds = own ?? (kind === 'floor' ? FLOOR_SECONDS : sliceSeconds[this.#tier]);
    switch (load.kind) {
      case 'open':
      case 'capacity': {
        const rate = load.kind === 'capacity' ? load.startRate : load.rate;
        return { kind: 'open', segments: [{ from: rate, to: rate, seconds }], arrivals: load.arrivals, connections };
      }
      case 'relative':
        return { kind: 'relative', percent: spot.x, arrivals: load.arrivals, connections, seconds };
      case 'hold':
        return { kind: 'hold', connections, echoRate: load.echoRate / connections, seconds };
      case 'saturation':
        return { kind: 'closed', connections, seconds };
      case 'closed': {
        if (!load.requests) return { kind: 'closed', connections, seconds };
        const perCore = kind === 'look' ? load.requests.look : load.requests.block;
        return { kind: 'closed', connections, requests: perCore * this.#busyCores(spot, connections) };
      }
    }
  }

  estimateMs(step: Step): number {
    const { load } = this.#spec;
    if (load.kind === 'program') return (step.processes?.length ?? 0) * (load.seconds ?? PROGRAM_SECONDS) * 1000;
    const filled = step.slices.some(({ shape }) => shape.kind === 'relative') ? FULL_RATE_MS : 0;
    const java = step.servers.filter(({ variant }) => variant.startsWith('java/')).length;
    const warm = (WARMUP_MS[step.warmup] + filled) * step.servers.length + java * JAVA_MS;
    return step.slices.reduce(
      (sum, slice) => sum + loadsOf(slice) * (SETTLE_MS + this.#lengthMs(step, slice)),
      START_MS + warm,
    );
  }

  #lengthMs(step: Step, { server, shape }: Slice): number {
    if (shape.kind === 'open') return shape.segments.reduce((sum, { seconds }) => sum + seconds * 1000, 0);
    if (shape.kind !== 'closed' || shape.seconds !== undefined) return (shape.seconds ?? 0) * 1000;
    const planned = step.servers.find(({ key }) => key === server) as PlannedServer;
    const series = this.#spec.series.find(({ id }) => id === planned.series) as Series;
    const requestMs = (this.#spec.needs.cpuPerRequestUs * 1.5) / 1000;
    return ((shape.requests ?? 0) * requestMs) / this.#busyCores({ series, x: planned.x }, shape.connections);
  }
}
