import { readdirSync } from 'node:fs';
import { textOf } from '../sandbox-server/text-file.ts';
import { foreignOf, isDisturbed } from '../stats/block-noise.ts';
import { benchCores } from './cores.ts';
import { processTicks, processTree, TICK_MS } from './process-tree.ts';

/** Times of cores are whole ticks of 10 ms: a second holds a hundred of them. */
const WINDOW_MS = 1000;

export interface Disturbance {
  readonly disturbed: boolean;
  readonly text: string;
}

/** CPU that others used, or the hypervisor took, on the cores measured on, in windows of a second (ST7). */
export class HostNoise {
  readonly #windows: { foreignShare: number; stealShare: number }[] = [];
  readonly #timer: NodeJS.Timeout;
  #last = snapshot();

  constructor() {
    this.#timer = setInterval(() => this.#close(), WINDOW_MS);
  }

  /** The last window is left out when it is shorter than half of one. */
  end(): void {
    clearInterval(this.#timer);
    if (performance.now() - this.#last.atMs > WINDOW_MS / 2) this.#close();
  }

  disturbance(): Disturbance {
    const most = (of: (window: { foreignShare: number; stealShare: number }) => number) =>
      Math.round(100 * Math.max(0, ...this.#windows.map(of)));
    const count = this.#windows.filter((window) => isDisturbed([window])).length;
    return {
      disturbed: isDisturbed(this.#windows),
      text: `others disturbed ${count} of ${this.#windows.length} s (at most ${most((window) => window.foreignShare)} % of the cores by other programs, ${most((window) => window.stealShare)} % by the hypervisor)`,
    };
  }

  #close(): void {
    const now = snapshot();
    const from = this.#last;
    this.#last = now;
    const wholeMs = (now.atMs - from.atMs) * now.cores;
    const stealMs = now.stealMs - from.stealMs;
    const foreignMs = foreignOf({
      whole: wholeMs,
      busy: wholeMs - (now.idleMs - from.idleMs) - stealMs,
      looked: now.lookedBusyMs - from.lookedBusyMs,
      ours: now.oursMs - from.oursMs,
      others: now.everyoneMs - from.everyoneMs - (now.oursMs - from.oursMs),
    });
    this.#windows.push({ foreignShare: foreignMs / wholeMs, stealShare: stealMs / wholeMs });
  }
}

function snapshot() {
  const cores = Object.values(benchCores());
  const times = coreTimes(textOf('/proc/stat'), cores);
  return {
    atMs: performance.now(),
    cores: cores.length,
    ...times,
    oursMs: treeMs(process.pid),
    everyoneMs: everyoneMs(),
  };
}

/** Times of some cores since boot, from the text of /proc/stat: `looked` is busy as the kernel finds it by looking. Pure. */
export function coreTimes(text: string, cores: readonly number[]) {
  const times = { lookedBusyMs: 0, idleMs: 0, stealMs: 0 };
  for (const line of text.split('\n')) {
    const [, core, fields] = /^cpu(\d+) (.+)$/.exec(line) ?? [];
    if (core === undefined || fields === undefined || !cores.includes(Number(core))) continue;
    const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = fields
      .split(' ')
      .map(Number);
    times.lookedBusyMs += (user + nice + system + irq + softirq) * TICK_MS;
    times.idleMs += (idle + iowait) * TICK_MS;
    times.stealMs += steal * TICK_MS;
  }
  return times;
}

/** CPU time of all processes of the host. */
const everyoneMs = () =>
  sumMs(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number),
  );

/** CPU time of a process and all its descendants. */
const treeMs = (pid: number) => sumMs(processTree(pid));

/** With those that have ended: a parent inherits their time. */
function sumMs(pids: readonly number[]): number {
  return pids.reduce((ms, pid) => {
    const { own, endedChildren } = processTicks(textOf(`/proc/${pid}/stat`));
    return ms + (own + endedChildren) * TICK_MS;
  }, 0);
}
