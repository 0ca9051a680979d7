import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import type { LabLimits } from '../../../protocol/host.ts';
import type { DiskUse } from './disk-use.ts';
import type { ExitStatus } from './exit-status.ts';
import type { LabProcess } from './lab-process.ts';
import { prepareTree } from './lab-tree.ts';
import { openFilesWithin, singleUserLimits } from './limits.ts';
import { openPodLab, POD_VARIANTS } from './pod-lab.ts';
import { openProcessLab } from './process-lab.ts';
import type { LabPty } from './pty.ts';
import type { LabLevel } from './reaper.ts';

export type { ExitStatus, LabLevel, LabLimits, LabProcess, LabPty };

export interface LabOptions {
  id: string;
  /** The lab's own directory on the host: home and /tmp are kept in it. */
  directory: string;
  level: LabLevel;
  /** The folder with the variants' source and what was built from it. */
  variants: string;
  /** The load tool's cargo workspace; it may be built later. */
  load: string;
  /** The Node binary to offer inside; the one that runs this by default. */
  node?: string;
  /** Further toolchains by name, each seen as /opt/<name>. */
  toolchains?: Record<string, string>;
  limits?: Partial<LabLimits>;
  /** The divided control group below which the lab gets its own; without one, somebody has to watch its memory. */
  groups?: string | undefined;
}

export interface SpawnOptions {
  argv: readonly string[];
  /** Added to the lab's own environment; nothing of ours is inherited. */
  env?: Record<string, string>;
  /** As the lab sees it; the home folder by default. */
  cwd?: string;
  /** Cores that it and all it starts may use, for as long as they live. */
  cores?: readonly number[];
  /** Processes and threads it needs, when more than usual. */
  threads?: number;
  dataBytes?: number;
  /** Whether the caller writes to it. */
  stdin?: boolean;
  /** Lets the runtime inside tell how it is doing (ME1); claims about speed are measured without (ME3). */
  probe?: {
    /** On the monotonic clock: its times count from here. */
    epochUs: number;
  };
}

export interface TerminalOptions {
  cols: number;
  rows: number;
  env?: Record<string, string>;
  argv?: readonly string[];
}

/** Where things are, as programs in the lab see it. */
export interface LabPaths {
  home: string;
  variants: string;
  /** The directory of the load tool's binary. */
  load: string;
  node: string;
}

/** Why a lab is gone: ended by us for one of these reasons, or it broke. */
export type LabEnd = 'closed' | 'crashed' | 'oom' | 'limit' | 'idle' | 'lifetime';

/** One person's machine within the machine: programs in it share files, processes and loopback. */
export interface Lab {
  readonly id: string;
  readonly level: LabLevel;
  readonly paths: LabPaths;
  /** Resolves as soon as nothing runs in it any more. */
  readonly ended: Promise<LabEnd>;
  /** Resolves when nothing of it is left but its files. */
  readonly gone: Promise<void>;
  /** @throws ProblemError `lab-failed` */
  spawn(options: SpawnOptions): Promise<LabProcess>;
  spawnTerminal(options: TerminalOptions): LabPty;
  /**
   * Memory that its programs hold together; undefined where the kernel bounds it, and where the lab has no walls and is
   * not told from others.
   */
  heldBytes(): number | undefined;
  /** What its files take; undefined where that cannot be counted. */
  usedDisk(): Promise<DiskUse | undefined>;
  /** Ends what runs in it, bar the shells of its terminals. */
  endPrograms(): void;
  /** Ends everything in the lab at once and resolves when it is gone. */
  close(reason?: LabEnd): Promise<void>;
}

/** @throws ProblemError `lab-failed` when the host refuses */
export async function openLab(options: LabOptions): Promise<Lab> {
  const given = { ...singleUserLimits, ...options.limits };
  const variants = realpathSync(options.variants);
  const setup: LabSetup = {
    ...options,
    variants,
    load: realpathSync(options.load),
    // Of …/bin/node the whole installation, so that npm and headers are there when it has them.
    node: dirname(dirname(realpathSync(options.node ?? process.execPath))),
    toolchains: Object.fromEntries(
      Object.entries(options.toolchains ?? {}).map(([name, path]) => [name, realpathSync(path)]),
    ),
    limits: { ...given, openFiles: openFilesWithin(given.openFiles) },
    tree: prepareTree(options.directory, variants, options.level === 'pod' ? POD_VARIANTS : variants),
  };
  return options.level === 'pod' ? openPodLab(setup) : openProcessLab(setup);
}

/** What both levels start from: real paths, limits that hold here, directories that exist. */
export interface LabSetup extends LabOptions {
  node: string;
  toolchains: Record<string, string>;
  limits: LabLimits;
  tree: ReturnType<typeof prepareTree>;
}

/** The environment of every program in a lab, built from nothing. */
export function labEnvironment(paths: LabPaths, path: string, limits: LabLimits): Record<string, string> {
  // Without a cgroup the runtime sees the whole host's memory and would grow past the limit.
  const heapMegabytes = Math.floor((limits.dataBytes * 0.75) / 1024 ** 2);
  return {
    PATH: path,
    HOME: paths.home,
    USER: 'student',
    SHELL: '/bin/bash',
    LANG: 'C.UTF-8',
    VARIANTS: paths.variants,
    NODE_OPTIONS: `--max-old-space-size=${heapMegabytes}`,
  };
}

/** Processes and threads of one command: as asked, within what the lab may have. */
export function processesFor(options: SpawnOptions, limits: LabLimits): number {
  // Beside the threads it counts itself and the runtime's own.
  const asked = options.threads === undefined ? 0 : options.threads + 64;
  return Math.min(limits.processes, Math.max(limits.commandProcesses, asked));
}
