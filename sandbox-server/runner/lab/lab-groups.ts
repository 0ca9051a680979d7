import {
  accessSync,
  constants,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { LabLimits } from '../../../protocol/host.ts';
import { textOf } from '../../text-file.ts';

/*
 * Limits that the kernel keeps for a lab as a whole: control groups, version 2. Only where this program was started in
 * a group of its own and was told to use it: a group can be divided only once it holds no process itself, and those of
 * others are not ours to move.
 *
 *   <the group given to us>
 *   ├─ loadstone       hub, runner, builds
 *   └─ lab-<id>-…      one lab: holder, shells, servers, load tool
 */
const OWN = 'loadstone';
const LAB = 'lab-';
/** What is bounded. Not the CPU: a quota stops whoever has used it up for the rest of a period, and spoils what is measured. */
const CONTROLLERS = ['memory', 'pids'];
/** nsenter, bwrap and the like, which stand around each program of a lab and are not counted as the lab's own. */
const AROUND = 256;
const ENDING_TRIES = 40;
const ENDING_MS = 50;
/** New processes may come while a group is emptied. */
const EMPTYING_ROUNDS = 20;

/** Where this process is in the tree of control groups, version 2, as a folder. */
export function ownGroup(
  mounts = textOf('/proc/self/mountinfo'),
  own = textOf('/proc/self/cgroup'),
): string | undefined {
  const mount = mounts.split('\n').find((line) => / - cgroup2 /.test(line));
  const [, , , root, at] = mount?.split(' ') ?? [];
  const path = /^0::(.*)$/m.exec(own)?.[1];
  if (root === undefined || at === undefined || path === undefined || path.startsWith('/..')) return undefined;
  return resolve(at, `.${root === '/' ? path : path.slice(root.length)}`);
}

/**
 * Divides the group that this process is in: it and all that is in the group go into one part, and labs will have
 * theirs. @returns the folder of the group
 * @throws Error that says what to do instead
 */
export function divideGroup(group = ownGroup()): string {
  if (group === undefined) throw new Error('There is no tree of control groups (version 2) here.');
  // Started again by something that is in the part already.
  if (basename(group) === OWN) group = join(group, '..');
  const has = textOf(join(group, 'cgroup.controllers')).split(/\s+/);
  const lacks = CONTROLLERS.filter((name) => !has.includes(name));
  if (lacks.length > 0) throw new Error(`The control group ${group} has no controllers ${lacks.join(' and ')}.`);
  try {
    accessSync(group, constants.W_OK);
    mkdirSync(join(group, OWN), { recursive: true });
    for (let round = 0; round < EMPTYING_ROUNDS && processesIn(group).length > 0; round++)
      for (const pid of processesIn(group)) move(pid, join(group, OWN));
    writeFileSync(join(group, 'cgroup.subtree_control'), CONTROLLERS.map((name) => `+${name}`).join(' '));
  } catch (error) {
    throw new Error(`The control group ${group} cannot be divided: ${(error as Error).message}`);
  }
  // Labs end with whoever opened them, however that ended. Those that still run are another server's.
  for (const name of readdirSync(group).filter((one) => one.startsWith(LAB))) isRemoved(join(group, name));
  return group;
}

/** The control group of one lab. */
export class LabGroup {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Makes the group of a lab below one that was divided. */
  static make(parent: string, id: string, limits: LabLimits): LabGroup {
    const folder = mkdtempSync(join(parent, `${LAB}${id}-`));
    const set = (name: string, value: string | number): void => writeFileSync(join(folder, name), String(value));
    set('memory.max', limits.memoryBytes);
    // A lab that is too large ends as a whole: half a lab would be a riddle.
    set('memory.oom.group', 1);
    set('pids.max', limits.processes + AROUND);
    try {
      set('memory.swap.max', 0);
    } catch {
      // A kernel without swap has no such file.
    }
    return new LabGroup(folder);
  }

  /** A command that starts another one within the group. */
  enter(argv: readonly string[]): string[] {
    return ['sh', '-c', 'echo 0 > "$0" && exec "$@"', join(this.#folder, 'cgroup.procs'), ...argv];
  }

  /** Whether the kernel has ended the lab because it had used its memory up. */
  ranOut(): boolean {
    return Number(/^oom_kill (\d+)/m.exec(textOf(join(this.#folder, 'memory.events')))?.[1]) > 0;
  }

  /** Ends whatever is left in it, and then the group itself. Never rejects: one that stays is empty, and costs nothing. */
  async end(): Promise<void> {
    try {
      writeFileSync(join(this.#folder, 'cgroup.kill'), '1');
    } catch {
      // Kernels before 5.14 have no such file; a lab's programs end with its holder.
    }
    // What was killed takes a moment to be gone.
    for (let tries = 0; tries < ENDING_TRIES && !isRemoved(this.#folder); tries++) await wait(ENDING_MS);
  }
}

/** Only an empty group can be removed. */
function isRemoved(group: string): boolean {
  try {
    rmdirSync(group);
    return true;
  } catch {
    return false;
  }
}

const processesIn = (group: string): string[] =>
  readFileSync(join(group, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean);

function move(pid: string, group: string): void {
  try {
    writeFileSync(join(group, 'cgroup.procs'), pid);
  } catch (error) {
    // It has ended meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
