import { readdirSync } from 'node:fs';
import { textOf } from '../sandbox-server/text-file.ts';

/** The kernel counts CPU time in ticks of 10 ms (USER_HZ, fixed at 100 on Linux). */
export const TICK_MS = 10;

/** A process and all its descendants. */
export function processTree(pid: number): number[] {
  const all = [pid];
  for (let i = 0; i < all.length; i++)
    for (const task of list(`/proc/${all[i]}/task`))
      all.push(...textOf(`/proc/${all[i]}/task/${task}/children`).split(' ').filter(Boolean).map(Number));
  return all;
}

/**
 * CPU time of a process and all its descendants in µs, from the scheduler's own nanosecond counters of each thread
 * (field 1 of task/TID/schedstat). Processes that ended between two calls are missing from the second: servers under
 * test keep theirs.
 */
export function treeCpuUs(pid: number): number {
  let nanoseconds = 0;
  for (const one of processTree(pid))
    for (const task of list(`/proc/${one}/task`))
      nanoseconds += Number(textOf(`/proc/${one}/task/${task}/schedstat`).split(' ', 1)[0]);
  return nanoseconds / 1000;
}

/** Ticks of CPU of a process, and of its children that have ended, from the text of /proc/PID/stat. Pure. */
export function processTicks(text: string): { own: number; endedChildren: number } {
  // The name before the last bracket may hold blanks.
  const [user = 0, system = 0, childUser = 0, childSystem = 0] = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 15)
    .map(Number);
  return { own: user + system, endedChildren: childUser + childSystem };
}

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
