import { type Experiment, type Tier, tiers } from '../../protocol/experiment.ts';
import type { BuildState } from '../../protocol/host.ts';
import { isFinal, type RunStatus, runStateText } from '../../protocol/messages.ts';
import type { MetricName } from '../../protocol/metrics.ts';
import { ofPrograms, type Plan, type SliceShape } from '../../protocol/plan.ts';
import type { NoiseFloor, Result } from '../../protocol/result.ts';
import { compilePlan, type HostForPlan, UNKNOWN_RHO } from '../../stats/compile-plan.ts';
import { metricNames } from '../charts/figures.ts';
import { about, count, fixed, list } from '../charts/format.ts';
import { speedUpSentence } from '../charts/sentences.ts';
import { inSentence, type SeriesInfo } from '../charts/series.ts';
import { chartPoints, metricsToShow, speedUpLines, sweepLines } from '../charts/sweep-lines.ts';
import { sweepSentence } from '../charts/sweep-sentences.ts';
import type { RunRecord } from '../connection/run-reducer.ts';

export const offeredTiers: readonly Tier[] = tiers;

export const tierDoc: Record<Tier, string> = {
  look: 'draws a first picture and decides nothing',
  quick: 'repeats three times and decides what lies beyond a factor of two',
  standard: 'repeats five times and gives verdicts',
  careful: 'repeats ten times, for longer, and gives the narrowest intervals',
};

/** The same of a plan: what is counted comes out the same each time, and no tier repeats it. */
export function tierWords(tier: Tier, plan: Plan | { refused: string } | undefined): string {
  const counted = plan && 'steps' in plan && !plan.steps.some(({ kind }) => kind === 'block');
  return tier !== 'look' && counted
    ? 'gives verdicts: what is asked is counted, and needs no repetition'
    : tierDoc[tier];
}

/** What a tier would take on this host, by the same arithmetic that the hub uses; or why it cannot run. */
export function foresee(
  experiment: Experiment,
  tier: Tier,
  host: Pick<HostForPlan, 'physicalCores'>,
  builds: readonly BuildState[],
  floors: readonly NoiseFloor[],
): Plan | { refused: string } {
  const readiness = new Map(
    experiment.series.map(({ variant }) => {
      const build = builds.find((candidate) => candidate.target === variant);
      const ready = build === undefined || build.state === 'ready';
      // How a server spreads changes the number of requests, never the time they take.
      return [
        variant,
        { spreads: 'threads', ...(ready ? {} : { unavailable: build.text ?? 'not built yet' }) } as const,
      ];
    }),
  );
  const known = {
    physicalCores: host.physicalCores,
    // What only measuring tells, the hub measures before the first step and then sends the final plan.
    dependent: [],
    rho: UNKNOWN_RHO,
    floorBlocks: (mode: Plan['mode'], metric: MetricName) =>
      floors.find((floor) => floor.mode === mode && floor.byMetric[metric] !== undefined)?.blocks ?? 0,
  };
  const plan = compilePlan(experiment, tier, 1, known, readiness);
  return 'refused' in plan ? { refused: plan.text } : plan;
}

/** Of what a run consists, in the order in which it happens. */
export function planWords({ steps, estimatedMs }: Plan): string {
  const of = (kind: Plan['steps'][number]['kind']) => steps.filter((step) => step.kind === kind);
  const pairs = new Set(of('block').map(({ pair }) => pair)).size;
  const rounds = pairs > 0 ? of('block').length / pairs : 0;
  const parts = [
    ...(of('calibration').length > 0 ? [`the load tool's own cost, ${count(of('calibration').length, 'load')}`] : []),
    ...(of('look').length > 0 ? [`${count(of('look').length, 'point')}, each measured once`] : []),
    ...(of('floor').length > 0
      ? [`the noise floor, once for this machine (${count(of('floor').length, 'block')} of a server against itself)`]
      : []),
    ...(pairs > 0 ? [`${count(pairs, 'comparison')} in ${count(rounds, 'block')} each`] : []),
  ];
  return `${list(parts)}: ${about(estimatedMs)}.`;
}

export function tierLabel(word: string, plan: Plan | { refused: string } | undefined): string {
  return plan && 'estimatedMs' in plan ? `${word}, ${about(plan.estimatedMs)}` : word;
}

/** Where a run stands, as one line beside its progress. */
export function statusLine(status: RunStatus, plan: Plan | undefined): string {
  const { state, place, expectedWaitMs, text } = status;
  if (state === 'queued')
    return place && place > 0
      ? `Waiting for the cores: ${place === 1 ? 'next' : `place ${place}`}${expectedWaitMs ? `, ${about(expectedWaitMs)} to wait` : ''}.`
      : `${runStateText.queued}.`;
  if (isFinal(state))
    return status.problem
      ? `${runStateText[state]}. ${status.problem.text} ${status.problem.remedy}`
      : `${runStateText[state]}.`;
  const total = plan ? `, ${about(plan.estimatedMs)} in all` : '';
  return `${text || runStateText[state]}${total}.`;
}

