import { readdirSync, readFileSync } from 'node:fs';

/** Kernel clock ticks a second in /proc/stat (USER_HZ, fixed at 100 on Linux). */
const TICK_US = 10_000;

/**
 * CPU time of a process and all its descendants in µs, from the scheduler's own nanosecond counters of each thread
 * (field 1 of task/TID/schedstat; utime and stime of stat have ticks of 10 ms). Processes that ended between two
 * calls are missing from the second: servers under test keep theirs.
 */
export function treeCpuUs(pid: number): number {
  let nanoseconds = 0;
  const pending = [pid];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const task of list(`/proc/${next}/task`)) {
      nanoseconds += Number(read(`/proc/${next}/task/${task}/schedstat`).split(' ', 1)[0]);
      for (const child of read(`/proc/${next}/task/${task}/children`).split(' '))
        if (child) pending.push(Number(child));
    }
  }
  return nanoseconds / 1000;
}

/** Busy time of each core since boot in µs, stolen time included: it was not there for us either. */
export function coreBusyUs(): Map<number, number> {
  const busy = new Map<number, number>();
  for (const line of read('/proc/stat').split('\n')) {
    const match = /^cpu(\d+) (.+)$/.exec(line);
    if (!match) continue;
    const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = (match[2] as string)
      .split(' ')
      .map(Number);
    busy.set(Number(match[1]), (user + nice + system + irq + softirq + steal) * TICK_US);
  }
  return busy;
}

/** A moment to measure from: wall clock, cores and one process tree. */
export interface CpuMark {
  readonly atUs: number;
  readonly serverUs: number;
  readonly cores: ReadonlyMap<number, number>;
}

export function cpuMark(pid: number): CpuMark {
  return { atUs: performance.now() * 1000, serverUs: treeCpuUs(pid), cores: coreBusyUs() };
}

export interface CpuUse {
  readonly wallUs: number;
  readonly serverUs: number;
  /** Busy share of each asked core, at most 1. */
  readonly busy: readonly number[];
}

/** What happened between two marks, for the cores asked. */
export function cpuUse(from: CpuMark, to: CpuMark, cores: readonly number[]): CpuUse {
  const wallUs = Math.max(to.atUs - from.atUs, 1);
  return {
    wallUs,
    serverUs: Math.max(to.serverUs - from.serverUs, 0),
    busy: cores.map((core) =>
      Math.min(Math.max(((to.cores.get(core) ?? 0) - (from.cores.get(core) ?? 0)) / wallUs, 0), 1),
    ),
  };
}

/** A process may end while it is read: then it has no tasks and no time. */
function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
