const FIRST_MS = 500;
const MOST_MS = 15_000;

/** Wait before attempt `failures` + 1: 0.5 s doubled up to 15 s, each ± 50 % so that many pages do not come back at once. */
export function backoffMs(failures: number, random: number): number {
  const base = Math.min(MOST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
  return Math.round(base * (0.5 + random));
}
