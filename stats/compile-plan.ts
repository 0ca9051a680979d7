import type { Experiment, Series, Tier } from '../protocol/experiment.ts';
import type { Plan, Step } from '../protocol/plan.ts';
import type { VariantManifest } from '../protocol/variant.ts';
import { type CoreSplit, splitCores } from './core-split.ts';
import { seededRandom } from './random.ts';

/** Blocks a tier measures of each deciding pair (ST4). */
export const blocksOfTier: Record<Tier, number> = { look: 0, quick: 3, standard: 5, careful: 10 };

/** For the estimate only: start, contract check and stop of a server. */
const STEP_OVERHEAD_MS = 900;

export interface VariantReadiness {
  readonly spreads: VariantManifest['spreads'];
  /** Why it cannot run now; absent when it can. */
  readonly unavailable?: string;
}

/**
 * Compiles a spec to the steps of a run, before anything starts. Pure: the same arguments give the same plan.
 * Returns a sentence instead when this host or the state of the builds allows nothing of it.
 */
export function compilePlan(
  spec: Experiment,
  tier: Tier,
  seed: number,
  physicalCores: readonly number[],
  variants: ReadonlyMap<string, VariantReadiness>,
): Plan | { refused: 'too-few-cores' | 'variant-unavailable'; text: string } {
  const split = splitCores(physicalCores);
  if (!split || physicalCores.length < spec.needs.cores) {
    const has = physicalCores.length === 1 ? '1 physical core' : `${physicalCores.length} physical cores`;
    return {
      refused: 'too-few-cores',
      text: `This experiment needs ${spec.needs.cores} physical cores; this host has ${has}.`,
    };
  }
  const skipped: Plan['skipped'] = [];
  const ready: Series[] = [];
  for (const series of spec.series) {
    const variant = variants.get(series.variant);
    const reason = variant ? variant.unavailable : `There is no variant ${series.variant}.`;
    if (reason) skipped.push({ series: series.id, reason });
    else ready.push(series);
  }
  if (ready.length === 0)
    return { refused: 'variant-unavailable', text: 'None of the servers of this experiment is ready yet.' };

  const random = seededRandom(seed);
  const build = stepBuilder(spec, split, variants, () => Math.floor(random() * 2 ** 31));
  const looks = ready.flatMap((series) => split.sweep.map((cores) => build.look(series, cores)));
  const asked = new Set(spec.questions.map((question) => question.series));
  const deciding = ready.filter((series) => asked.has(series.id));
  // Block by block through all pairs, so that a slow change of the machine meets all of them alike.
  const blocks = Array.from({ length: blocksOfTier[tier] }, (_, i) =>
    deciding.map((series) => build.block(series, i + 1, random() < 0.5)),
  ).flat();
  const steps = [...looks, ...blocks];
  return {
    v: 1,
    experiment: spec.id,
    tier,
    seed,
    mode: split.mode,
    sweep: [...split.sweep],
    path: spec.load.path,
    steps,
    skipped,
    estimatedMs: Math.round(steps.reduce((sum, step) => sum + build.estimateMs(step), 0)),
  };
}

function stepBuilder(
  spec: Experiment,
  split: CoreSplit,
  variants: ReadonlyMap<string, VariantReadiness>,
  nextSeed: () => number,
) {
  /** How many cores a series can keep busy at all: only to choose a request count, never to judge. */
  const busyCores = (series: Series, cores: number) =>
    variants.get(series.variant)?.spreads === 'one-thread' ? 1 : Math.min(cores, series.connections);
  const slice = (series: Series, server: 'a' | 'b', cores: number, perCore: number, warm: boolean) => ({
    server,
    requests: perCore * busyCores(series, cores),
    // A server that is warm already only needs its connections opened.
    warmupRequests: warm ? series.connections : spec.load.warmupRequests,
    connections: series.connections,
    loadCores: split.loadCores(cores),
    seed: nextSeed(),
  });
  const server = (series: Series, key: 'a' | 'b', cores: number) => ({
    key,
    series: series.id,
    variant: series.variant,
    cores: split.serverCores(cores),
  });
  const most = split.sweep.at(-1) as number;
  const { look, block } = spec.load.requestsPerCore;

  return {
    look: (series: Series, cores: number): Step => ({
      id: `look-${series.id}-${cores}`,
      kind: 'look',
      block: 0,
      servers: [server(series, 'a', cores)],
      slices: [slice(series, 'a', cores, look, false)],
    }),
    /** A is the server on all cores of the sweep, B on one: A B B A or B A A B (ST1). */
    block: (series: Series, number: number, aFirst: boolean): Step => {
      const order = aFirst ? (['a', 'b', 'b', 'a'] as const) : (['b', 'a', 'a', 'b'] as const);
      const seen = new Set<string>();
      return {
        id: `block-${number}-${series.id}`,
        kind: 'block',
        block: number,
        servers: [server(series, 'a', most), server(series, 'b', 1)],
        slices: order.map((key) => {
          const warm = seen.has(key);
          seen.add(key);
          return slice(series, key, key === 'a' ? most : 1, block, warm);
        }),
      };
    },
    estimateMs: (step: Step): number =>
      step.slices.reduce((sum, part) => {
        const owner = step.servers.find((candidate) => candidate.key === part.server);
        const series = spec.series.find((candidate) => candidate.id === owner?.series);
        const cores = series && owner ? busyCores(series, owner.cores.length) : 1;
        const requestMs = (spec.needs.cpuPerRequestUs * 1.5) / 1000;
        return sum + ((part.requests + part.warmupRequests) * requestMs) / cores;
      }, STEP_OVERHEAD_MS * step.servers.length),
  };
}
