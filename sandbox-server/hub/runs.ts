import { randomBytes } from 'node:crypto';
import { asProblem, type Problem, ProblemError, problem } from '../../protocol/errors.ts';
import type { Experiment, Tier } from '../../protocol/experiment.ts';
import type { BuildState, HostCard } from '../../protocol/host.ts';
import { type HubMessage, isFinal, type RunState, type RunStatus, runStateText } from '../../protocol/messages.ts';
import type { Plan } from '../../protocol/plan.ts';
import type { Point, Result } from '../../protocol/result.ts';
import type { CorePair, Fact, Order, SubjectInfo, VariantInfo } from '../../protocol/runner-messages.ts';
import {
  type Calibration,
  calibrationsOf,
  compileCalibration,
  compilePlan,
  UNKNOWN_RHO,
  type VariantReadiness,
} from '../../stats/compile-plan.ts';
import { dependentPairs, pairsToProbe, rhoOf } from '../../stats/core-split.ts';
import { floorOf, judge } from '../../stats/judge.ts';
import { isDiskFault } from './disk-fault.ts';
import { HostFacts } from './host-facts.ts';
import { forgetVerdicts, keepVerdicts } from './owner-state.ts';
import { readyHost } from './runner-process.ts';
import { type Store, type StoredRun, unfinished } from './store.ts';

/** What the queue needs to know of the runner. */
export interface RunnerView {
  readonly host: HostCard | undefined;
  readonly problem: Problem | undefined;
  readonly variants: ReadonlyMap<string, VariantInfo>;
  readonly subjects: ReadonlyMap<string, SubjectInfo>;
  readonly builds: ReadonlyMap<string, BuildState>;
  send(order: Order): void;
}

interface ActiveRun {
  readonly run: string;
  readonly experiment: Experiment;
  readonly tier: Tier;
  readonly seed: number;
  plan: Plan;
  /** What has to be known of the machine before the plan is final; undefined when nothing is missing. */
  check: HostCheck | undefined;
  /** The runner has it. */
  handedOver: boolean;
  status: RunStatus;
  /** What ends it whatever the runner says: nothing more of it can be kept. */
  cause?: Problem;
}

/** Measured before the steps of a plan, because they depend on it. */
interface HostCheck {
  readonly calibrations: readonly Calibration[];
  readonly probe: readonly (readonly [number, number])[];
  /** Load tool's CPU a request over the server's, by index of the calibration. */
  readonly rho: (number | undefined)[];
}

type RunFact = Extract<Fact, { run: string }>;

/** A queue longer than this refuses: nobody waits an hour for a chart. */
const MAX_QUEUE = 20;
/** How often it is tried again to keep a result that the disk did not take. */
const KEEP_AGAIN_MS = 5000;
/** How often the runner learns what the hub uses of the CPU while a run measures (ME5). */
const CPU_REPORT_MS = 500;

/**
 * Life of runs: queued, handed to the runner one at a time, kept. What is published was committed before.
 * The runner owns the cores; the queue only decides who is next.
 */
export class Runs {
  readonly #store: Store;
  readonly #runner: RunnerView;
  readonly #experiments: ReadonlyMap<string, Experiment>;
  readonly #publish: (message: HubMessage) => void;
  readonly #haveRoom: () => void;
  /** Oldest first; the first one is with the runner. */
  readonly #active: ActiveRun[] = [];
  #cpuReports: NodeJS.Timeout | undefined;

  constructor(
    store: Store,
    runner: RunnerView,
    experiments: ReadonlyMap<string, Experiment>,
    publish: (message: HubMessage) => void,
    /** Throws a ProblemError when this host should take on nothing more. */
    haveRoom: () => void = () => {},
  ) {
    this.#store = store;
    this.#runner = runner;
    this.#experiments = experiments;
    this.#publish = publish;
    this.#haveRoom = haveRoom;
  }

