/**
 * Who runs where (CP1, CP5, CP7): pure, from the list of physical cores to a split.
 * `shared`: server and load tool on the same cores, every core count of the sweep alike.
 */
export interface CoreSplit {
  readonly mode: 'shared' | 'split';
  /** Core counts a server is given, ascending. */
  readonly sweep: readonly number[];
  /** The cores of a server that is given `count` of them. */
  serverCores(count: number): number[];
  /** The load tool's cores beside such a server. */
  loadCores(count: number): number[];
}

/** Load tool's CPU a request over the server's, assumed for requests of 2 ms and more. */
const RHO_LONG_REQUESTS = 0.05;
/** A load tool's core is planned to be at most this busy. */
const LOAD_CEILING = 0.7;
const STEPS = [1, 2, 3, 4, 6, 8, 11, 16, 24, 32, 44, 64];

export function splitCores(physical: readonly number[]): CoreSplit | undefined {
  const n = physical.length;
  if (n < 2) return undefined;
  if (n < 4) {
    // From the end: core 0 also takes interrupts and the sandbox server.
    const cores = (count: number) => physical.slice(n - count);
    return { mode: 'shared', sweep: physical.map((_, i) => i + 1), serverCores: cores, loadCores: cores };
  }
  const hub = n >= 64 ? 2 : 1;
  const server = Math.floor((n - hub) / (1 + RHO_LONG_REQUESTS / LOAD_CEILING));
  const load = physical.slice(hub + server);
  const sweep = [...new Set([...STEPS.filter((count) => count < server), server])];
  return { mode: 'split', sweep, serverCores: (count) => physical.slice(hub, hub + count), loadCores: () => [...load] };
}
