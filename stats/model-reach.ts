/** What may be said beyond the measured numbers of cores (CP5, CP9). */
export interface ModelReach {
  readonly law: 'amdahl' | 'usl';
  /** The largest number of cores that the model may be drawn to. */
  readonly upTo: number;
}

/** From which number of physical cores on, with which different numbers measured, and how far beyond the largest. */
const REACH = [
  { physical: 16, counts: 5, law: 'usl', times: 4 },
  { physical: 8, counts: 5, law: 'usl', times: 2 },
  { physical: 4, counts: 3, law: 'amdahl', times: 2 },
] as const;

/** The model that a host of so many physical cores allows after measuring at these numbers of them; often none. */
export function modelReach(physicalCores: number, measured: readonly number[]): ModelReach | undefined {
  const counts = new Set(measured).size;
  const allowed = REACH.find((row) => physicalCores >= row.physical && counts >= row.counts);
  return allowed && { law: allowed.law, upTo: allowed.times * Math.max(...measured) };
}
