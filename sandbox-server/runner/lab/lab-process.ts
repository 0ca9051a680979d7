import type { ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { type ExitStatus, exitStatusOf } from './exit-status.ts';

const GRACE_MS = 3000;

/** One program in a lab and what it started in its own process group. */
export interface LabProcess {
  /** On the host, of the program itself: for `/proc`. */
  readonly pid: number;
  /** Null unless asked for. */
  readonly stdin: Writable | null;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** What the probe inside says; undefined unless asked for. */
  readonly probe: Readable | undefined;
  /** Never rejects. Output may still be on its way when it resolves. */
  readonly exited: Promise<ExitStatus>;
  /** TERM to the program, after the grace time KILL to it and its group. Resolves when it is gone. */
  stop(graceMs?: number): Promise<ExitStatus>;
}

/**
 * `child` is the outermost program on the way into the lab and leads the group; `pid` is the lab's own one.
 * TERM goes to the latter alone: the ones in between would take it as an order to kill at once.
 */
export function watchProcess(
  child: ChildProcess,
  pid: number,
  exited: Promise<ExitStatus>,
  probe: Readable | undefined,
): LabProcess {
  return {
    pid,
    stdin: child.stdin,
    stdout: child.stdout as Readable,
    stderr: child.stderr as Readable,
    probe,
    exited,
    stop: async (graceMs = GRACE_MS) => {
      signal(pid, 'SIGTERM', child);
      const timer = setTimeout(() => killGroup(child), graceMs);
      const status = await exited;
      clearTimeout(timer);
      return status;
    },
  };
}

/** When the program has ended, what it left behind in its group ends too. */
export function exitOf(child: ChildProcess): Promise<ExitStatus> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      killGroup(child);
      resolve(exitStatusOf(code, signal));
    });
    child.once('error', () => resolve({ code: null, signal: null }));
  });
}

export function killGroup(child: ChildProcess): void {
  if (child.pid !== undefined) sendSignal(-child.pid, 'SIGKILL');
}

function signal(pid: number, name: NodeJS.Signals, child: ChildProcess): void {
  if (child.exitCode === null && child.signalCode === null) sendSignal(pid, name);
}

/** To a process that may be gone by now. */
export function sendSignal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Gone already: what was wanted.
  }
}
