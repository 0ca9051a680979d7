import { textOf } from '../sandbox-server/text-file.ts';
import { mean } from './bar.ts';
import { processTicks, processTree, TICK_MS } from './process-tree.ts';

const LOOK_EVERY_MS = 250;
/** Walls of a lab, and what holds its namespaces. */
const LAB_PROGRAMS = ['unshare', 'sh', 'cat', 'nsenter', 'bwrap'];

type Role = 'hub' | 'runner' | 'sampler' | 'lab';

/** Looks at the processes of a hub while it measures: how much of a core each uses, and what a lab holds in memory. */
export class CourseWatch {
  readonly #hubPid: number;
  readonly #used = new Map<number, { role: Role; firstTicks: number; lastTicks: number }>();
  readonly #labBytes: number[] = [];
  #timer: NodeJS.Timeout | undefined;
  #fromMs = 0;
  #toMs = 0;

  constructor(hubPid: number) {
    this.#hubPid = hubPid;
  }

  start(): void {
    this.#fromMs = performance.now();
    this.#look();
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  end(): void {
    clearInterval(this.#timer);
  }

  /** Shares of one core over the whole time; memory of the lab's own processes, shared pages divided among them. */
  figures(): Record<string, number> {
    const share = (wanted: Role) => {
      const ticks = [...this.#used.values()].filter(({ role }) => role === wanted);
      return (sum(ticks.map((one) => one.lastTicks - one.firstTicks)) * TICK_MS) / (this.#toMs - this.#fromMs);
    };
    return {
      hubShareOfCore: share('hub'),
      runnerShareOfCore: share('runner'),
      samplerShareOfCore: share('sampler'),
      labMB: mean(this.#labBytes) / 1e6,
    };
  }

  #look(): void {
    const first = this.#used.size === 0;
    let labBytes = 0;
    for (const pid of processTree(this.#hubPid)) {
      const role = pid === this.#hubPid ? 'hub' : roleOf(pid);
      if (!role) continue;
      if (role === 'lab') labBytes += pssBytes(pid);
      const { own } = processTicks(textOf(`/proc/${pid}/stat`));
      const known = this.#used.get(pid) ?? { role, firstTicks: first ? own : 0, lastTicks: own };
      this.#used.set(pid, { ...known, lastTicks: Math.max(known.lastTicks, own) });
    }
    if (labBytes > 0) this.#labBytes.push(labBytes);
    this.#toMs = performance.now();
  }
}

function roleOf(pid: number): Role | undefined {
  const argv = textOf(`/proc/${pid}/cmdline`).split('\0');
  const program = argv[0]?.split('/').at(-1) ?? '';
  if (program === 'node' && argv[1]?.endsWith('runner/main.ts')) return 'runner';
  if (program === 'load' && argv[1] === 'watch') return 'sampler';
  // The runner itself lives behind such programs too; they carry its name.
  const holdsRunner = argv.some((word) => word.endsWith('runner/main.ts'));
  return LAB_PROGRAMS.includes(program) && !holdsRunner ? 'lab' : undefined;
}

const pssBytes = (pid: number): number =>
  Number(/^Pss: +(\d+) kB$/m.exec(textOf(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * 1024;

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
