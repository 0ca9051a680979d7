import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Duplex } from 'node:stream';
import { ProblemError } from '../../../protocol/errors.ts';
import { diskUse } from './disk-use.ts';
import {
  type Lab,
  type LabEnd,
  type LabPaths,
  type LabSetup,
  labEnvironment,
  processesFor,
  type SpawnOptions,
} from './lab.ts';
import { LabGroup } from './lab-groups.ts';
import { exitOf, killGroup, type LabProcess, sendSignal, watchProcess } from './lab-process.ts';
import { heldBytesOf, processesBeside } from './lab-processes.ts';
import {
  ARGS_FD,
  bwrapArgs,
  childOf,
  FILTER_FD,
  GO_FD,
  type PodCommand,
  type PodSources,
  PROBE_FD,
  podArgv,
  STATUS_FD,
  startHolder,
} from './pod.ts';
import { closeWriter, openProbePipe, withProbe } from './probe-pipe.ts';
import { openPty } from './pty.ts';
import { seccompFilter } from './seccomp.ts';
import { isRoot, spawnClean } from './spawn-clean.ts';
import { stage } from './staging.ts';

const HOME = '/home/student';
export const POD_VARIANTS = '/opt/variants';

/**
 * A lab behind walls:
 *
 *   holder (unshare)          owns the user, network and pid namespaces; ends when we close its standard input
 *   ├─ nsenter > bwrap > …    each program has a bwrap of its own: files, seccomp, limits
 *   └─ nsenter > bwrap > bash on a terminal
 */
export async function openPodLab(setup: LabSetup): Promise<Lab> {
  const { tree, limits } = setup;
  const real = { ...tree, variants: setup.variants, load: setup.load, node: setup.node, ...prefixed(setup.toolchains) };
  const staged = isRoot ? await stage(setup.id, real) : undefined;
  const seen: Record<string, string> = staged?.paths ?? real;
  const group = setup.groups === undefined ? undefined : LabGroup.make(setup.groups, setup.id, limits);
  const holder = await startHolder(group).catch(async (error: unknown) => {
    await group?.end();
    await staged?.leave();
    throw error;
  });
  const paths: LabPaths = {
    home: HOME,
    variants: POD_VARIANTS,
    load: '/opt/load/target/release',
    node: '/opt/node',
  };
  const sources: PodSources = {
    ...tree,
    ...seen,
    opt: optOf(seen, Object.keys(setup.toolchains)),
    etc: Object.values(setup.toolchains).flatMap(etcPart),
  };
  const filter = seccompFilter();
  const opt = ['/opt/bin', ...['node', ...Object.keys(setup.toolchains)].map((name) => `/opt/${name}/bin`)];
  const environment = labEnvironment(paths, [...opt, '/usr/bin', '/bin'].join(':'), limits);
  const running = new Set<ChildProcess>();
  const shells = new Set<ChildProcess>();
  let closing: LabEnd | undefined;
  const ended = once(holder.process, 'exit').then((): LabEnd => closing ?? (group?.ranOut() ? 'oom' : 'crashed'));
  const gone = ended.then(async () => {
    // A holder that was killed leaves its shell behind: without this end of the pipe that ends too.
    holder.process.stdin?.destroy();
    await Promise.all([...running].map((child) => exitOf(child)));
    await group?.end();
    await staged?.leave();
  });

  const commandOf = (options: SpawnOptions): PodCommand => ({
    argv: options.argv,
    env: withProbe({ ...environment, ...options.env }, options.probe, PROBE_FD, paths.variants),
    cwd: options.cwd ?? HOME,
    cores: options.cores,
    processes: processesFor(options, limits),
    dataBytes: options.dataBytes ?? limits.dataBytes,
  });

  const track = (child: ChildProcess): ChildProcess => {
    running.add(child);
    for (const over of ['exit', 'error']) child.once(over, () => running.delete(child));
    return child;
  };

  const feed = (child: ChildProcess, command: PodCommand): void => {
    send(child, ARGS_FD, bwrapArgs(sources, command, limits, filter !== null));
    send(child, FILTER_FD, filter ?? '');
  };

  async function spawn(options: SpawnOptions): Promise<LabProcess> {
    if (closing) throw new ProblemError('lab-failed', 'The lab is closed.');
    const command = commandOf(options);
    const probe = options.probe && openProbePipe(tree.made);
    const child = track(
      spawnClean({
        argv: podArgv(holder.pid, command, limits, [
          '--json-status-fd',
          String(STATUS_FD),
          '--block-fd',
          String(GO_FD),
        ]),
        stdio: [
          options.stdin ? 'pipe' : 'ignore',
          ...(['pipe', 'pipe', 'pipe', 'pipe', 'pipe', 'pipe'] as const),
          ...(probe ? [probe.writer] : []),
        ],
        session: 'group',
        group,
      }),
    );
    closeWriter(probe);
    let errors = '';
    const listen = (chunk: Buffer): void => {
      errors += chunk.toString();
    };
    child.stderr?.on('data', listen);
    const process = exitOf(child);
    feed(child, command);
    // bwrap says that the program's process exists and holds it back until its pid is known here.
    const exists = await Promise.race([
      once(pipeOf(child, STATUS_FD), 'data').then(() => true),
      process.then(() => false),
    ]);
    const pid = exists ? programOf(child) : undefined;
    if (pid === undefined) {
      killGroup(child);
      probe?.reader.destroy();
      throw new ProblemError('lab-failed', 'The lab could not start a program.', errors);
    }
    child.stderr?.off('data', listen);
    child.stderr?.pause();
    send(child, GO_FD, '1');
    return watchProcess(child, pid, process, probe?.reader);
  }

  /** What keeps the lab open, and its terminals' shells with what stands around them. */
  function lasting(): Set<number | undefined> {
    const around = [...shells].flatMap((child) => [child.pid && childOf(child.pid), programOf(child)]);
    return new Set([holder.pid, childOf(holder.pid), ...around]);
  }

  return {
    id: setup.id,
    level: 'pod',
    paths,
    ended,
    gone,
    spawn,
    spawnTerminal: ({ cols, rows, env, argv = ['bash'] }) => {
      if (closing) throw new ProblemError('lab-failed', 'The lab is closed.');
      const command = commandOf({ argv, env: { TERM: 'xterm-256color', COLORTERM: 'truecolor', ...env } });
      const start = (slave: number): ChildProcess => {
        const child = track(
          spawnClean({
            argv: podArgv(holder.pid, command, limits),
            stdio: [slave, slave, slave, 'pipe', 'pipe'],
            session: 'terminal',
            group,
          }),
        );
        feed(child, command);
        shells.add(child);
        child.once('exit', () => shells.delete(child));
        return child;
      };
      return openPty(cols, rows, start, programOf);
    },
    heldBytes: () => (group ? undefined : processesBeside(holder.pid).reduce((sum, pid) => sum + heldBytesOf(pid), 0)),
    usedDisk: () => diskUse(sources.home, sources.tmp),
    endPrograms: () => {
      const keep = lasting();
      for (const pid of processesBeside(holder.pid)) if (!keep.has(pid)) sendSignal(pid, 'SIGKILL');
    },
    close: (reason = 'closed') => {
      closing ??= reason;
      holder.process.stdin?.destroy();
      return gone;
    },
  };
}

