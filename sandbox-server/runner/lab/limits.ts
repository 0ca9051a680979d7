import { readFileSync } from 'node:fs';

/** What one lab may use. Reaching a limit gives the program inside an ordinary error, never the host a problem. */
export type LabLimits = {
  /** Processes and threads of the whole lab, and the most that one spawned command may ask for. */
  processes: number;
  /** Processes and threads of one spawned command that does not ask for more. */
  commandProcesses: number;
  /** RLIMIT_DATA of each process: RLIMIT_AS would break wasm and the address space that Node and the JVM reserve. */
  dataBytes: number;
  openFiles: number;
  fileBytes: number;
  sharedMemoryBytes: number;
};

const GIB = 1024 ** 3;

/** Data per process is two thirds of what the lab may use as a whole. */
export const singleUserLimits: LabLimits = {
  processes: 16_384,
  commandProcesses: 512,
  dataBytes: Math.floor((4 * GIB * 2) / 3),
  openFiles: 20_000,
  fileBytes: GIB,
  sharedMemoryBytes: 64 * 1024 ** 2,
};

export const workshopLimits: LabLimits = { ...singleUserLimits, processes: 512, dataBytes: GIB };

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
