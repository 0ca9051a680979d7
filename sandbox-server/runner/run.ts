import { asProblem, ProblemError, problem } from '../../protocol/errors.ts';
import type { LoadDone, LoadTick } from '../../protocol/load-lines.ts';
import type { RunState, Sample } from '../../protocol/messages.ts';
import type { Plan, Step } from '../../protocol/plan.ts';
import type { Flag, Point } from '../../protocol/result.ts';
import type { Fact, VariantInfo } from '../../protocol/runner-messages.ts';
import { type CpuMark, type CpuUse, cpuMark, cpuUse } from './cpu-clock.ts';
import { MergedHistograms } from './histograms.ts';
import type { Lab } from './lab/lab.ts';
import { type ServerUnderTest, startServer } from './server-under-test.ts';
import { runSlice } from './slice.ts';
import { hashOf } from './variants.ts';

/** Foreign CPU above this share of the server's cores is said with the number (ST7). */
const NOISY_SHARE = 0.05;
/** The load tool's largest share of the CPU time on shared cores (CP7). */
const LOAD_SHARE = 0.05;

export interface RunInput {
  readonly run: string;
  readonly attempt: number;
  readonly plan: Plan;
  readonly leastCpuPerRequestUs: number;
  readonly lab: Lab;
  readonly variantsFolder: string;
  readonly variants: ReadonlyMap<string, VariantInfo>;
  /** Cores a sample reports the load of. */
  readonly usableCores: readonly number[];
  readonly signal: AbortSignal;
  readonly tell: (fact: Fact) => void;
}

type Slice = Step['slices'][number];
type PlannedServer = Step['servers'][number];

/** Carries out a plan step by step; always ends with `run.end`. Never throws. */
export async function executeRun(input: RunInput): Promise<void> {
  const { run, attempt, tell, signal } = input;
  const histograms = new MergedHistograms();
  const end = (outcome: 'done' | 'failed' | 'cancelled', cause?: ReturnType<typeof problem>) =>
    tell({
      t: 'run.end',
      run,
      attempt,
      outcome,
      ...(cause ? { problem: cause } : {}),
      histograms: histograms.encode(),
    });
  try {
    await new RunExecution(input, histograms).all();
    end('done');
  } catch (error) {
    if (signal.aborted) end('cancelled', problem('cancelled', 'The run was stopped.'));
    else end('failed', asProblem(error));
  }
}

class RunExecution {
  readonly #input: RunInput;
  readonly #histograms: MergedHistograms;
  readonly #startedAt = performance.now();
  #seq = 0;
  #stepsDone = 0;

  constructor(input: RunInput, histograms: MergedHistograms) {
    this.#input = input;
    this.#histograms = histograms;
  }

  async all(): Promise<void> {
    for (const step of this.#input.plan.steps) {
      await this.#step(step);
      this.#stepsDone += 1;
    }
  }

  /** Fresh servers for each step, gone when it ends, however it ends. */
  async #step(step: Step): Promise<void> {
    const servers = new Map<PlannedServer['key'], ServerUnderTest>();
    try {
      for (const planned of step.servers) {
        this.#tell('starting', planned, undefined);
        servers.set(
          planned.key,
          await startServer(this.#input.lab, this.#variant(planned.variant), planned.cores, this.#input.signal),
        );
      }
      for (const slice of step.slices) {
        const planned = step.servers.find((candidate) => candidate.key === slice.server) as PlannedServer;
        await this.#slice(step, slice, planned, servers.get(slice.server) as ServerUnderTest);
      }
    } finally {
      await Promise.all([...servers.values()].map((server) => server.stop()));
    }
  }