/** The program itself: nsenter's child is bwrap, whose child it is. */
function programOf(child: ChildProcess): number | undefined {
  const bwrap = child.pid === undefined ? undefined : childOf(child.pid);
  return bwrap === undefined ? undefined : childOf(bwrap);
}

function send(child: ChildProcess, fd: number, data: string | Uint8Array): void {
  const pipe = pipeOf(child, fd);
  // The far side may be gone before it has read: its exit says so.
  pipe.on('error', () => {});
  pipe.end(data);
}

/** Node's types know five standard streams only. */
function pipeOf(child: ChildProcess, fd: number): Duplex {
  return (child.stdio as unknown as Duplex[])[fd] as Duplex;
}

/** Debian's JDK is a folder of links to its settings in `/etc/java-*`. */
function etcPart(toolchain: string): string[] {
  const settings = join(toolchain, 'conf/net.properties');
  const folder = existsSync(settings) ? dirname(realpathSync(settings)) : '';
  return folder.startsWith('/etc/') ? [folder] : [];
}

/** Toolchains beside the fixed names, in names that cannot meet them. */
function prefixed(toolchains: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(toolchains).map(([name, path]) => [`toolchain-${name}`, path]));
}

function optOf(seen: Record<string, string>, toolchains: string[]): Record<string, string> {
  const pairs = [
    ...['node', 'variants', 'load'].map((name) => [name, seen[name]]),
    ...toolchains.map((name) => [name, seen[`toolchain-${name}`]]),
  ];
  return Object.fromEntries(pairs) as Record<string, string>;
}
