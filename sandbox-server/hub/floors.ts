import { readdirSync, statfsSync } from 'node:fs';
import { ProblemError } from '../../protocol/errors.ts';
import { bytesAfter, textOf } from '../text-file.ts';

/** What a host must have left before it takes on more; what runs already goes on. */
const LEAST_DISK_BYTES = 2 * 1024 ** 3;
export const LEAST_MEMORY_SHARE = 0.15;
const LEAST_OPEN_FILES_SHARE = 0.2;

/** What is left on this host; undefined where the system does not tell. */
export interface Room {
  readonly diskBytes: number;
  readonly memoryShare: number | undefined;
  readonly openFilesShare: number | undefined;
}

export function roomOf(data: string): Room {
  const { bavail, bsize } = statfsSync(data);
  return { diskBytes: bavail * bsize, memoryShare: memoryShare(), openFilesShare: openFilesShare() };
}

/** @throws ProblemError `storage` or `host-full`: nothing new is begun */
export function demandRoom({ diskBytes, memoryShare, openFilesShare }: Room): void {
  if (diskBytes < LEAST_DISK_BYTES)
    throw new ProblemError(
      'storage',
      `The disk with the data has ${(diskBytes / 1e9).toFixed(1)} GB left, and nothing new is begun below ${(LEAST_DISK_BYTES / 1e9).toFixed(1)}.`,
    );
  if (memoryShare !== undefined && memoryShare < LEAST_MEMORY_SHARE)
    throw new ProblemError('host-full', `Only ${percent(memoryShare)} of this host's memory is free.`);
  if (openFilesShare !== undefined && openFilesShare < LEAST_OPEN_FILES_SHARE)
    throw new ProblemError('host-full', `Only ${percent(openFilesShare)} of the sandbox server's open files are free.`);
}

const percent = (share: number) => `${Math.floor(share * 100)} %`;

function memoryShare(): number | undefined {
  const text = textOf('/proc/meminfo');
  const share = bytesAfter(text, 'MemAvailable') / bytesAfter(text, 'MemTotal');
  return Number.isFinite(share) ? share : undefined;
}

function openFilesShare(): number | undefined {
  const most = Number(/^Max open files\s+(\d+)/m.exec(textOf('/proc/self/limits'))?.[1]);
  return Number.isFinite(most) ? 1 - readdirSync('/proc/self/fd').length / most : undefined;
}
