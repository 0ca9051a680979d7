import { type ChildProcess, spawn } from 'node:child_process';
import type { LabGroup } from './lab-groups.ts';

/**
 * Whom a lab's programs belong to on the host when we are root. Never 0: root's limits are void and its
 * mistakes reach everything. A high number without an account, because `nobody` (65534) is shared with
 * other services, which a lab could then signal.
 */
export const LAB_HOST_ID = 64_000;
export const isRoot = process.getuid?.() === 0;

const BECOME_LAB = ['setpriv', `--reuid=${LAB_HOST_ID}`, `--regid=${LAB_HOST_ID}`, '--clear-groups', '--'];

/** A shell that closes every descriptor above the given one and becomes the command. */
const CLOSE_OTHERS =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell fills it in
  'keep=$1; shift; for p in /proc/self/fd/*; do n=${p##*/}; if (( n > keep )); then exec {n}>&-; fi; done; exec "$@"';

/** For everything before the lab's own program: it can be read inside as `/proc/<pid>/environ`. */
const OUTER_ENV = { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin' };

export interface CleanSpawn {
  argv: readonly string[];
  /** Standard input, output, error and what follows; nothing else stays open. */
  stdio: ('pipe' | 'ignore' | number)[];
  /** `terminal`: a session of its own whose terminal is standard input. `group`: one that can be signalled as a whole. */
  session: 'group' | 'terminal';
  env?: Record<string, string>;
  cwd?: string;
  /** Keep our own user: only for labs without walls. */
  keepUser?: boolean;
  /** The control group to start in, where the lab has one. */
  group?: LabGroup | undefined;
}

/**
 * Starts a host program that leads into a lab: as the lab's host user, with a bare environment, and with none
 * of our descriptors. The pty's native part opens masters without CLOEXEC; without the closing shell each lab
 * would hold every other lab's terminals.
 * Only ever called on the main thread: a parent-death signal belongs to the thread that forked.
 */
export function spawnClean(asked: CleanSpawn): ChildProcess {
  const { argv, stdio, session, env = OUTER_ENV, cwd = '/', keepUser, group } = asked;
  const isLinux = process.platform === 'linux';
  const closer = isLinux ? ['bash', '-c', CLOSE_OTHERS, 'close-others', String(stdio.length - 1), ...argv] : [...argv];
  const isOther = isRoot && !keepUser;
  // The lab's user may not enter a group: it becomes that user afterwards.
  const grouped = group ? group.enter(isOther ? [...BECOME_LAB, ...closer] : closer) : closer;
  const [file, ...args] = session === 'terminal' ? ['setsid', '--ctty', '--', ...grouped] : grouped;
  return spawn(file as string, args, {
    cwd,
    env,
    stdio,
    // Without `detached` setsid leads no group yet and keeps its pid when it starts the session.
    detached: session === 'group',
    ...(isOther && !group ? { uid: LAB_HOST_ID, gid: LAB_HOST_ID } : {}),
  });
}
