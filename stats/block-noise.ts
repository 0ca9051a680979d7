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
