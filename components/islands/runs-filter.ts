import type { Tier } from '../../protocol/experiment.ts';
import type { ResultRef } from '../connection/results.ts';

/** A run as far as a filter looks at it. */
export interface Listed {
  readonly ref: ResultRef;
  readonly experiment: string;
  readonly tier: Tier;
  readonly machine: string;
  /** ISO 8601. */
  readonly startedAt: string;
}

/** What is shown of a list of runs; `from` and `to` are days (2026-11-21) of the reader's own calendar, both included. */
export interface RunFilter {
  readonly experiment?: string | undefined;
  readonly tier?: string | undefined;
  readonly machine?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export const filterNames: Record<keyof RunFilter, string> = {
  experiment: 'Experiment',
  tier: 'Measured',
  machine: 'Machine',
  from: 'From',
  to: 'To',
};

export function shownRuns<T extends Listed>(
  rows: readonly T[],
  { experiment, tier, machine, from, to }: RunFilter,
): T[] {
  return rows.filter((row) => {
    const day = dayOf(row.startedAt);
    return (
      (experiment === undefined || row.experiment === experiment) &&
      (tier === undefined || row.tier === tier) &&
      (machine === undefined || row.machine === machine) &&
      (from === undefined || day >= from) &&
      (to === undefined || day <= to)
    );
  });
}

/** The values that a list has under a name, each once. */
export function valuesOf(rows: readonly Listed[], name: 'experiment' | 'tier' | 'machine'): string[] {
  return [...new Set(rows.map((row) => row[name]))].sort();
}

/** The filter as it stands in the address, and back. */
export function queryOf(filter: RunFilter): string {
  const set = Object.entries(filter).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return set.length > 0 ? `?${new URLSearchParams(set)}` : '';
}

export function filterOf(query: URLSearchParams): RunFilter {
  const names = Object.keys(filterNames) as (keyof RunFilter)[];
  return Object.fromEntries(names.flatMap((name) => (query.get(name) ? [[name, query.get(name)]] : [])));
}

function dayOf(iso: string): string {
  const time = new Date(iso);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}
