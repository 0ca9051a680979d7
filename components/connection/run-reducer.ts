import type { Problem } from '../../protocol/errors.ts';
import type { BuildState, Facilities, HostCard } from '../../protocol/host.ts';
import { type HubMessage, isFinal, type RunStatus } from '../../protocol/messages.ts';
import type { Plan } from '../../protocol/plan.ts';
import type { NoiseFloor, Point, Result } from '../../protocol/result.ts';
import type { Sample } from '../../protocol/sample.ts';

/** What the page knows of one run. */
export interface RunRecord {
  readonly run: string;
  readonly experiment: string;
  readonly status: RunStatus | undefined;
  readonly plan: Plan | undefined;
  readonly samples: readonly Sample[];
  readonly points: readonly Point[];
  readonly result: Result | undefined;
}

export type Link = 'idle' | 'connecting' | 'open' | 'waiting' | 'signed-out';

export interface LiveState {
  readonly link: Link;
  readonly host: HostCard | undefined;
  readonly facilities: Facilities;
  /** Whether the cores do not slow each other down; unknown until a run has tried it. */
  readonly independent: boolean | undefined;
  readonly builds: readonly BuildState[];
  /** What is known of this machine's noise; a verdict measures first what is missing. */
  readonly floors: readonly NoiseFloor[];
  readonly runs: ReadonlyMap<string, RunRecord>;
  /** Runs that this page asked for, by its own mark on the request; a problem when it was refused. */
  readonly asked: ReadonlyMap<string, { run: string } | { problem: Problem }>;
  /** Messages that did not fit the protocol: how many, and the first one's fault. */
  readonly faults: { readonly count: number; readonly first: string };
}

export const emptyState: LiveState = {
  link: 'idle',
  host: undefined,
  facilities: { tools: [] },
  independent: undefined,
  builds: [],
  floors: [],
  runs: new Map(),
  asked: new Map(),
  faults: { count: 0, first: '' },
};

export type LiveEvent =
  | { kind: 'link'; link: Link }
  | { kind: 'message'; message: HubMessage }
  | { kind: 'fault'; text: string }
  | {
      kind: 'stored';
      status: RunStatus;
      plan: Plan;
      samples: readonly Sample[];
      points: readonly Point[];
      result?: Result | undefined;
    };

/** The one place where what arrives changes what is known. Pure; returns the same object when nothing changed. */
export function liveReducer(state: LiveState, event: LiveEvent): LiveState {
  switch (event.kind) {
    case 'link':
      return state.link === event.link ? state : { ...state, link: event.link };
    case 'fault':
      return { ...state, faults: { count: state.faults.count + 1, first: state.faults.first || event.text } };
    case 'stored': {
      const { status, plan, samples, points, result } = event;
      return withRun(state, status.run, status.experiment, (run) => ({
        ...addSamples(addPoints(withStatus(run, status), points), samples),
        plan,
        result: result ?? run.result,
      }));
    }
    case 'message':
      return onMessage(state, event.message);
  }
}

function onMessage(state: LiveState, message: HubMessage): LiveState {
  switch (message.t) {
    case 'welcome': {
      const { host, facilities, independent, builds, floors, runs } = message;
      return runs.reduce<LiveState>(
        (next, status) => withRun(next, status.run, status.experiment, (run) => withStatus(run, status)),
        { ...state, host, facilities, independent, builds, floors },
      );
    }
    case 'build.state': {
      const others = state.builds.filter((build) => build.target !== message.build.target);
      return { ...state, builds: [...others, message.build] };
    }
    case 'run.accepted': {
      const { run: id, experiment, plan, ref } = message;
      const asked = ref ? new Map(state.asked).set(ref, { run: id }) : state.asked;
      return withRun({ ...state, asked }, id, experiment, (run) => ({ ...run, plan }));
    }
    case 'run.plan':
      return withKnown(state, message.run, (run) => ({ ...run, plan: message.plan }));
    case 'run.state':
      return withRun(state, message.status.run, message.status.experiment, (run) => withStatus(run, message.status));
    case 'run.samples':
      return withKnown(state, message.run, (run) => addSamples(run, message.samples));
    case 'run.point':
      return withKnown(state, message.run, (run) => addPoints(run, [message.point]));
    case 'run.result': {
      const { result } = message;
      return withRun(withFloor(state, result.floor), message.run, result.experiment, (run) => ({
        ...addPoints(run, result.points),
        plan: result.plan,
        result,
      }));
    }
    case 'error':
      return message.ref
        ? { ...state, asked: new Map(state.asked).set(message.ref, { problem: message.problem }) }
        : state;
  }
}

/** A run that measured the noise floor spares the next one from doing so. */
function withFloor(state: LiveState, floor: NoiseFloor | undefined): LiveState {
  return floor ? { ...state, floors: [...state.floors, floor] } : state;
}

function withRun(state: LiveState, id: string, experiment: string, change: (run: RunRecord) => RunRecord): LiveState {
  const before: RunRecord = state.runs.get(id) ?? {
    run: id,
    experiment,
    status: undefined,
    plan: undefined,
    samples: [],
    points: [],
    result: undefined,
  };
  const after = change(before);
  return after === state.runs.get(id) ? state : { ...state, runs: new Map(state.runs).set(id, after) };
}

/** Samples and points of a run that the page never heard of have no place to go: they were not asked for. */
function withKnown(state: LiveState, id: string, change: (run: RunRecord) => RunRecord): LiveState {
  const run = state.runs.get(id);
  return run ? withRun(state, id, run.experiment, change) : state;
}

/** Attempts only count upwards. A newer one starts with an empty chart: its numbers are not mixed with older ones. */
function withStatus(run: RunRecord, status: RunStatus): RunRecord {
  const before = run.status;
  if (before && status.attempt < before.attempt) return run;
  // A run that is over does not come back to life in the same attempt.
  if (before && status.attempt === before.attempt && isFinal(before.state) && !isFinal(status.state)) return run;
  const again = before !== undefined && before.attempt > 0 && status.attempt > before.attempt;
  return again ? { ...run, status, samples: [], points: [], result: undefined } : { ...run, status };
}

/** The hub may send again what is known after a reconnect: samples count by their number. */
function addSamples(run: RunRecord, samples: readonly Sample[]): RunRecord {
  const last = run.samples.at(-1)?.seq ?? -1;
  const news = samples.filter((sample) => sample.seq > last);
  return news.length > 0 ? { ...run, samples: [...run.samples, ...news] } : run;
}

function addPoints(run: RunRecord, points: readonly Point[]): RunRecord {
  const known = new Set(run.points.map(pointMark));
  const news = points.filter((point) => !known.has(pointMark(point)));
  return news.length > 0 ? { ...run, points: [...run.points, ...news] } : run;
}

function pointMark(point: Point): string {
  return `${point.step} ${point.attempt} ${point.slice}`;
}

/** From which sample on a run has to be sent. */
export function nextSample(run: RunRecord | undefined): number {
  return (run?.samples.at(-1)?.seq ?? -1) + 1;
}

/** The run of an experiment that is not over, newest first known last. */
export function activeRun(state: LiveState, experiment: string): RunRecord | undefined {
  return [...state.runs.values()].findLast(
    (run) => run.experiment === experiment && run.status && !isFinal(run.status.state),
  );
}
