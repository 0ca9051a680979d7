/** A bar that the instrument must pass, measured beside its reference in one run. */
export interface BarResult {
  readonly id: string;
  readonly title: string;
  /** `NOISY`: the host disturbed each attempt, so nothing can be said. */
  readonly outcome: 'PASS' | 'FAIL' | 'NOISY' | 'SKIP';
  /** Ratios and times by name, units in the names. */
  readonly figures: Record<string, number>;
  readonly note?: string;
}

export interface Bar {
  readonly id: string;
  readonly title: string;
  run(): Promise<BarResult>;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
