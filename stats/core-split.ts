/**
 * Who runs where (CP1, CP2, CP4, CP5, CP7). Pure: from lists of core numbers to a split.
 */

/** Load tool's cores are planned to be at most this busy (CP4). */
const LOAD_CEILING = 0.7;
/** From this many physical cores on the sandbox server has two, and two more stay free. */
const LARGE_HOST = 64;
/** On four cores the sandbox server moves beside the load tool when that has little to do. */
const SMALL_HOST = 4;
const SMALL_RHO = 0.1;
/** Core counts of a sweep on hosts with more than eight. */
const STEPS = [1, 2, 3, 4, 6, 8, 11, 16, 24, 32, 44];
const EVERY_COUNT_UP_TO = 8;
/** Two cores are independent when both keep this share of their speed while the other one is busy (CP2). */
const LEAST_KEPT = 0.9;
/** Cores count as equal when the slower kind has at least this share of the faster one's capacity. */
const SAME_KIND = 0.9;
/** Above this many cores only neighbours are probed: siblings, where there are any, are numbered so or half apart. */
const MOST_TO_PAIR_ALL = 4;

export interface CoreSplit {
  readonly mode: 'shared' | 'split';
  /** Cores of the sandbox server and the sampler. */
  readonly hubCores: readonly number[];
  /** Core counts a server is given, ascending. */
  readonly sweep: readonly number[];
  /** The cores of a server that is given `count` of them. */
  serverCores(count: number): number[];
  /** The load tool's cores beside such a server: in split mode a generator thread each, no more than the load needs. */
  loadCores(count: number): number[];
  /** Where programs run that the server asks. */
  readonly behindCores: readonly number[];
}

/** What is measured: servers on more and more cores, or on one number of cores. */
export interface SplitWish {
  readonly over: 'cores' | 'fixed';
  /** Load tool's CPU a request over the server's, the largest among the variants compared (CP4). */
  readonly rho: number;
  /** Whether the servers ask other programs: those get a core of their own where there are enough. */
  readonly behind?: boolean;
}

/** Cores that may be used: affinity and cpuset together, no more than a CPU quota pays for (CP1). */
export function usableCores(given: {
  affinity: readonly number[];
  cpuset?: readonly number[] | undefined;
  quotaCores?: number | undefined;
}): number[] {
  const { affinity, cpuset, quotaCores } = given;
  const allowed = affinity.filter((core) => cpuset === undefined || cpuset.includes(core));
  return quotaCores === undefined ? allowed : allowed.slice(0, Math.max(Math.floor(quotaCores), 1));
}

/**
 * One core for each physical one, of the fastest kind only (CP1). `siblingsOf` names the hardware threads of a core,
 * itself included; `capacityOf` compares kinds of cores, where the host knows it. Those near the same memory stand
 * together, so that a server leaves its memory only when it has more cores than are near it (CP5).
 */
export function physicalCores(
  usable: readonly number[],
  siblingsOf: (core: number) => readonly number[],
  capacityOf: (core: number) => number | undefined = () => undefined,
  nodeOf: (core: number) => number = () => 0,
): number[] {
  const first = usable.filter((core) => {
    const siblings = siblingsOf(core).filter((sibling) => usable.includes(sibling));
    return siblings.length === 0 || siblings[0] === core;
  });
  const most = Math.max(...first.map((core) => capacityOf(core) ?? 0));
  return first
    .filter((core) => (capacityOf(core) ?? most) >= most * SAME_KIND)
    .toSorted((a, b) => nodeOf(a) - nodeOf(b));
}

/** The pairs whose independence is worth a second each (CP2). */
export function pairsToProbe(physical: readonly number[]): [number, number][] {
  if (physical.length <= MOST_TO_PAIR_ALL)
    return physical.flatMap((a, i) => physical.slice(i + 1).map((b): [number, number] => [a, b]));
  const half = Math.floor(physical.length / 2);
  const neighbours = physical.slice(1).map((core, i): [number, number] => [physical[i] as number, core]);
  const opposite = physical.slice(0, half).map((core, i): [number, number] => [core, physical[i + half] as number]);
  return [...neighbours, ...opposite];
}

/** Of the probed pairs those whose cores slow each other down (CP2). */
export function dependentPairs(
  probed: readonly { cores: readonly [number, number]; kept: readonly [number, number] }[],
): [number, number][] {
  return probed.flatMap(({ cores: [a, b], kept }) => (Math.min(...kept) >= LEAST_KEPT ? [] : [[a, b]]));
}

