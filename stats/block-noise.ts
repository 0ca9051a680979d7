const MOST_FOREIGN = 0.05;
const MOST_STEAL = 0.01;
const MOST_WINDOWS = 0.1;

/** Whether others disturbed a measurement: in more than a tenth of its windows (ST7). Shares from 0 to 1. */
export function isDisturbed(windows: readonly { foreignShare: number; stealShare: number }[]): boolean {
  const disturbed = windows.filter(
    ({ foreignShare, stealShare }) => foreignShare > MOST_FOREIGN || stealShare > MOST_STEAL,
  );
  return disturbed.length > windows.length * MOST_WINDOWS;
}

/** How far looking may lie below what we used ourselves, by chance, as a share of the cores. */
const MOST_MISSED = 0.05;

/**
 * CPU time that others used on cores, all in one unit. `busy` is the time that was neither idle nor stolen, taken by the
 * clock. It holds the waking of cores too: several per cent on a virtual machine under a load of short requests. `looked` is
 * what the kernel finds by looking who runs, 100 to 1,000 times a second. It leaves the waking out, but a load whose
 * requests come in step with the looks is always seen or never. So the lower one counts, unless looking found less than
 * we used ourselves (`ours`). Where it is known what all other processes of the host used (`others`), exactly and on
 * whatever core, nobody used more. Pure.
 */
export function foreignOf(cores: {
  whole: number;
  busy: number;
  looked: number;
  ours: number;
  others?: number;
}): number {
  const { whole, busy, looked, ours, others = Number.POSITIVE_INFINITY } = cores;
  const missed = looked < ours - MOST_MISSED * whole;
  return Math.max(Math.min((missed ? busy : Math.min(busy, looked)) - ours, others), 0);
}
