import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { ProblemError } from '../../../protocol/errors.ts';
import { type Lab, type LabEnd, type LabPaths, type LabSetup, labEnvironment, type SpawnOptions } from './lab.ts';
import { exitOf, killGroup, sendSignal, watchProcess } from './lab-process.ts';
import { closeWriter, openProbePipe, withProbe } from './probe-pipe.ts';
import { openPty } from './pty.ts';
import { spawnClean } from './spawn-clean.ts';

/** In the environment of everything a lab starts, so that what left its process group is found at the end. */
const MARKER = 'SBX_LAB';
/** The first behind the three standard ones. */
const PROBE_FD = 3;
const isLinux = process.platform === 'linux';

/** A lab without walls, for one reader on a host without namespaces: the same programs as the reader's own. */
export function openProcessLab(setup: LabSetup): Lab {
  const { limits, tree } = setup;
  const paths: LabPaths = {
    home: tree.home,
    variants: setup.variants,
    load: `${setup.load}/target/release`,
    node: setup.node,
  };
  const toolchains = Object.values(setup.toolchains).map((directory) => `${directory}/bin`);
  const path = [`${tree.made}/bin`, `${setup.node}/bin`, ...toolchains, '/usr/local/bin', '/usr/bin', '/bin'].join(':');
  const mark = `${setup.id}-${randomBytes(8).toString('hex')}`;
  const environment = { ...labEnvironment(paths, path, limits), TMPDIR: tree.tmp, [MARKER]: mark };
  const running = new Set<ChildProcess>();
  let closing = false;
  const { promise: ended, resolve: end } = Promise.withResolvers<LabEnd>();

  const refuseWhenClosed = (): void => {
    if (closing) throw new ProblemError('lab-failed', 'The lab is closed.');
  };

  const start = (
    options: SpawnOptions,
    stdio: ('pipe' | 'ignore' | number)[],
    session: 'group' | 'terminal',
  ): ChildProcess => {
    const child = spawnClean({
      argv: [...limitsFor(options), ...options.argv],
      stdio,
      session,
      env: withProbe({ ...environment, ...options.env }, options.probe, PROBE_FD, paths.variants),
      cwd: options.cwd ?? tree.home,
      keepUser: true,
    });
    running.add(child);
    for (const over of ['exit', 'error']) child.once(over, () => running.delete(child));
    return child;
  };

  const limitsFor = (options: SpawnOptions): string[] => {
    if (!isLinux) return [];
    // RLIMIT_NPROC would count the reader's whole session here: without a namespace it is left alone.
    return [
      'setpriv',
      '--pdeathsig',
      'KILL',
      '--',
      ...(options.cores ? ['taskset', '-c', options.cores.join(',')] : []),
      'prlimit',
      `--nofile=${limits.openFiles}:${limits.openFiles}`,
      '--core=0',
      `--fsize=${limits.fileBytes}`,
      `--data=${options.dataBytes ?? limits.dataBytes}`,
      '--',
    ];
  };

  return {
    id: setup.id,
    level: 'process',
    paths,
    ended,
    gone: ended.then(() => {}),
    // Nobody but the reader is kept from anything here.
    heldBytes: () => undefined,
    usedDisk: async () => undefined,
    endPrograms: () => {},
    spawn: async (options) => {
      refuseWhenClosed();
      const probe = options.probe && openProbePipe(tree.made);
      const input = options.stdin ? 'pipe' : 'ignore';
      const child = start(options, [input, 'pipe', 'pipe', ...(probe ? [probe.writer] : [])], 'group');
      closeWriter(probe);
      if (child.pid === undefined) {
        probe?.reader.destroy();
        throw new ProblemError('lab-failed', `${options.argv[0]} could not be started.`);
      }
      return watchProcess(child, child.pid, exitOf(child), probe?.reader);
    },
    spawnTerminal: ({ cols, rows, env, argv = ['bash'] }) => {
      refuseWhenClosed();
      return openPty(
        cols,
        rows,
        (slave) => start({ argv, env: { TERM: 'xterm-256color', ...env } }, [slave, slave, slave], 'terminal'),
        (child) => child.pid,
      );
    },
    close: async (reason = 'closed') => {
      closing = true;
      const exits = [...running].map((child) => {
        killGroup(child);
        return exitOf(child);
      });
      await Promise.all(exits);
      for (const pid of marked(mark)) sendSignal(pid, 'SIGKILL');
      end(reason);
    },
  };
}

/** Processes of this lab that are left: by a mark that only they carry, never by name. */
function marked(mark: string): number[] {
  if (!isLinux) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`${MARKER}=${mark}\0`);
      } catch {
        return false;
      }
    });
}
