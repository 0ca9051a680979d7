import type { Experiment } from '../../protocol/experiment.ts';
import type { BuildState, HostCard, LabLimits } from '../../protocol/host.ts';
import { metrics } from '../../protocol/metrics.ts';
import type { NoiseFloor } from '../../protocol/result.ts';
import { UNKNOWN_RHO } from '../../stats/compile-plan.ts';
import { splitCores } from '../../stats/core-split.ts';
import { metricNames } from '../charts/figures.ts';
import { count, fixed, list, percent } from '../charts/format.ts';
import { keeperWords } from '../charts/verdict-words.ts';
import { type Here, hereWords } from './here-words.ts';
import { foresee } from './run-words.ts';

/** What this machine can do, in words. Pure. */

export interface Availability extends Here {
  readonly id: string;
  readonly title: string;
}

/** Each experiment: live here, or why not. */
export function availabilityOf(
  experiments: readonly Experiment[],
  host: HostCard,
  builds: readonly BuildState[],
  floors: readonly NoiseFloor[],
): Availability[] {
  return experiments.map((experiment) => {
    const look = foresee(experiment, 'look', host, builds, floors);
    return { id: experiment.id, title: experiment.title, ...hereWords(experiment, host, look, builds) };
  });
}

/** The whole page in one sentence, as one would say it to an instructor. */
export function roomCheck(all: readonly Pick<Here, 'state'>[]): string {
  const [live, soon] = (['live', 'soon'] as const).map((wanted) => all.filter(({ state }) => state === wanted).length);
  if (live === all.length) return `All ${count(all.length, 'experiment')} run live on this machine.`;
  const now = live
    ? `${live} of ${count(all.length, 'experiment')} run live on this machine.`
    : 'No experiment runs live on this machine now.';
  const then = soon ? ` ${soon} ${live ? 'more follow' : 'will'} once what they measure is built.` : '';
  return `${now}${then} What does not run here shows its recorded run, where there is one.`;
}

/** How many cores there are, and what hyper-threading makes of them. */
export function coreWords({ usableCores, physicalCores }: HostCard, independent: boolean | undefined): string[] {
  const threads = usableCores.length - physicalCores.length;
  return [
    `${count(usableCores.length, 'core')} may be used. ${
      threads > 0
        ? `${threads} of them are second threads of the other ${physicalCores.length} (hyper-threading), or beyond what a CPU quota pays for, and are left alone while something is measured.`
        : 'Each of them is a physical core, as far as the system tells.'
    }`,
    independent === undefined
      ? 'Whether they slow each other down is tried out before the first run.'
      : independent
        ? 'They do not slow each other down: two that are busy keep their speed.'
        : 'They slow each other down, as cores of a shared machine do, so half of them count.',
    splitSentence(physicalCores),
  ];
}

function splitSentence(physicalCores: readonly number[]): string {
  const split = splitCores(physicalCores, { over: 'cores', rho: UNKNOWN_RHO });
  if (!split) return 'With one physical core nothing can be measured: server and load tool would wait for each other.';
  const sweep = `Servers are given ${list(split.sweep.map(String))} ${split.sweep.length === 1 ? 'core' : 'cores'}`;
  return split.mode === 'shared'
    ? `${sweep}; the load tool shares them, so these runs use requests that compute for a while.`
    : `${sweep}; the load tool and the sandbox have cores of their own.`;
}

export const isolationMeaning: Record<HostCard['isolation'], { name: string; means: string }> = {
  pod: {
    name: 'Labs with walls',
    means:
      'Servers, load tool and terminals run as a user of their own, with own processes, files and network. They see neither your files nor the internet.',
  },
  process: {
    name: 'Labs without walls',
    means:
      'Servers and terminals run as your own user, with limits but without walls. What runs in a lab can do all that you can.',
  },
  none: { name: 'No labs', means: 'Nothing can be run here. Reading and recorded runs work.' },
};

/** Smallest difference of each metric that this machine can show, by way of sharing the cores. */
export function floorRows(floors: readonly NoiseFloor[]): { mode: NoiseFloor['mode']; label: string; value: string }[] {
  return floors.flatMap(({ mode, byMetric }) =>
    metricNames.flatMap((name) => {
      const floor = byMetric[name];
      return floor === undefined ? [] : [{ mode, label: metrics[name].label, value: percent(Math.exp(floor) - 1, 1) }];
    }),
  );
}

const bytes = (value: number) =>
  value >= 2 ** 30 ? `${fixed(value / 2 ** 30, 1)} GiB` : `${fixed(value / 2 ** 20, 0)} MiB`;

const duration = (label: string, ms: number | undefined): [string, string][] =>
  ms === undefined ? [] : [[label, ms < 3_600_000 ? `${fixed(ms / 60_000, 0)} min` : `${fixed(ms / 3_600_000, 0)} h`]];

export function limitRows(limits: LabLimits, labLimits?: HostCard['labLimits']): [string, string][] {
  return [
    ['Processes and threads of a lab', fixed(limits.processes, 0)],
    ['of one command, unless it needs more', fixed(limits.commandProcesses, 0)],
    ['Memory of all programs of a lab', bytes(limits.memoryBytes)],
    ...(labLimits ? [['kept by', keeperWords[labLimits]] as [string, string]] : []),
    ['Memory that one process may write', bytes(limits.dataBytes)],
    ['Open files and connections of a process', fixed(limits.openFiles, 0)],
    ['Files of a lab together', bytes(limits.diskBytes)],
    ['Number of files and folders', fixed(limits.files, 0)],
    ['Largest file', bytes(limits.fileBytes)],
    ['Shared memory', bytes(limits.sharedMemoryBytes)],
    ...duration('A lab that nobody uses ends after', limits.idleMs),
    ...duration('Every lab ends after', limits.lifetimeMs),
  ];
}

/** How far everything under test is from being usable. */
export function buildsSentence(builds: readonly BuildState[]): string {
  const ready = builds.filter(({ state }) => state === 'ready').length;
  return ready === builds.length
    ? `All ${builds.length} are built from their sources as they are, and every server among them kept the contract.`
    : `${ready} of ${builds.length} are built from their sources as they are and may be measured.`;
}
