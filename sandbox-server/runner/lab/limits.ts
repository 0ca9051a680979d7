import { readFileSync } from 'node:fs';
import type { LabLimits } from '../../../protocol/host.ts';

const GIB = 1024 ** 3;

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
};

export const workshopLimits: LabLimits = { ...singleUserLimits, processes: 512, dataBytes: GIB };

/** The limits of one person's lab as they hold on this host. */
export const limitsHere = (): LabLimits => ({
  ...singleUserLimits,
  openFiles: openFilesWithin(singleUserLimits.openFiles),
});

/** Limits can only go down from what this process has; a lower host limit is used as it is. */
export function openFilesWithin(wanted: number, procLimits = readProcLimits()): number {
  const hard = /^Max open files\s+\S+\s+(\S+)/m.exec(procLimits)?.[1];
  const most = Number(hard);
  return Number.isFinite(most) ? Math.min(wanted, most) : wanted;
}

function readProcLimits(): string {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return '';
  }
}
