import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { ProblemError } from '../../../protocol/errors.ts';
import type { LabLimits } from '../../../protocol/host.ts';
import type { LabGroup } from './lab-groups.ts';
import { etcFiles } from './lab-tree.ts';
import { spawnClean } from './spawn-clean.ts';

/**
 * The holder's first process, PID 1 of the lab: brings loopback up, says so, and lives until its standard
 * input ends. A shell gives background jobs /dev/null as standard input, hence the detour over descriptor 3.
 */
const HOLD = 'ip link set lo up && echo up && exec >/dev/null; exec 3<&0; cat <&3 >/dev/null & wait $!';

export interface Holder {
  /** PID 1 of the lab, as seen from here. */
  pid: number;
  process: ChildProcess;
}

/** Makes the namespaces of a lab. Ending the returned process's standard input ends every process in them. */
export async function startHolder(group?: LabGroup): Promise<Holder> {
  const process = spawnClean({
    argv: ['unshare', '--user', '--map-root-user', '--net', '--pid', '--fork', '--mount-proc', '--', 'sh', '-c', HOLD],
    stdio: ['pipe', 'pipe', 'pipe'],
    session: 'group',
    group,
  });
  let errors = '';
  process.stderr?.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-2000);
  });
  process.stdin?.on('error', () => {});
  const ready = await Promise.race([
    once(process.stdout as NodeJS.ReadableStream, 'data').then(() => true),
    once(process, 'exit').then(() => false),
  ]);
  const pid = ready ? childOf(process.pid as number) : undefined;
  if (pid === undefined) throw new ProblemError('lab-failed', 'This host refuses the namespaces of a lab.', errors);
  return { pid, process };
}

/** The only child of a process that has one. */
export function childOf(pid: number): number | undefined {
  try {
    const first = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ')[0];
    return first ? Number(first) : undefined;
  } catch {
    return undefined;
  }
}

export interface PodSources {
  home: string;
  tmp: string;
  made: string;
  /** By name, as seen in /opt. */
  opt: Record<string, string>;
  /** Folders of /etc that a toolchain reads, where they are on the host. */
  etc: string[];
}

export interface PodCommand {
  argv: readonly string[];
  env: Record<string, string>;
  cwd: string;
  cores: readonly number[] | undefined;
  processes: number;
  dataBytes: number;
}

/** Descriptors that bwrap gets besides the three standard ones. */
export const ARGS_FD = 3;
export const FILTER_FD = 4;
export const STATUS_FD = 5;
export const GO_FD = 6;
/** The only one that bwrap leaves to the program. */
export const PROBE_FD = 7;

/**
 * The way into a pod, from the outside in: the lab's namespaces, cores and limits (kept by whatever runs
 * inside), bwrap with a view of files of its own, and the limit of processes, which counts per user namespace.
 * The same limit for the lab as a whole stands before bwrap: there it counts the holder's namespace.
 */
export function podArgv(
  holderPid: number,
  command: PodCommand,
  limits: LabLimits,
  extraFlags: readonly string[] = [],
): string[] {
  return [
    'nsenter',
    '-t',
    String(holderPid),
    '-U',
    '-n',
    '-p',
    '-m',
    '--preserve-credentials',
    '--',
    ...(command.cores ? ['taskset', '-c', command.cores.join(',')] : []),
    'prlimit',
    `--nofile=${limits.openFiles}:${limits.openFiles}`,
    '--core=0',
    `--fsize=${limits.fileBytes}`,
    `--data=${command.dataBytes}`,
    '--memlock=65536',
    `--nproc=${limits.processes}:${limits.processes}`,
    '--',
    'bwrap',
    '--args',
    String(ARGS_FD),
    ...extraFlags,
    '--',
    'prlimit',
    `--nproc=${command.processes}:${command.processes}`,
    '--',
    ...command.argv,
  ];
}

/** bwrap's options. They travel by pipe, so that `ps` in a lab shows programs and not our paths. */
export function bwrapArgs(sources: PodSources, command: PodCommand, limits: LabLimits, hasFilter: boolean): string {
  const args = [
    '--unshare-user',
    '--disable-userns',
    '--unshare-ipc',
    '--unshare-uts',
    '--unshare-cgroup-try',
    '--uid',
    '1000',
    '--gid',
    '1000',
    '--hostname',
    'lab',
    '--die-with-parent',
    '--cap-drop',
    'ALL',
    '--ro-bind',
    '/usr',
    '/usr',
    ...['bin', 'sbin', 'lib', 'lib64'].flatMap((name) => ['--symlink', `usr/${name}`, `/${name}`]),
    '--dir',
    '/etc',
    ...etcFiles.flatMap((name) => ['--ro-bind', `${sources.made}/etc/${name}`, `/etc/${name}`]),
    '--ro-bind-try',
    '/etc/alternatives',
    '/etc/alternatives',
    ...sources.etc.flatMap((path) => ['--ro-bind', path, path]),
    '--ro-bind',
    `${sources.made}/bin`,
    '/opt/bin',
    ...Object.entries(sources.opt).flatMap(([name, source]) => ['--ro-bind', source, `/opt/${name}`]),
    '--dir',
    '/run',
    '--proc',
    '/proc',
    '--dev',
    '/dev',
    // A tmpfs without a size may take half of the memory.
    '--size',
    String(limits.sharedMemoryBytes),
    '--perms',
    '1777',
    '--tmpfs',
    '/dev/shm',
    '--bind',
    sources.tmp,
    '/tmp',
    '--bind',
    sources.home,
    '/home/student',
    '--chdir',
    command.cwd,
    '--remount-ro',
    '/dev',
    '--remount-ro',
    '/',
    ...(hasFilter ? ['--seccomp', String(FILTER_FD)] : []),
    '--clearenv',
    ...Object.entries(command.env).flatMap(([name, value]) => ['--setenv', name, value]),
  ];
  return args.map((arg) => `${arg}\0`).join('');
}
