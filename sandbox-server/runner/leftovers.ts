import { setTimeout as pause } from 'node:timers/promises';
import { textOf } from '../text-file.ts';

const LOOK_EVERY_MS = 100;
/** Longer than a request of an experiment waits and queues; then the next load begins all the same. */
const MOST_MS = 15_000;
/** Established, or closed by the other side only: states of the kernel's tables of TCP sockets. */
const OPEN = /^(01|08)$/;

/**
 * Resolves when a server has let go of every connection of the loads before. One with a queue goes on with requests whose
 * client has left: Spring with 200 threads took four seconds for those of 1,000 users, and the next load got 80 answers a
 * second instead of 200.
 */
export async function untilLetGo(pid: number, port: number, mostMs = MOST_MS): Promise<void> {
  for (const endMs = performance.now() + mostMs; openConnections(pid, port) > 0 && performance.now() < endMs; )
    await pause(LOOK_EVERY_MS);
}

/** Connections that a port has in the network of a process, as `local_address` and `st` of /proc/PID/net/tcp tell. */
function openConnections(pid: number, port: number): number {
  const own = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return ['tcp', 'tcp6']
    .flatMap((table) => textOf(`/proc/${pid}/net/${table}`).split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(own) && OPEN.test(state ?? '')).length;
}