  /** Runs that an earlier hub left behind: their points are kept, their state says what happened. */
  closeUnfinished(): void {
    for (const stored of unfinished(this.#store)) {
      const cause = problem('interrupted', 'The sandbox server ended while this run was measuring.');
      const result = this.#result(stored, 'interrupted', cause, [], []);
      this.#keep(() => this.#store.finishRun(stored.run, result));
    }
  }

  get active(): RunStatus[] {
    return this.#active.map(({ status }) => status);
  }

  /** @throws ProblemError when this host cannot run it now */
  start(id: string, tier: Tier, seed: number | undefined): { run: string; plan: Plan } {
    const experiment = this.#experiments.get(id);
    if (!experiment) throw new ProblemError('unknown-experiment', `There is no experiment "${id}".`);
    if (this.#active.length >= MAX_QUEUE) throw new ProblemError('limit', `${MAX_QUEUE} runs are waiting already.`);
    const host = readyHost(this.#runner);
    const load = this.#runner.builds.get('load');
    if (load?.state !== 'ready')
      throw new ProblemError(
        'load-unavailable',
        `The load tool is not ready. ${load?.text ?? 'The runner has not said yet how it stands.'}`,
      );

    this.#haveRoom();
    const chosen = seed ?? randomBytes(4).readUInt32BE(0);
    const plan = this.#compile(experiment, tier, chosen, host);
    const run = `r-${Date.now().toString(36)}-${randomBytes(4).toString('hex')}`;
    const variants = new Set(
      plan.steps.flatMap(({ servers }) =>
        servers.flatMap(({ variant, behind }) => [variant, behind?.variant ?? []].flat()),
      ),
    );
    this.#store.createRun({
      run,
      experiment: id,
      title: experiment.title,
      tier,
      plan,
      host,
      sources: Object.fromEntries([...variants].map((variant) => [variant, this.#sourceHash(variant)])),
      startedAt: new Date().toISOString(),
    });
    const status: RunStatus = { run, experiment: id, tier, attempt: 0, state: 'queued', text: runStateText.queued };
    const check = this.#missing(experiment, plan, host);
    this.#active.push({ run, experiment, plan, tier, seed: chosen, check, handedOver: false, status });
    this.#next();
    return { run, plan };
  }

  /** @throws ProblemError when the run is unknown or over */
  cancel(run: string): void {
    const index = this.#active.findIndex((candidate) => candidate.run === run);
    const active = this.#active[index];
    if (!active) throw new ProblemError('not-found', 'There is no such run, or it is over.');
    if (active.handedOver) this.#runner.send({ t: 'run.cancel', run, attempt: active.status.attempt });
    else this.#end(active, 'cancelled', problem('cancelled', 'The run was taken out of the queue.'), [], []);
  }

  /** @throws ProblemError when the run is unknown or not over */
  delete(run: string): void {
    const stored = this.#store.run(run);
    if (!stored) throw new ProblemError('not-found', 'There is no run with this address on this machine.');
    if (this.#active.some((active) => active.run === run))
      throw new ProblemError('limit', 'This run is not over: stop it first.');
    this.#store.deleteRun(run);
    if (stored.result) forgetVerdicts(this.#store, stored.result);
  }

  status(run: string): RunStatus | undefined {
    const active = this.#active.find((candidate) => candidate.run === run);
    if (active) return active.status;
    const stored = this.#store.run(run);
    return stored ? storedStatus(stored) : undefined;
  }

  /** A fact of the runner about a run; what an older attempt still says is dropped. */
  onFact(fact: RunFact): void {
    const active = this.#active[0];
    if (!active || active.run !== fact.run || active.status.attempt !== fact.attempt) return;
    try {
      this.#take(active, fact);
    } catch (error) {
      if (!isDiskFault(error)) throw error;
      active.cause = problem('storage', 'The disk with the data is full. What was kept until then can still be read.');
      this.#runner.send({ t: 'run.cancel', run: active.run, attempt: active.status.attempt });
    }
  }

  #take(active: ActiveRun, fact: RunFact): void {
    if (active.cause && fact.t !== 'run.end') return;
    switch (fact.t) {
      case 'run.state':
        this.#setState(active, fact.state, fact.text, fact.server);
        break;
      case 'run.sample':
        if (active.check) break;
        this.#store.addSample(fact.run, fact.sample);
        this.#publish({ v: 1, t: 'run.samples', run: fact.run, samples: [fact.sample] });
        break;
      case 'run.point':
        if (active.check) {
          const { cpuPerRequestUs, loadCpuPerRequestUs } = fact.point;
          // Without one this plan goes on with what is supposed, and the next run asks again.
          active.check.rho.push(rhoOf(loadCpuPerRequestUs, cpuPerRequestUs));
          break;
        }
        this.#store.addPoint(fact.run, fact.point);
        this.#publish({ v: 1, t: 'run.point', run: fact.run, point: fact.point });
        break;
      case 'run.end':
        if (active.cause) this.#end(active, 'failed', active.cause, [], []);
        else if (active.check && fact.outcome === 'done') this.#checked(active, active.check, fact.probed);
        else this.#end(active, fact.outcome, fact.problem, fact.histograms, fact.absent);
        break;
    }
  }

  /** The runner died: its run is over, the next one waits for the new runner. */
  runnerGone(): void {
    const active = this.#active[0];
    if (active?.handedOver)
      this.#end(
        active,
        'interrupted',
        problem('interrupted', 'The runner ended while this run was measuring.'),
        [],
        [],
        false,
      );
  }

  runnerReady(): void {
    this.#next();
  }

  /** How far everything is that such an experiment can measure: servers, or programs that are none. */
  #readiness({ load }: Experiment): Map<string, VariantReadiness> {
    const { variants, subjects, builds } = this.#runner;
    const known: [string, VariantReadiness][] =
      load.kind === 'program'
        ? [...subjects].map(([id, { manifest }]) => [id, { knobs: manifest.knobs }])
        : [...variants].map(
            ([
              id,
              {
                manifest: { spreads, knobs, needs },
              },
            ]) => [id, { spreads, knobs, ...(needs.services ? { services: needs.services } : {}) }],
          );
    return new Map(
      known.map(([id, facts]) => {
        const build = builds.get(id);
        const unavailable = build?.state === 'ready' ? undefined : (build?.text ?? 'It is not built yet.');
        return [id, { ...facts, ...(unavailable ? { unavailable } : {}) }];
      }),
    );
  }

  /** Hands the oldest run over, once; the others learn their places. */
  #next(): void {
    this.#tellPlaces();
    const active = this.#active[0];
    if (!active || active.handedOver || !this.#runner.host) return;
    const changed = this.#changedSince(active);
    if (changed) {
      this.#end(active, 'failed', problem('source-mismatch', changed), [], []);
      return;
    }
    active.handedOver = true;
    const attempt = active.status.attempt + 1;
    active.status = { ...active.status, attempt };
    this.#reportCpu();
    const { plan, check } = active;
    this.#runner.send({
      t: 'run.start',
      run: active.run,
      attempt,
      plan: check ? compileCalibration(plan, check.calibrations, this.#runner.host.physicalCores) : plan,
      leastCpuPerRequestUs: active.experiment.needs.cpuPerRequestUs,
      probe: (check?.probe ?? []).map(([a, b]) => [a, b]),
    });
  }

  /** A runner that was started anew while the run waited may have found other sources than the result would name. */
  #changedSince({ run }: ActiveRun): string | undefined {
    const sources = Object.entries(this.#store.run(run)?.sources ?? {});
    const other = sources.find(([id, hash]) => this.#sourceHash(id) !== hash);
    return other && `The sources of ${other[0]} were changed while this run waited.`;
  }

  #reportCpu(): void {
    clearInterval(this.#cpuReports);
    this.#cpuReports = setInterval(() => {
      if (!this.#active[0]?.handedOver) return clearInterval(this.#cpuReports);
      const { user, system } = process.cpuUsage();
      this.#runner.send({ t: 'hub.cpu', cpuUs: user + system });
    }, CPU_REPORT_MS).unref();
  }

  /** @throws ProblemError when this host cannot run it now */
  #compile(experiment: Experiment, tier: Tier, seed: number, host: HostCard): Plan {
    const facts = new HostFacts(this.#store, host);
    const readiness = this.#readiness(experiment);
    const rho = calibrationsOf(experiment, readiness).map(
      (load) => facts.rho(load, this.#sourceHash(load.variant)) ?? UNKNOWN_RHO,
    );
    const plan = compilePlan(
      experiment,
      tier,
      seed,
      {
        physicalCores: host.physicalCores,
        dependent: facts.dependent ?? [],
        rho: Math.max(...rho, 0),
        floorBlocks: (mode, metric) => facts.floorOf(mode, metric)?.blocks ?? 0,
      },
      readiness,
    );
    if ('refused' in plan) throw new ProblemError(plan.refused, plan.text);
    return plan;
  }

  /** What the plan depends on and nobody has measured yet (CP2, CP4). A look on few cores depends on neither. */
  #missing(experiment: Experiment, plan: Plan, host: HostCard): HostCheck | undefined {
    const facts = new HostFacts(this.#store, host);
    const few = host.physicalCores.length < 4;
    if (few && plan.tier === 'look') return undefined;
    const calibrations =
      plan.mode === 'shared'
        ? []
        : calibrationsOf(experiment, this.#readiness(experiment)).filter(
            (load) => facts.rho(load, this.#sourceHash(load.variant)) === undefined,
          );
    const probe = facts.dependent === undefined ? pairsToProbe(host.physicalCores) : [];
    return calibrations.length + probe.length === 0 ? undefined : { calibrations, probe, rho: [] };
  }

  /** Keeps what was found, and hands the run over again with the plan that follows from it. */
  #checked(active: ActiveRun, { calibrations, rho }: HostCheck, probed: readonly CorePair[]): void {
    const { host } = this.#runner;
    if (!host) return;
    const facts = new HostFacts(this.#store, host);
    if (probed.length > 0) facts.setDependent(dependentPairs(probed));
    for (const [i, load] of calibrations.entries())
      if (rho[i] !== undefined) facts.setRho(load, this.#sourceHash(load.variant), rho[i]);
    active.check = undefined;
    active.handedOver = false;
    try {
      active.plan = this.#compile(active.experiment, active.tier, active.seed, host);
    } catch (error) {
      this.#end(active, 'failed', asProblem(error), [], []);
      return;
    }
    this.#store.setPlan(active.run, active.plan);
    this.#publish({ v: 1, t: 'run.plan', run: active.run, plan: active.plan });
    this.#next();
  }

  #sourceHash(variant: string): string {
    const { variants, subjects } = this.#runner;
    return (variants.get(variant) ?? subjects.get(variant))?.sourceHash ?? '';
  }

  /** Each waiting run learns its place and how long the ones before it are planned to take. */
  #tellPlaces(): void {
    let expectedWaitMs = 0;
    for (const [place, active] of this.#active.entries()) {
      if (place > 0) {
        active.status = { ...active.status, place, expectedWaitMs };
        this.#publish({ v: 1, t: 'run.state', status: active.status });
      }
      expectedWaitMs += active.plan.estimatedMs;
    }
  }

  #setState(active: ActiveRun, state: RunState, text: string, server: RunStatus['server']): void {
    const { place: _place, expectedWaitMs: _wait, server: _server, ...rest } = active.status;
    if (rest.state !== state) this.#store.setState(active.run, state, rest.attempt);
    active.status = { ...rest, state, text, ...(server ? { server } : {}) };
    this.#publish({ v: 1, t: 'run.state', status: active.status });
  }

  #end(
    active: ActiveRun,
    outcome: Result['outcome'],
    cause: Problem | undefined,
    histograms: Result['histograms'],
    absent: string[],
    goOn = true,
  ): void {
    const stored = this.#store.run(active.run);
    if (!stored) return;
    const result = this.#result(stored, outcome, cause, histograms, absent);
    this.#keep(() => {
      this.#store.finishRun(active.run, result);
      keepVerdicts(this.#store, result);
    });
    this.#active.splice(this.#active.indexOf(active), 1);
    const { place: _place, expectedWaitMs: _wait, server: _server, ...rest } = active.status;
    const status = { ...rest, state: outcome, text: runStateText[outcome], ...(cause ? { problem: cause } : {}) };
    this.#publish({ v: 1, t: 'run.result', run: active.run, result });
    this.#publish({ v: 1, t: 'run.state', status });
    if (goOn) this.#next();
  }

