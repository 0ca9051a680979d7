import { readdirSync, readlinkSync } from 'node:fs';
import { bytesAfter, textOf } from '../../text-file.ts';

/** Processes of the pid namespace that a process lives in, as they are numbered here. */
export function processesBeside(pid: number): number[] {
  const namespace = namespaceOf(pid);
  if (namespace === undefined) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((other) => namespaceOf(other) === namespace);
}

/** Memory that only this process or shared memory of it holds: what files can give back is left out. */
export function heldBytesOf(pid: number): number {
  const status = textOf(`/proc/${pid}/status`);
  // A process that has ended meanwhile holds nothing.
  return (bytesAfter(status, 'RssAnon') || 0) + (bytesAfter(status, 'RssShmem') || 0);
}

function namespaceOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return undefined;
  }
}
