import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { ProblemError } from '../../protocol/errors.ts';
import { type MemoryFigures, type WatchLine, type WatchTick, watchLineSchema } from '../../protocol/watch-lines.ts';

/** How long an answer may take before the sampler counts as gone. */
const ANSWER_MS = 2_000;
/** The first behind the three standard ones. */
const HOST_PROC_FD = 3;

/** What happened between two moments; times in µs, per process name and per core in the order asked for. */
export interface Usage {
  readonly wallUs: number;
  readonly processes: ReadonlyMap<string, ProcessUsage>;
  readonly busyUs: readonly number[];
  readonly stealUs: readonly number[];
  readonly throttledUs: number;
  readonly listenOverflows: number;
  /** The most that the kernel of the whole host kept for itself; undefined where nobody looked. */
  readonly kernelBytes: number | undefined;
  /** The sampler's own. */
  readonly selfCpuUs: number;
}

export interface ProcessUsage {
  readonly cpuUs: number;
  /** CPU time in the kernel. */
  readonly kernelUs: number | undefined;
  readonly busiestThreadUs: number | undefined;
  readonly rssBytes: number;
  readonly peakRssBytes: number | undefined;
  /** Voluntary and not, of all threads; undefined where too much of the CPU time was that of threads nobody saw. */
  readonly switches: number | undefined;
}

/** CPU time of threads that ended unseen, beyond which their switches are missed: a share, and what clocks differ by. */
const MOST_UNSEEN = { share: 0.05, us: 20_000 };

/** By name of the followed process. */
type Memory = Readonly<Record<string, MemoryFigures>>;

/**
 * The native sampler as a child: follows processes by name and prints what they used. Each interval is handed to
 * `onTick`; between two laps they add up exactly.
 */
export class Sampler {
  readonly #child: ChildProcess;
  readonly #onTick: (tick: WatchTick) => void;
  readonly #ticks: WatchTick[] = [];
  readonly #laps = new Map<number, (atUs: number) => void>();
  readonly #marks = new Map<string, (memory: Memory) => void>();
  readonly absent: string[] = [];
  #number = 0;

  constructor(options: {
    binary: string;
    epochUs: number;
    cores: readonly number[];
    /** Where the sampler itself runs. */
    hubCores: readonly number[];
    /** Descriptor of a /proc that shows all processes of the host, where there is one. */
    hostProc?: number | undefined;
    onTick: (tick: WatchTick) => void;
  }) {
    const { hostProc } = options;
    const everyone = hostProc === undefined ? [] : ['--everyone', String(HOST_PROC_FD)];
    const argv = ['watch', '--epoch-us', String(options.epochUs), '--cores', options.cores.join(','), ...everyone];
    this.#onTick = options.onTick;
    this.#child = spawn('taskset', ['-c', options.hubCores.join(','), options.binary, ...argv], {
      stdio: ['pipe', 'pipe', 'inherit', ...(hostProc === undefined ? [] : [hostProc])],
    });
    // A sampler that is gone ends its laps by time; what it should have said is absent.
    this.#child.on('error', () => {});
    this.#child.stdin?.on('error', () => {});
    if (this.#child.stdout)
      createInterface({ input: this.#child.stdout }).on('line', (text) => {
        const line = watchLineSchema.safeParse(JSON.parse(text));
        if (line.success) this.#take(line.data);
        else process.stderr.write(`runner: a line of the sampler does not fit: ${line.error.message}\n`);
      });
  }

  follow(name: string, pid: number): void {
    this.#order(`follow ${name} ${pid}`);
  }

  forget(name: string): void {
    this.#order(`forget ${name}`);
  }

  /**
   * Ends the interval now; resolves with its end in µs since the epoch.
   * @throws ProblemError `generator-failed` when the sampler does not answer
   */
  lap(): Promise<number> {
    const number = ++this.#number;
    return this.#answer(this.#laps, number, `lap ${number}`, 'the CPU used');
  }

  /**
   * The memory of all that is followed, counted page by page: some milliseconds, so never while something is measured.
   * @throws ProblemError `generator-failed` when the sampler does not answer
   */
  mark(): Promise<Memory> {
    const label = String(++this.#number);
    return this.#answer(this.#marks, label, `mark ${label}`, 'the memory used');
  }

  #answer<Key, Value>(
    waiting: Map<Key, (value: Value) => void>,
    key: Key,
    order: string,
    what: string,
  ): Promise<Value> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(key);
        reject(new ProblemError('generator-failed', `The sampler did not answer, so ${what} is not known.`));
      }, ANSWER_MS);
      waiting.set(key, (value) => {
        clearTimeout(timer);
        waiting.delete(key);
        resolve(value);
      });
      this.#order(order);
    });
  }

  /** Intervals that end after `fromUs` and not after `toUs`: exact when both are ends of laps. */
  ticks(fromUs: number, toUs: number): WatchTick[] {
    return this.#ticks.filter(({ atUs }) => atUs > fromUs && atUs <= toUs);
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null || this.#child.pid === undefined) return;
    const ended = once(this.#child, 'exit');
    this.#child.stdin?.end();
    await ended;
  }

  #order(text: string): void {
    this.#child.stdin?.write(`${text}\n`);
  }

  #take(line: WatchLine): void {
    switch (line.t) {
      case 'watch':
        this.#ticks.push(line);
        this.#onTick(line);
        if (line.lap !== undefined) this.#laps.get(line.lap)?.(line.atUs);
        break;
      case 'mark':
        this.#marks.get(line.label)?.(line.processes);
        break;
      case 'absent':
        this.absent.push(...line.sources);
        break;
    }
  }
}