  /** The variant, when its sources are still those that were built and that the page shows. */
  #variant(id: string): VariantInfo {
    const info = this.#input.variants.get(id);
    if (!info) throw new ProblemError('variant-unavailable', `There is no variant ${id}.`);
    if (hashOf(this.#input.variantsFolder, id, info.manifest) !== info.sourceHash)
      throw new ProblemError('source-mismatch', `The sources of ${id} were changed since it was built.`);
    return info;
  }

  async #slice(step: Step, slice: Slice, planned: PlannedServer, server: ServerUnderTest): Promise<void> {
    const { lab, run, plan, signal, tell, attempt, usableCores } = this.#input;
    const mark = () => cpuMark(server.process.pid);
    let measureFrom: CpuMark | undefined;
    let last = mark();
    this.#tell('warming', planned, server);
    const done = await runSlice({
      lab,
      run,
      port: server.port,
      path: plan.path,
      slice,
      signal,
      onLine: (line) => {
        if (line.t === 'phase' && line.name === 'measure') {
          measureFrom = mark();
          this.#tell('measuring', planned, server);
        } else if (line.t === 'tick') {
          const now = mark();
          tell({
            t: 'run.sample',
            run,
            attempt,
            sample: this.#sample(step, planned, line, cpuUse(last, now, usableCores)),
          });
          last = now;
        }
      },
    });
    const use = cpuUse(measureFrom ?? last, mark(), usableCores);
    const point = pointOf(this.#input, step, slice, planned, done, use);
    this.#histograms.add(planned.series, planned.cores.length, serviceHistogram(done));
    tell({ t: 'run.point', run, attempt, point });
  }

  #sample(step: Step, planned: PlannedServer, tick: LoadTick, use: CpuUse): Sample {
    const seconds = tick.spanUs / 1e6;
    return {
      seq: this.#seq++,
      atMs: Math.round(performance.now() - this.#startedAt),
      step: step.id,
      stepsDone: this.#stepsDone,
      steps: this.#input.plan.steps.length,
      kind: step.kind,
      series: planned.series,
      variant: planned.variant,
      cores: planned.cores.length,
      phase: tick.phase,
      spanMs: tick.spanUs / 1000,
      ok: tick.ok,
      failed: tick.failed,
      throughput: seconds > 0 ? tick.ok / seconds : 0,
      busyByCore: [...use.busy],
      coresUsed: use.serverUs / use.wallUs,
      ...(seconds > 0 ? { loadCores: tick.gen.cpuUs / tick.spanUs } : {}),
    };
  }

  #tell(state: RunState, planned: PlannedServer, server: ServerUnderTest | undefined): void {
    const { run, attempt, tell } = this.#input;
    const cores = planned.cores.length === 1 ? '1 core' : `${planned.cores.length} cores`;
    const verb = { starting: 'Starting', warming: 'Warming up', measuring: 'Measuring' }[state as 'starting'];
    tell({
      t: 'run.state',
      run,
      attempt,
      state,
      text: `${verb} ${planned.variant} on ${cores}`,
      server: server && { variant: server.variant, port: server.port, workers: server.workers },
    });
  }
}

function serviceHistogram(done: LoadDone): string {
  const figures = Object.values(done.classes);
  if (figures.length !== 1)
    throw new ProblemError('generator-failed', 'The load tool reported other classes than planned.');
  return (figures[0] as (typeof figures)[number]).service;
}

/** One measured slice as a point. The load tool's own CPU comes from itself, the server's from the kernel. */
function pointOf(
  { plan, leastCpuPerRequestUs, usableCores }: RunInput,
  step: Step,
  slice: Slice,
  planned: PlannedServer,
  done: LoadDone,
  use: CpuUse,
): Point {
  const { ok, failed } = done.totals;
  const loadUs = done.gen.cpuUs;
  const cores = new Set([...planned.cores, ...(plan.mode === 'shared' ? slice.loadCores : [])]);
  const busyUs = use.busy.reduce(
    (sum, share, i) => sum + (cores.has(usableCores[i] as number) ? share * use.wallUs : 0),
    0,
  );
  const oursUs = use.serverUs + (plan.mode === 'shared' ? loadUs : 0);
  const foreignShare = Math.max(busyUs - oursUs, 0) / (use.wallUs * cores.size);
  const loadShare = loadUs / Math.max(loadUs + use.serverUs, 1);
  const cpuPerRequestUs = ok > 0 ? use.serverUs / ok : undefined;
  return {
    step: step.id,
    kind: step.kind,
    block: step.block,
    series: planned.series,
    variant: planned.variant,
    cores: planned.cores.length,
    connections: slice.connections,
    ok,
    failed,
    measuredUs: Math.max(done.measuredUs, 1),
    throughput: ok / (Math.max(done.measuredUs, 1) / 1e6),
    ...(cpuPerRequestUs === undefined ? {} : { cpuPerRequestUs }),
    coresUsed: use.serverUs / use.wallUs,
    loadShare,
    foreignShare,
    busyByCore: [...use.busy],
    serviceUs: done.serviceUs,
    flags: flagsOf(plan.mode, done, { foreignShare, loadShare, cpuPerRequestUs, leastCpuPerRequestUs }),
  };
}

/** The load tool's own doubts and ours. Pure. */
export function flagsOf(
  mode: Plan['mode'],
  { flags }: Pick<LoadDone, 'flags'>,
  seen: { foreignShare: number; loadShare: number; cpuPerRequestUs: number | undefined; leastCpuPerRequestUs: number },
): Flag[] {
  const shared = mode === 'shared';
  // On shared cores the load tool waits for the server by design; the count is fixed and wall time is the metric.
  const own = flags.filter((flag) => !(shared && (flag === 'generatorStarved' || flag === 'generatorLate')));
  return [
    ...own,
    ...(seen.foreignShare > NOISY_SHARE ? (['noisy'] as const) : []),
    ...(shared && (seen.cpuPerRequestUs ?? 0) < seen.leastCpuPerRequestUs ? (['workTooSmall'] as const) : []),
    ...(shared && seen.loadShare > LOAD_SHARE ? (['loadShareHigh'] as const) : []),
  ];
}
