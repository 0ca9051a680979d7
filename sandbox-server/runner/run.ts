import { asProblem, ProblemError, problem } from '../../protocol/errors.ts';
import { hostDoubts, type LoadDone, type LoadLine, type LoadTick, throughputOf } from '../../protocol/load-lines.ts';
import type { RunState } from '../../protocol/messages.ts';
import type { Plan, PlannedProcess, PlannedServer, SentShape, Slice, SliceShape, Step } from '../../protocol/plan.ts';
import type { Flag, Point } from '../../protocol/result.ts';
import type { CorePair, Fact, SubjectInfo, VariantInfo } from '../../protocol/runner-messages.ts';
import type { Sample } from '../../protocol/sample.ts';
import type { MemoryFigures, WatchTick } from '../../protocol/watch-lines.ts';
import { mostWarmupSeconds, warmupKind, warmupState } from '../../stats/steadiness.ts';
import { behindOf, poolOf } from './behind.ts';
import { changedSince } from './build-jobs.ts';
import { searchCapacity, secondsForP99 } from './capacity.ts';
import type { CourseCpu } from './course-cpu.ts';
import { freeze, standStill } from './freeze.ts';
import { decode, MergedHistograms, maxUs } from './histograms.ts';
import { probeIndependence } from './independence.ts';
import { Inside } from './inside.ts';
import type { Lab } from './lab/lab.ts';
import { untilLetGo } from './leftovers.ts';
import { type LoadRun, startLoad } from './load-run.ts';
import { LoadWindows } from './load-windows.ts';
import { noiseWindows } from './noise.ts';
import { mainOf, pointOf } from './point.ts';
import { ProbeReader } from './probes/probe-reader.ts';
import { startProgram } from './program.ts';
import { type ProgramEvidence, programPointOf } from './program-point.ts';
import { Sampler, sumOf } from './sampler.ts';
import { type ServerUnderTest, startServer } from './server-under-test.ts';

/** A disturbed block is measured again at most this often for each pair (ST7). */
const MOST_REPEATS = 2;
/** Under load before a slice of a warmed server: its connections are opened. A look is warmed by this alone. */
const SETTLE_SECONDS = { brief: 1, steady: 0.5 };
/** A block with one of these is repeated: another attempt may not meet it. What comes of the server itself comes again. */
const PASSING: readonly Flag[] = ['noisy', 'drift', ...hostDoubts];
/** How long a server is kept busy to find its full rate, after a second in which it warms (0018). */
const FULL_SECONDS = 1.5;
/** The loop beside begins before what is measured, and goes on until that is over. */
const BESIDE_SECONDS = 600;
/** In less the kernel's clock of busy cores, in ticks of 10 ms, cannot tell others from ourselves (ST7). */
const LEAST_FOR_NOISE_US = 900_000;

export interface RunInput {
  readonly run: string;
  readonly attempt: number;
  readonly plan: Plan;
  readonly leastCpuPerRequestUs: number;
  /** Pairs of cores to probe before the first step (CP2). */
  readonly probe: readonly (readonly [number, number])[];
  readonly lab: Lab;
  /** Descriptor of a /proc that shows all processes of the host. */
  readonly hostProc?: number | undefined;
  /** On the host: the sampler runs outside the lab. */
  readonly loadBinary: string;
  readonly variantsFolder: string;
  /** Those that are ready. */
  readonly variants: ReadonlyMap<string, VariantInfo>;
  readonly subjects: Subjects;
  /** Cores a sample reports the load of. */
  readonly usableCores: readonly number[];
  readonly course: CourseCpu;
  readonly signal: AbortSignal;
  readonly tell: (fact: Fact) => void;
}

/** Programs under test. */
export interface Subjects {
  /** On the host, and as the lab sees it. */
  readonly folder: string;
  readonly inLab: string;
  readonly all: ReadonlyMap<string, SubjectInfo>;
}