/** Adds intervals up. Pure. */
export function sumOf(ticks: readonly WatchTick[]): Usage {
  const processes = new Map<string, ProcessUsage>();
  const countedUs = new Map<string, number>();
  const busyUs: number[] = [];
  const stealUs: number[] = [];
  let [wallUs, throttledUs, listenOverflows, selfCpuUs] = [0, 0, 0, 0];
  let kernelBytes: number | undefined;
  for (const tick of ticks) {
    wallUs += tick.spanUs;
    throttledUs += tick.throttledUs ?? 0;
    listenOverflows += tick.listenOverflows ?? 0;
    selfCpuUs += tick.self.cpuUs;
    if (tick.host.kernelBytes !== undefined) kernelBytes = Math.max(kernelBytes ?? 0, tick.host.kernelBytes);
    for (const [i, us] of tick.host.busyUs.entries()) busyUs[i] = (busyUs[i] ?? 0) + us;
    for (const [i, us] of tick.host.stealUs.entries()) stealUs[i] = (stealUs[i] ?? 0) + us;
    for (const [name, process] of Object.entries(tick.processes)) {
      const known = processes.get(name);
      if (process.countedUs !== undefined) countedUs.set(name, (countedUs.get(name) ?? 0) + process.countedUs);
      processes.set(name, {
        cpuUs: (known?.cpuUs ?? 0) + process.cpuUs,
        kernelUs: process.kernelUs === undefined ? known?.kernelUs : (known?.kernelUs ?? 0) + process.kernelUs,
        busiestThreadUs:
          process.busiestThreadUs === undefined
            ? known?.busiestThreadUs
            : (known?.busiestThreadUs ?? 0) + process.busiestThreadUs,
        rssBytes: process.rssBytes,
        peakRssBytes: process.peakRssBytes ?? known?.peakRssBytes,
        switches:
          process.voluntarySwitches === undefined
            ? known?.switches
            : (known?.switches ?? 0) + process.voluntarySwitches + (process.involuntarySwitches ?? 0),
      });
    }
  }
  for (const [name, usage] of processes) {
    // More was counted than used where threads were too many to look at for a while: it comes all at once afterwards.
    const unseenUs = Math.abs(usage.cpuUs - (countedUs.get(name) ?? usage.cpuUs));
    if (unseenUs > usage.cpuUs * MOST_UNSEEN.share + MOST_UNSEEN.us)
      processes.set(name, { ...usage, switches: undefined });
  }
  return { wallUs, processes, busyUs, stealUs, throttledUs, listenOverflows, kernelBytes, selfCpuUs };
}
