/** SQLite's primary codes for a write that the disk did not take: an input or output error, and a full disk. */
const DISK_CODES = new Set([10, 13]);

/** Whether an error says that the disk with the data takes no more. */
export function isDiskFault(error: unknown): boolean {
  const { errcode, code } = error as { errcode?: number; code?: string };
  return (errcode !== undefined && DISK_CODES.has(errcode & 0xff)) || code === 'ENOSPC' || code === 'EDQUOT';
}