/** Carries out a plan step by step; always ends with `run.end`. Never throws. */
export async function executeRun(input: RunInput): Promise<void> {
  const { run, attempt, tell, signal } = input;
  const execution = new RunExecution(input);
  const end = (outcome: 'done' | 'failed' | 'cancelled', cause?: ReturnType<typeof problem>) =>
    tell({ t: 'run.end', run, attempt, outcome, ...(cause ? { problem: cause } : {}), ...execution.findings() });
  try {
    await execution.all();
    end('done');
  } catch (error) {
    if (signal.aborted) end('cancelled', problem('cancelled', 'The run was stopped.'));
    else end('failed', asProblem(error));
  }
}

interface RunningServer extends ServerUnderTest {
  readonly planned: PlannedServer;
  readonly info: VariantInfo;
  readonly inside: Inside;
  /** Of the inner probe, when the plan asks for it. */
  readonly reader: ProbeReader | undefined;
  /** From its start until its first answer, and its memory after that. */
  readonly startUpUs: number;
  readonly idle: MemoryFigures | undefined;
  /** What the kernel of the host kept for itself then. */
  readonly kernelBefore: number | undefined;
  steady: boolean;
  /** What its relative loads are a share of. */
  fullRate: number | undefined;
}

/** A slice whose load is known: a relative one has become a rate. */
type Load = Omit<Slice, 'shape'> & { readonly shape: SentShape };

/** Which slice of the plan is measured. */
interface Turn {
  readonly step: Step;
  readonly index: number;
  readonly attempt: number;
  readonly server: RunningServer;
}

class RunExecution {
  readonly #input: RunInput;
  readonly #histograms = new MergedHistograms();
  /** Time 0 of the load tool, the sampler and the samples, in µs of CLOCK_MONOTONIC. */
  readonly #epochUs = Math.round(Number(process.hrtime.bigint() / 1000n));
  readonly #sampler: Sampler;
  /** Repeats left for each pair. */
  readonly #repeats = new Map<string, number>();
  #probed: CorePair[] = [];
  #lastTick: WatchTick | undefined;
  #seq = 0;
  #stepsDone = 0;