  /** Tries again until the disk has room: a result is in memory meanwhile, and its points are kept already. */
  #keep(write: () => void): void {
    try {
      write();
    } catch (error) {
      if (!isDiskFault(error)) throw error;
      setTimeout(() => this.#keep(write), KEEP_AGAIN_MS).unref();
    }
  }

  #result(
    stored: StoredRun,
    outcome: Result['outcome'],
    cause: Problem | undefined,
    histograms: Result['histograms'],
    absent: string[],
  ): Result {
    const points: Point[] = this.#store.points(stored.run);
    const endedAt = new Date().toISOString();
    const facts = new HostFacts(this.#store, stored.host);
    const found = floorOf(stored.plan, points, endedAt);
    if (found) this.#keep(() => facts.setFloor(found));
    const floor = facts.floor(stored.plan.mode, found);
    const experiment = this.#experiments.get(stored.experiment);
    return {
      v: 1,
      run: stored.run,
      experiment: stored.experiment,
      title: stored.title,
      tier: stored.tier,
      outcome,
      ...(cause ? { problem: cause } : {}),
      startedAt: stored.startedAt,
      endedAt,
      plan: stored.plan,
      host: stored.host,
      sources: stored.sources,
      points,
      timeline: this.#store.samples(stored.run).filter((sample) => sample.kind === 'look'),
      histograms,
      ...(floor ? { floor } : {}),
      absent,
      verdicts: experiment ? judge(experiment, stored.plan, points, floor) : [],
      flags: [...new Set(points.flatMap((point) => point.flags))],
    };
  }
}

/** The status of a run that is over, from what was kept of it. */
function storedStatus(stored: StoredRun): RunStatus {
  const { run, experiment, tier, attempt, state } = stored;
  const cause = stored.result?.problem;
  return {
    run,
    experiment,
    tier,
    attempt,
    state,
    text: runStateText[state],
    ...(cause && isFinal(state) ? { problem: cause } : {}),
  };
}
