import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Whom a lab's programs belong to on the host when we are root. Never 0: root's limits are void and its
 * mistakes reach everything. A high number without an account, because `nobody` (65534) is shared with
 * other services, which a lab could then signal.
 */
export const LAB_HOST_ID = 64_000;
export const isRoot = process.getuid?.() === 0;

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
}

/**
 * Starts a host program that leads into a lab: as the lab's host user, with a bare environment, and with none
 * of our descriptors. The pty's native part opens masters without CLOEXEC; without the closing shell each lab
 * would hold every other lab's terminals.
 * Only ever called on the main thread: a parent-death signal belongs to the thread that forked.
 */
export function spawnClean({ argv, stdio, session, env = OUTER_ENV, cwd = '/', keepUser }: CleanSpawn): ChildProcess {
  const isLinux = process.platform === 'linux';
  const closer = isLinux ? ['bash', '-c', CLOSE_OTHERS, 'close-others', String(stdio.length - 1), ...argv] : [...argv];
  const [file, ...args] = session === 'terminal' ? ['setsid', '--ctty', '--', ...closer] : closer;
  return spawn(file as string, args, {
    cwd,
    env,
    stdio,
    // Without `detached` setsid leads no group yet and keeps its pid when it starts the session.
    detached: session === 'group',
    ...(isRoot && !keepUser ? { uid: LAB_HOST_ID, gid: LAB_HOST_ID } : {}),
  });
}
