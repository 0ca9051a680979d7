import { totalmem } from 'node:os';
import type { LabLimits } from '../../../protocol/host.ts';
import { textOf } from '../../text-file.ts';

const GIB = 1024 ** 3;
/** On a small host one lab may not have all of the memory. */
const MOST_OF_HOST = 0.6;
const HOUR_MS = 3_600_000;

/**
 * Data per process is two thirds of what the lab may use as a whole. It is RLIMIT_DATA: RLIMIT_AS would break wasm and
 * the address space that Node and the JVM reserve.
 */
export const singleUserLimits: LabLimits = {
  processes: 16_384,
  commandProcesses: 512,
  dataBytes: Math.floor((4 * GIB * 2) / 3),
  openFiles: 20_000,
  fileBytes: GIB,
  sharedMemoryBytes: 64 * 1024 ** 2,
  memoryBytes: 4 * GIB,
  diskBytes: GIB,
  files: 50_000,
  idleMs: 2 * HOUR_MS,
};

export const workshopLimits: LabLimits = {
  ...singleUserLimits,
  processes: 512,
  dataBytes: GIB,
  memoryBytes: 1.5 * GIB,
  idleMs: HOUR_MS / 2,
  lifetimeMs: 8 * HOUR_MS,
};

/** The limits of one person's lab as they hold on this host. */
export const limitsHere = (): LabLimits => ({
  ...singleUserLimits,
  openFiles: openFilesWithin(singleUserLimits.openFiles),
  memoryBytes: Math.min(singleUserLimits.memoryBytes, Math.floor(totalmem() * MOST_OF_HOST)),
});

/** Limits can only go down from what this process has; a lower host limit is used as it is. */
export function openFilesWithin(wanted: number, procLimits = textOf('/proc/self/limits')): number {
  const hard = /^Max open files\s+\S+\s+(\S+)/m.exec(procLimits)?.[1];
  const most = Number(hard);
  return Number.isFinite(most) ? Math.min(wanted, most) : wanted;
}