  constructor(input: RunInput) {
    this.#input = input;
    this.#sampler = new Sampler({
      binary: input.loadBinary,
      epochUs: this.#epochUs,
      cores: input.usableCores,
      hubCores: input.plan.hubCores,
      hostProc: input.hostProc,
      onTick: (tick) => {
        this.#lastTick = tick;
      },
    });
  }

  async all(): Promise<void> {
    try {
      await this.#probe();
      for (const step of this.#input.plan.steps) {
        await this.#untilCalm(step);
        this.#stepsDone += 1;
      }
    } finally {
      await this.#sampler.end();
    }
  }

  async #probe(): Promise<void> {
    const { run, attempt, probe, tell } = this.#input;
    if (probe.length === 0) return;
    tell({ t: 'run.state', run, attempt, state: 'leased', text: 'Checking whether the cores slow each other down' });
    this.#probed = await probeIndependence(probe);
  }

  findings() {
    return { histograms: this.#histograms.encode(), absent: this.#sampler.absent, probed: this.#probed };
  }

  /** A disturbed block is repeated as a whole; its points stay, the last attempt counts (ST7). */
  async #untilCalm(step: Step): Promise<void> {
    const { run, attempt: runAttempt, tell } = this.#input;
    for (let attempt = 0; ; attempt++) {
      const points = await this.#step(step, attempt);
      for (const point of points) tell({ t: 'run.point', run, attempt: runAttempt, point });
      const left = this.#repeats.get(step.pair ?? '') ?? MOST_REPEATS;
      if (!step.pair || left === 0 || !points.some(({ flags }) => flags.some((flag) => PASSING.includes(flag)))) return;
      this.#repeats.set(step.pair, left - 1);
    }
  }

  /** Fresh servers for each step, gone when it ends, however it ends (ST1). */
  async #step(step: Step, attempt: number): Promise<Point[]> {
    if (step.processes) return this.#programs(step, step.processes, attempt);
    const servers: RunningServer[] = [];
    try {
      for (const planned of step.servers) servers.push(await this.#start(planned));
      if (step.warmup === 'steady') for (const server of servers) await this.#warm(step, server);
      const points: Point[] = [];
      for (const [index, slice] of step.slices.entries()) {
        const server = servers.find(({ planned }) => planned.key === slice.server) as RunningServer;
        for (const { process, port } of servers) await untilLetGo(process.pid, port);
        // A JVM that has just been warmed compiles and collects for a while after its last request (ST1).
        const goOn = standStill(servers.filter((other) => other !== server).map(({ process }) => process.pid));
        try {
          if (slice.shape.kind === 'relative') server.fullRate ??= await this.#fullRate(slice, server);
          points.push(await this.#slice({ step, index, attempt, server }, slice));
        } finally {
          goOn();
        }
      }
      return points;
    } finally {
      for (const { planned, behind } of servers)
        for (const name of [planned.key, ...behindNames(planned.key, behind)]) this.#sampler.forget(name);
      await Promise.all(servers.map((server) => server.stop()));
    }
  }

  /** A fresh process for each point, one after the other. */
  async #programs(step: Step, processes: readonly PlannedProcess[], attempt: number): Promise<Point[]> {
    const points: Point[] = [];
    for (const [slice, { server: key, seed }] of processes.entries()) {
      const server = step.servers.find((planned) => planned.key === key) as PlannedServer;
      points.push(await this.#program({ step, slice, attempt, server }, seed));
    }
    return points;
  }

  async #program(at: Pick<ProgramEvidence, 'step' | 'slice' | 'attempt' | 'server'>, seed: number): Promise<Point> {
    const { lab, subjects, usableCores, course, signal } = this.#input;
    const { server } = at;
    const info = this.#subject(server.variant);
    this.#tell('measuring', server, undefined);
    const program = await startProgram(lab, subjects.inLab, info, server, seed, signal);
    try {
      this.#sampler.follow(server.key, program.process.pid);
      const fromUs = await this.#sampler.lap();
      course.mark();
      const lines = await program.lines;
      const toUs = await this.#sampler.lap();
      const ticks = this.#sampler.ticks(fromUs, toUs);
      const long = toUs - fromUs >= LEAST_FOR_NOISE_US;
      const noise = long ? noiseWindows(ticks, usableCores, server.cores, course.coresSinceMark()) : [];
      return programPointOf({ ...at, lines, usage: sumOf(ticks), noise });
    } finally {
      this.#sampler.forget(server.key);
      await program.end();
    }
  }

  #subject(id: string): SubjectInfo {
    const { all, folder } = this.#input.subjects;
    const info = all.get(id);
    if (!info) throw new ProblemError('variant-unavailable', `There is no subject ${id}.`);
    const changed = changedSince(folder, info);
    if (changed) throw new ProblemError('source-mismatch', changed);
    return info;
  }

  async #start(planned: PlannedServer): Promise<RunningServer> {
    const { lab, plan, signal } = this.#input;
    this.#tell('starting', planned, undefined);
    const info = this.#variant(planned.variant);
    const probe = plan.probes ? { epochUs: this.#epochUs } : undefined;
    const { knobs } = planned;
    const behind = planned.behind && { cores: planned.behind.cores, upstream: this.#upstream(planned.behind) };
    const server = await startServer(lab, info, planned.cores, signal, { knobs, probe, behind });
    this.#sampler.follow(planned.key, server.process.pid);
    for (const [i, name] of behindNames(planned.key, server.behind).entries())
      this.#sampler.follow(name, server.behind[i] as number);
    const inside = new Inside();
    const reader =
      server.process.probe && new ProbeReader(server.process.probe, this.#epochUs, (line) => inside.add(line));
    try {
      const startUpUs = server.readyUs + (await this.#firstAnswerUs(server, planned));
      const idle = (await this.#sampler.mark())[planned.key];
      // A mark ends an interval, so this one has just been seen.
      const kernelBefore = this.#lastTick?.host.kernelBytes;
      const memory = { idle, kernelBefore };
      return { ...server, planned, info, steady: true, inside, reader, startUpUs, ...memory, fullRate: undefined };
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  #upstream({ variant, knobs, cores }: NonNullable<PlannedServer['behind']>) {
    const { lab, signal } = this.#input;
    return variant === undefined ? undefined : () => startServer(lab, this.#variant(variant), cores, signal, { knobs });
  }

  /** One request, which meets a server that has not answered before: frameworks prepare much of themselves then. */
  async #firstAnswerUs(server: ServerUnderTest, { cores }: PlannedServer): Promise<number> {
    const load = await startLoad({
      ...this.#loadBasics(server),
      port: server.port,
      path: '/ping',
      shape: { kind: 'closed', connections: 1, requests: 1 },
      settleSeconds: 0,
      // Who asks once may share the cores of who answers: it waits meanwhile.
      loadCores: cores,
      threads: 1,
      seed: 1,
      onLine: () => {},
    });
    return (await load.done).serviceUs.max ?? 0;
  }

  /** The variant, when it is still the one that was built and checked, whose hash the result will carry. */
  #variant(id: string): VariantInfo {
    const info = this.#input.variants.get(id);
    if (!info) throw new ProblemError('variant-unavailable', `${id} is not ready.`);
    const changed = changedSince(this.#input.variantsFolder, info);
    if (changed) throw new ProblemError('source-mismatch', changed);
    return info;
  }

  /** Loads a server as it will be measured until it is steady, or as long as its kind may take (ST2). */
  async #warm(step: Step, server: RunningServer): Promise<void> {
    const slice = step.slices.find((candidate) => candidate.server === server.planned.key) as Slice;
    const windows = new LoadWindows();
    const isJvm = server.info.manifest.language === 'java';
    const longest = mostWarmupSeconds(isJvm ? 'jvm' : 'default');
    const startedUs = this.#nowUs();
    this.#tell('warming', server.planned, server);
    const load = await this.#load('load', slice, server, withoutEnd(slice.shape, longest), 0, (line) => {
      if (line.t !== 'tick') return;
      const full = windows.add(line);
      this.#sample(step, server, { ...line, phase: 'warmup' }, windows);
      if (!full) return;
      const elapsedMs = (this.#nowUs() - startedUs) / 1000;
      const requests = windows.windows.reduce((sum, window) => sum + window.requests, 0);
      const kind = warmupKind(isJvm, requests / (elapsedMs / 1000));
      const state = warmupState(windows.windows, kind, elapsedMs, requests);
      server.steady = state === 'steady';
      if (state !== 'go-on') load.end();
    });
    await load.done;
  }

  /** Good answers a second while every connection always has a next request: the 100 % of relative loads. */
  async #fullRate(slice: Slice, server: RunningServer): Promise<number> {
    this.#tell('warming', server.planned, server);
    const shape = { kind: 'closed', connections: slice.shape.connections, seconds: FULL_SECONDS } as const;
    const load = await this.#load('load', slice, server, shape, SETTLE_SECONDS.brief, () => {});
    try {
      return throughputOf(await load.done);
    } finally {
      this.#sampler.forget('load');
    }
  }

  /** One load, or several of which the best is the point (ST12). */
  async #slice(turn: Turn, { search, ...planned }: Slice): Promise<Point> {
    const slice = { ...planned, shape: sent(planned.shape, turn.server.fullRate) };
    const { shape } = slice;
    if (search?.kind === 'saturation') {
      const points: Point[] = [];
      for (const connections of search.connections)
        points.push(await this.#measure(turn, { ...slice, shape: { ...shape, connections } }));
      return points.reduce((best, point) => ((point.throughput ?? 0) > (best.throughput ?? 0) ? point : best));
    }
    if (search?.kind === 'capacity' && shape.kind === 'open') {
      const [segment] = shape.segments as [(typeof shape.segments)[number]];
      return searchCapacity(segment.from, search.p99BelowUs, (rate) => {
        const seconds = Math.max(segment.seconds, secondsForP99(rate));
        const segments = [{ from: rate, to: rate, seconds }];
        return this.#measure(turn, { ...slice, shape: { ...shape, segments } });
      });
    }
    return this.#measure(turn, slice);
  }

  async #measure(turn: Turn, slice: Load): Promise<Point> {
    if (!slice.beside) return this.#measureAlone(turn, slice);
    const { server } = turn;
    const { path, connections } = slice.beside;
    let begun: () => void = () => {};
    const measuring = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const { among: _, ...rest } = slice;
    const shape = { kind: 'closed', connections, seconds: BESIDE_SECONDS } as const;
    const beside = await this.#load('beside', { ...rest, path }, server, shape, SETTLE_SECONDS.steady, (line) => {
      if (line.t === 'phase' && line.name === 'measure') begun();
    });
    // A load that fails says so here, and not at the end only.
    await Promise.race([measuring, beside.done]);
    let point: Point;
    try {
      point = await this.#measureAlone(turn, slice);
    } finally {
      beside.end();
      this.#sampler.forget('beside');
    }
    const { totals, serviceUs, flags } = await beside.done;
    // That it was ended is no fault of it; that its requests failed makes the place another one than the plan says.
    const failed = flags.includes('errors') && !point.flags.includes('errors');
    const others = { ...point.others, beside: { ok: totals.ok, serviceUs } };
    return { ...point, flags: failed ? [...point.flags, 'errors'] : point.flags, others };
  }

  async #measureAlone({ step, index, attempt, server }: Turn, slice: Load): Promise<Point> {
    const { plan, usableCores, course, leastCpuPerRequestUs } = this.#input;
    const { planned, info, inside, reader, idle, kernelBefore, startUpUs, fullRate } = server;
    // A noise floor speaks of the host, for other experiments too: its server is left alone.
    const still = step.kind === 'floor' ? undefined : plan.freeze;
    const windows = new LoadWindows();
    const inFlight: number[] = [];
    let from: Promise<number> | undefined;
    let to: Promise<number> | undefined;
    let thaw: (() => void) | undefined;
    this.#tell('warming', planned, server);
    // To find its full rate has warmed it.
    const settle = SETTLE_SECONDS[fullRate === undefined ? step.warmup : 'steady'];
    try {
      const beforeLeaving = () => {
        thaw?.();
        to = this.#sampler.lap();
        return to;
      };
      const onLine = (line: LoadLine) => {
        if (line.t === 'tick') {
          if (line.phase === 'measure') {
            windows.add(line);
            inFlight.push(line.inFlight);
          }
          this.#sample(step, server, line, windows);
        } else if (line.t === 'phase' && line.name === 'measure') {
          from = this.#sampler.lap();
          course.mark();
          if (still) thaw = freeze(server.process.pid, still);
          this.#tell('measuring', planned, server);
        }
      };
      const load = await this.#load('load', slice, server, slice.shape, settle, onLine, beforeLeaving);
      const done = await load.done;
      const [fromUs, toUs] = [(await from) ?? 0, await (to ?? this.#sampler.lap())];
      const ticks = this.#sampler.ticks(fromUs, toUs);
      const usage = sumOf(ticks);
      this.#collect(planned, slice.shape, done);
      const measuredCores = [...planned.cores, ...slice.loadCores, ...(planned.behind?.cores ?? [])];
      return pointOf({
        mode: plan.mode,
        frozen: still !== undefined,
        step,
        slice: index,
        shape: slice.shape,
        attempt,
        server: planned,
        done,
        usage,
        windows: windows.windows,
        noise: noiseWindows(ticks, usableCores, measuredCores, course.coresSinceMark()),
        steady: server.steady,
        otherServerUs: usage.processes.get(planned.key === 'a' ? 'b' : 'a')?.cpuUs ?? 0,
        leastCpuPerRequestUs,
        busyInside: inside.busyShare(fromUs, toUs),
        gcShare: inside.gcShare(fromUs, toUs),
        loopDelay: reader?.loopDelay(fromUs, toUs),
        startUpUs,
        fullRate,
        idle,
        kernelBefore,
        loaded: (await this.#sampler.mark())[planned.key],
        inFlight: inFlight.length > 0 ? inFlight.reduce((sum, few) => sum + few, 0) / inFlight.length : undefined,
        pool: poolOf(info.manifest, planned.knobs),
        behind: behindOf(planned, server.behind, usage, this.#input.variants),
      });
    } finally {
      thaw?.();
      this.#sampler.forget('load');
    }
  }

  /** One load on a server; the sampler follows it as `name`. */
  async #load(
    name: 'load' | 'beside',
    { path, among, loadCores, seed }: Omit<Slice, 'shape'>,
    server: RunningServer,
    shape: SentShape,
    settleSeconds: number,
    onLine: (line: LoadLine) => void,
    beforeLeaving?: () => Promise<unknown>,
  ): Promise<LoadRun> {
    const kinds = among ? { among } : {};
    const { port } = server;
    // In shared mode it has a few percent to do, and the cores are the server's.
    const threads = this.#input.plan.mode === 'shared' ? 1 : loadCores.length;
    const load = await startLoad({
      ...this.#loadBasics(server),
      ...{ port, path, ...kinds, shape, settleSeconds, loadCores, threads, seed, onLine, beforeLeaving },
    });
    this.#sampler.follow(name, load.pid);
    return load;
  }

  /** A load ends with its server: what it would count from then on says nothing. */
  #loadBasics({ died }: ServerUnderTest) {
    const { lab, run, signal } = this.#input;
    return { lab, run, signal: AbortSignal.any([signal, died]), epochUs: this.#epochUs };
  }

  #collect({ series, x }: PlannedServer, { kind }: SentShape, done: LoadDone): void {
    const { service, response } = mainOf(done);
    this.#histograms.add(series, x, kind === 'hold' ? [] : [service], kind === 'closed' ? [] : [response]);
  }

  #nowUs(): number {
    return Number(process.hrtime.bigint() / 1000n) - this.#epochUs;
  }

  /** An interval of the load tool, with the sampler's last one. */
  #sample(step: Step, { planned, inside, reader }: RunningServer, tick: LoadTick, windows: LoadWindows): void {
    const { run, attempt, plan, usableCores, tell } = this.#input;
    const nowUs = this.#nowUs();
    const seen = this.#lastTick;
    const server = seen?.processes[planned.key];
    const seconds = tick.spanUs / 1e6;
    const open = step.slices.some(({ server: key, shape }) => key === planned.key && shape.kind !== 'closed');
    const noise = seen && noiseWindows([seen], usableCores, planned.cores, 0)[0];
    const sample: Sample = {
      seq: this.#seq++,
      atMs: Math.round(tick.atUs / 1000),
      step: step.id,
      stepsDone: this.#stepsDone,
      steps: plan.steps.length,
      kind: step.kind,
      series: planned.series,
      variant: planned.variant,
      x: planned.x,
      cores: planned.cores.length,
      phase: tick.phase,
      spanMs: tick.spanUs / 1000,
      ok: tick.ok,
      failed: tick.failed,
      throughput: seconds > 0 ? (tick.ok + tick.carried) / seconds : 0,
      ...(open && seconds > 0 ? { offered: tick.planned / seconds } : {}),
      inFlight: tick.inFlight,
      queued: tick.queued,
      ...windows.times(),
      ...(tick.lag === undefined ? {} : { lagMaxUs: maxUs(decode(tick.lag)) }),
      busyByCore: seen ? seen.host.busyUs.map((us) => Math.min(us / Math.max(seen.spanUs, 1), 1)) : [],
      ...(seen && server ? { coresUsed: server.cpuUs / Math.max(seen.spanUs, 1), rssBytes: server.rssBytes } : {}),
      ...(seconds > 0 ? { loadCores: tick.gen.cpuUs / tick.spanUs } : {}),
      ...(noise ?? {}),
      ...(reader ? inside.take(nowUs, reader.silentSince(nowUs)) : {}),
    };
    tell({ t: 'run.sample', run, attempt, sample });
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

/** Names under which the sampler follows what is behind a server: none of it is the server's. */
const behindNames = (key: string, pids: readonly number[]) => pids.map((_, i) => `${key}-behind-${i}`);

/** A load as the load tool is told it. */
function sent(shape: SliceShape, fullRate: number | undefined): SentShape {
  if (shape.kind !== 'relative') return shape;
  const { percent, arrivals, connections, seconds } = shape;
  const rate = ((fullRate ?? 0) * percent) / 100;
  return { kind: 'open', segments: [{ from: rate, to: rate, seconds }], arrivals, connections };
}

/** The same load for at most this long, until somebody ends it. A relative one has no rate yet: it warms by all there is. */
function withoutEnd(shape: SliceShape, seconds: number): SentShape {
  if (shape.kind === 'closed' || shape.kind === 'relative')
    return { kind: 'closed', connections: shape.connections, seconds };
  if (shape.kind === 'hold') return { ...shape, seconds };
  const { to } = shape.segments.at(-1) as (typeof shape.segments)[number];
  return { ...shape, segments: [{ from: to, to, seconds }] };
}
