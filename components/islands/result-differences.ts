import type { Experiment } from '../../protocol/experiment.ts';
import type { HostCard } from '../../protocol/host.ts';
import type { Plan, PlannedServer, Slice } from '../../protocol/plan.ts';
import type { Result } from '../../protocol/result.ts';
import { knobsAt, loadAt, sweepOn } from '../../stats/compile-plan.ts';
import { count, list } from '../charts/format.ts';
import { knobWords } from '../charts/series.ts';
import { amount, sweepName, xWords } from '../charts/sweep-words.ts';
import { isolationWords, tierWord } from '../charts/verdict-words.ts';
import { loadWords } from './run-words.ts';

/** One thing that two results do not have in common. */
export interface Difference {
  readonly what: string;
  readonly a: string;
  readonly b: string;
}

type Described = Pick<Result, 'experiment' | 'tier' | 'plan'> & Partial<Pick<Result, 'host' | 'sources'>>;
type Facts = Readonly<Record<string, string>>;

/** What two results were measured with, as far as it differs: machine, settings, code. */
export function differences(
  a: Described,
  b: Described,
): { machine: Difference[]; settings: Difference[]; code: Difference[] } {
  return {
    machine: a.host && b.host ? unlike(machineFacts(a.host), machineFacts(b.host)) : [],
    settings: unlike(settingFacts(a), settingFacts(b)),
    code: unlike(shortHashes(a.sources ?? {}), shortHashes(b.sources ?? {})),
  };
}

/** Whether two cards describe one machine, as far as cards can tell: they name no host. */
export function sameMachine(a: HostCard, b: HostCard): boolean {
  const mark = ({ cpuModel, physicalCores, memoryBytes, os }: HostCard) =>
    [cpuModel, physicalCores.join(), memoryBytes, os].join('\n');
  return mark(a) === mark(b);
}

function unlike(a: Facts, b: Facts): Difference[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((what) => a[what] !== b[what])
    .map((what) => ({ what, a: a[what] ?? 'none', b: b[what] ?? 'none' }));
}

function machineFacts(host: HostCard): Facts {
  return {
    Processor: host.cpuModel,
    'Usable cores': String(host.usableCores.length),
    'Physical cores': String(host.physicalCores.length),
    Memory: `${(host.memoryBytes / 2 ** 30).toFixed(1)} GiB`,
    System: host.os,
    Kernel: host.kernel,
    ...(host.hypervisor ? { 'Guest of': host.hypervisor } : {}),
    Isolation: isolationWords(host),
    ...host.versions,
  };
}

function settingFacts({ experiment, tier, plan }: Described): Facts {
  const { sweep } = plan;
  const loads = seriesLoads(plan).map(({ server, slice }) => [
    server.series,
    [
      server.variant,
      ...(slice ? [slice.path, count(slice.shape.connections, 'connection'), loadWords(slice.shape)] : []),
      ...(server.knobs ? [knobWords(server.knobs)] : []),
    ].join(', '),
  ]);
  return {
    Experiment: experiment,
    'How much': tierWord[tier],
    'Server and load tool': plan.mode === 'shared' ? 'on the same cores' : 'on cores of their own',
    Sweep: sweep.over === 'nothing' ? 'nothing' : list(sweep.values.map((x) => xWords(sweep, x))),
    'Inner probes': plan.probes ? 'on' : 'off',
    Seed: String(plan.seed),
    ...Object.fromEntries(loads),
  };
}

const shortHashes = (sources: Readonly<Record<string, string>>): Facts =>
  Object.fromEntries(Object.entries(sources).map(([variant, hash]) => [variant, hash.slice(0, 12)]));

/** Each series of a plan with what it was asked to do at its first value of the sweep. */
function seriesLoads({ steps }: Plan): { server: PlannedServer; slice: Slice | undefined }[] {
  const looks = steps.flatMap(({ kind, servers, slices }) =>
    kind === 'look' && servers[0] ? [{ server: servers[0], slice: slices[0] }] : [],
  );
  return looks.filter(({ server }, i) => looks.findIndex((other) => other.server.series === server.series) === i);
}

/**
 * Where an experiment as it is now would not measure what a plan measured, a sentence each; none when the plan could be
 * this experiment's. What follows from the machine (core counts, request counts) is no difference.
 */
export function changedSince(spec: Experiment, plan: Plan): string[] {
  const { sweep } = spec;
  const said: string[] = [];
  const now = sweepOn(spec, []);
  const named = (one: Plan['sweep']) => sweepName(one) || 'nothing';
  if (now.over !== plan.sweep.over || named(now) !== named(plan.sweep))
    return [`It sweeps ${named(now)} now, and swept ${named(plan.sweep)} then.`];
  if ('values' in sweep && now.values.join() !== plan.sweep.values.join())
    said.push(
      `Its sweep has other values now: ${list(now.values.map(amount))} instead of ${list(plan.sweep.values.map(amount))}.`,
    );
  const then = seriesLoads(plan);
  for (const { server, slice } of then) {
    const series = spec.series.find(({ id }) => id === server.series);
    if (!series) {
      said.push(`It no longer measures \`${server.series}\`.`);
      continue;
    }
    const differ = (what: string, now: unknown, before: unknown) => {
      if (now !== before)
        said.push(`\`${server.series}\` has another ${what} now: ${String(now)} instead of ${String(before)}.`);
    };
    const spot = { series, x: server.x };
    differ('server', series.variant, server.variant);
    differ('setting', knobWords(knobsAt(spec, spot)), knobWords(server.knobs));
    if (!slice || spec.load.kind === 'program') continue;
    const load = loadAt(spec, spot);
    const { shape, search } = slice;
    differ('path', load.path, slice.path);
    differ('kind of load', load.kind, search?.kind ?? shape.kind);
    if (load.kind !== 'saturation') differ('number of connections', load.connections, shape.connections);
    if (load.kind === 'open' && shape.kind === 'open') differ('offered load', load.rate, shape.segments[0]?.from);
  }
  const known = new Set([...then.map(({ server }) => server.series), ...plan.skipped.map(({ series }) => series)]);
  for (const { id } of spec.series) if (!known.has(id)) said.push(`It measures \`${id}\` as well now.`);
  return said;
}
