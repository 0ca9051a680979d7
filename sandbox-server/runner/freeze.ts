import { readFileSync } from 'node:fs';
import type { Freeze } from '../../protocol/experiment.ts';
import { sendSignal } from './lab/lab-process.ts';

/**
 * Lets a server stand still for `forMs` in the middle of each period of `everyMs`, from now on: the kernel stops all
 * its processes, and their connections stay open. Returns how to end it; afterwards the server runs.
 */
export function freeze(pid: number, { everyMs, forMs }: Freeze): () => void {
  let timer: NodeJS.Timeout;
  let goOn = () => {};
  const startedMs = performance.now();
  const turn = (number: number) => {
    // By the clock and not one after the other, so that late timers do not add up.
    const at = (ms: number, then: () => void) => {
      timer = setTimeout(then, startedMs + number * everyMs + ms - performance.now());
    };
    at((everyMs - forMs) / 2, () => {
      goOn = standStill([pid]);
      at((everyMs + forMs) / 2, () => {
        goOn();
        turn(number + 1);
      });
    });
  };
  turn(0);
  return () => {
    clearTimeout(timer);
    goOn();
  };
}

/** The kernel stops these processes and their descendants, until what is returned is called. */
export function standStill(pids: readonly number[]): () => void {
  const stopped = pids.flatMap(treeOf);
  for (const one of stopped) sendSignal(one, 'SIGSTOP');
  return () => {
    for (const one of stopped.splice(0)) sendSignal(one, 'SIGCONT');
  };
}

/** A process and its descendants, parents first; of a kernel that does not tell them, the process alone. */
function treeOf(pid: number): number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
    return [pid, ...children.flatMap(treeOf)];
  } catch {
    return [pid];
  }
}
