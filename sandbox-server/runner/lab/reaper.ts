import { readFileSync } from 'node:fs';

/** `pod`: namespaces, seccomp and limits around each lab. `process`: none, the lab is the reader. */
export type LabLevel = 'pod' | 'process';

/** Set by the root form of the reaper: what is mounted from here on is not seen by the host. */
const OWN_MOUNTS = 'LOADSTONE_OWN_MOUNTS';

/**
 * Root's first process in the pid namespace: a shell that starts the runner and collects whatever is orphaned.
 * Node as first process would leave every orphan as a zombie. A shell gives its background jobs /dev/null as
 * standard input, hence the detour over descriptor 9. When the runner ends the shell ends, and with it all.
 */
const INIT = `export ${OWN_MOUNTS}=1; exec 9<&0; "$@" <&9 9<&- & exec 9<&- </dev/null; wait $!`;

/**
 * How the hub starts the runner: as a process of a pid namespace of its own, so that the kernel ends every
 * lab, shell and straggler when the runner ends, however it ends. `--die-with-parent` of the labs alone is a
 * race that some of them win. The runner must exit when its standard input ends; the hub kills only the
 * process that it started (SIGKILL works, SIGTERM is ignored by the root form).
 */
export function runnerCommand(
  nodePath: string,
  script: string,
  args: readonly string[],
  level: LabLevel = 'pod',
): { argv: string[] } {
  const command = [nodePath, script, ...args];
  const isLinux = process.platform === 'linux';
  if (level === 'process' || !isLinux)
    return { argv: isLinux ? ['setpriv', '--pdeathsig', 'KILL', '--', ...command] : command };
  // bwrap cannot mount /proc for root here, because it gives root's capabilities up; unshare can.
  const reaper =
    process.getuid?.() === 0
      ? [
          'setpriv',
          '--pdeathsig',
          'KILL',
          '--',
          'unshare',
          '--mount',
          '--pid',
          '--fork',
          '--kill-child',
          '--mount-proc',
          '--',
          'sh',
          '-c',
          INIT,
          'init',
        ]
      : [
          'bwrap',
          '--unshare-user',
          '--unshare-pid',
          '--die-with-parent',
          '--dev-bind',
          '/',
          '/',
          '--proc',
          '/proc',
          '--',
        ];
  return { argv: [...reaper, ...command] };
}

/** Whether root may bind-mount here without the host seeing it. */
export function hasOwnMounts(): boolean {
  return process.env[OWN_MOUNTS] === '1' && !/ \/ [^-]*shared:\d+/.test(readFileSync('/proc/self/mountinfo', 'utf8'));
}