/**
 * What is left of the cores when some slow each other down: half of them at most, and no two of one pair (CP2). Whether
 * siblings are numbered as neighbours or half apart, the pairs say.
 */
export function independentCores(
  physical: readonly number[],
  dependent: readonly (readonly [number, number])[],
): number[] {
  if (dependent.length === 0) return [...physical];
  const slows = (a: number, b: number) => dependent.some((pair) => pair.includes(a) && pair.includes(b));
  const kept: number[] = [];
  for (const core of physical) if (!kept.some((other) => slows(core, other))) kept.push(core);
  return kept.slice(0, Math.ceil(physical.length / 2));
}

/** Load tool's CPU a request over the server's (CP4). A value that was lost says nothing of the cost. */
export function rhoOf(load: number | undefined, server: number | undefined): number | undefined {
  return load && server ? load / server : undefined;
}

/** The split of these physical cores, frozen before a run; undefined when there is none (CP5). */
export function splitCores(physical: readonly number[], { over, rho, behind }: SplitWish): CoreSplit | undefined {
  const n = physical.length;
  if (n < 2) return undefined;
  if (behind && n >= SMALL_HOST) {
    const others = splitCores(physical.slice(0, -1), { over, rho });
    return others && { ...others, behindCores: physical.slice(-1) };
  }
  if (n < SMALL_HOST) return over === 'cores' ? shared(physical) : oneEach(physical);
  const beside = n === SMALL_HOST && rho <= SMALL_RHO;
  const reserved = n >= LARGE_HOST ? 4 : beside ? 0 : 1;
  const hub = n >= LARGE_HOST ? 2 : beside ? 0 : 1;
  // At least one core is left for the load tool, however little it needs.
  const most = Math.max(1, Math.min(Math.floor((n - reserved) / (1 + rho / LOAD_CEILING)), n - reserved - 1));
  const sweep = countsUpTo(most);
  const server = sweep.at(-1) as number;
  // Core 0 also takes interrupts: it belongs to the sandbox server or the load tool. Servers follow, the load has the rest.
  const first = beside ? 1 : hub;
  const room = beside ? [physical[0] as number] : physical.slice(first + server, n - (reserved - hub));
  const needed = ((over === 'cores' ? server : 1) * rho) / LOAD_CEILING;
  const load = room.slice(0, Math.max(1, Math.ceil(needed)));
  return {
    mode: 'split',
    hubCores: beside ? load : physical.slice(0, hub),
    sweep: over === 'cores' ? sweep : [1],
    serverCores: (count) => physical.slice(first, first + count),
    loadCores: () => [...load],
    behindCores: load,
  };
}

/** Core counts of a sweep, ascending. */
function countsUpTo(most: number): number[] {
  if (most <= EVERY_COUNT_UP_TO) return Array.from({ length: most }, (_, i) => i + 1);
  return STEPS.filter((count) => count <= most);
}

/**
 * Cores of programs that need no load tool: from the end of the list, so that the sandbox server keeps the first one to
 * itself as long as it is not asked for. Undefined on a single core.
 */
export function splitForPrograms(physical: readonly number[], cores: 'one' | 'all' | 'sweep'): CoreSplit | undefined {
  const n = physical.length;
  if (n < 2) return undefined;
  return {
    mode: 'split',
    hubCores: physical.slice(0, 1),
    sweep: cores === 'sweep' ? countsUpTo(n) : [cores === 'all' ? n : 1],
    serverCores: (count) => physical.slice(n - count),
    loadCores: () => [],
    behindCores: [],
  };
}

/** Every count of the sweep alike: server and load tool on the same cores, from the end of the list (CP7). */
function shared(physical: readonly number[]): CoreSplit {
  const cores = (count: number) => physical.slice(physical.length - count);
  return {
    mode: 'shared',
    hubCores: physical.slice(0, 1),
    sweep: physical.map((_, i) => i + 1),
    serverCores: cores,
    loadCores: cores,
    behindCores: physical.slice(0, 1),
  };
}

/** Two or three cores: one for the server, one for the load tool, and the sandbox server beside the latter or alone. */
function oneEach(physical: readonly number[]): CoreSplit {
  const [first, second] = physical as [number, number];
  const load = physical.length > 2 ? second : first;
  return {
    mode: 'split',
    hubCores: [first],
    sweep: [1],
    serverCores: () => physical.slice(-1),
    loadCores: () => [load],
    behindCores: [load],
  };
}