/** Steps done, from the newest sample and the points that are in. */
export function progress(run: RunRecord): { done: number; steps: number } {
  const steps = run.plan?.steps.length ?? 0;
  if (run.status && isFinal(run.status.state))
    return { done: run.status.state === 'done' ? steps : stepsDone(run), steps };
  return { done: Math.min(stepsDone(run), steps), steps };
}

/** While servers are measured there are samples that count; where a step is programs, it is over with the last one's point. */
function stepsDone({ samples, points, plan }: RunRecord): number {
  const isOver = (id: string, processes: number) => points.filter(({ step }) => step === id).length >= processes;
  const programs = plan?.steps.filter(({ id, processes }) => processes && isOver(id, processes.length)) ?? [];
  return Math.max(samples.at(-1)?.stepsDone ?? 0, programs.length);
}

/** Said aloud to those who listen: the start, the middle and the end of a run, not each point. */
export function announcement(run: RunRecord, series: readonly SeriesInfo[]): string {
  const { status } = run;
  if (!status) return '';
  if (status.state === 'done') return `The run is done. ${found(run, series)}`;
  if (isFinal(status.state)) return statusLine(status, run.plan);
  if (status.state === 'queued') return 'The run waits for the cores.';
  const { done, steps } = progress(run);
  return steps > 0 && done * 2 >= steps ? 'The run is half done.' : 'The run has started.';
}

/** The title of the run's main chart. */
function found({ plan, points, result }: RunRecord, series: readonly SeriesInfo[]): string {
  if (!plan || (plan.sweep.over === 'cores' && !ofPrograms(plan))) return speedUpSentence(speedUpLines(series, points));
  const asked = (result?.verdicts ?? []).map((verdict) => verdict.metric);
  const metric = metricsToShow(chartPoints(points), asked, metricNames)[0] ?? 'throughput';
  return sweepSentence(sweepLines(series, points, metric), metric, plan.sweep);
}

/** "rust/hyper is being built, 31 of 58 parts." */
export function buildWords(build: BuildState): string {
  const { title, state, done, total, text, command, complaints } = build;
  const parts = done !== undefined && total ? `, ${done} of ${count(total, 'part')}` : '';
  switch (state) {
    case 'ready':
      return `${title} is ready.`;
    case 'waiting':
      return `${title} waits for its turn.`;
    case 'building':
      return `${title} is being built${parts}.`;
    case 'paused':
      return `The build of ${title} pauses while a run measures${parts}.`;
    case 'checking':
      return `${title} is asked whether it answers as all servers must.`;
    case 'failed':
      if (complaints) return `${title} does not answer as all servers must, so nothing runs it:`;
      return `${title} could not be built${text ? `: ${text}` : '.'}`;
    case 'unavailable':
      return `${title} is not available${text ? `: ${text}` : ''}${command ? ' The command that brings it:' : ''}`;
  }
}

/** Builds that this experiment still waits for: the load tool first. */
export function pendingBuilds(experiment: Experiment, builds: readonly BuildState[]): BuildState[] {
  const wanted = ['load', ...new Set(experiment.series.map((series) => series.variant))];
  return wanted.flatMap((target) => builds.find((build) => build.target === target && build.state !== 'ready') ?? []);
}

/** Set when page and measurement do not speak of the same code. */
export function mismatchWords(
  sources: Result['sources'],
  pageHashes: Readonly<Record<string, string>>,
): string | undefined {
  const other = Object.keys(pageHashes).filter(
    (variant) => sources[variant] !== undefined && sources[variant] !== pageHashes[variant],
  );
  if (other.length === 0) return undefined;
  return `The page shows other code than what was measured: ${list(other.map(inSentence))} changed in between.`;
}

/** One slice's load: how many requests, for how long, or at which rate. */
export function loadWords(shape: SliceShape): string {
  if (shape.kind === 'hold') return `${fixed(shape.echoRate, 0)} echoes/s on each for ${shape.seconds} s`;
  if (shape.kind === 'closed')
    return shape.requests === undefined ? `${shape.seconds ?? 0} s` : count(shape.requests, 'request');
  if (shape.kind === 'relative') return `${fixed(shape.percent, 0)} % of the full rate for ${shape.seconds} s`;
  const seconds = shape.segments.reduce((sum, segment) => sum + segment.seconds, 0);
  const rates = shape.segments
    .flatMap(({ from, to }) => (from === to ? [from] : [from, to]))
    .map((rate) => fixed(rate, 0));
  return `${[...new Set(rates)].join(' to ')} requests/s for ${seconds} s`;
}
