import type { ChildProcess } from 'node:child_process';
import { chownSync, closeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { ReadStream } from 'node:tty';
import { type ExitStatus, exitStatusOf } from './exit-status.ts';
import { killGroup, sendSignal } from './lab-process.ts';
import { PtyInput } from './pty-input.ts';
import { isRoot, LAB_HOST_ID } from './spawn-clean.ts';

/** A shell that ignores the hang-up is killed after this time. */
const HANG_UP_MS = 1000;

/**
 * When the shell has ended but a job that it left behind still holds the terminal, silence of this length is its end:
 * the kernel does not hang up a pty when its session leader goes.
 */
const SILENCE_MS = 200;

/** The native half of node-pty. Its other half destroys a terminal 200 ms after its program's exit, read or not. */
interface NativePty {
  open(cols: number, rows: number): { master: number; slave: number; pty: string };
  resize(fd: number, cols: number, rows: number): void;
}
const require = createRequire(import.meta.url);
const { requireBinary } = require('@lydell/node-pty/requireBinary.js') as { requireBinary(name: string): NativePty };

/** A terminal with a program on its far side. */
export interface LabPty {
  onData(listener: (bytes: Uint8Array) => void): void;
  /** Resolves when the program has ended and its last byte was read: never while paused. */
  readonly ended: Promise<ExitStatus>;
  write(bytes: Uint8Array): void;
  /** Input that the program has not taken yet. */
  readonly waitingInputBytes: number;
  resize(cols: number, rows: number): void;
  pause(): void;
  resume(): void;
  /** Hangs up: the shell and its jobs get SIGHUP, then KILL. */
  kill(): void;
}

/** `start` gets the far side as a descriptor for the program's standard streams; `programOf` finds the shell's pid. */
export function openPty(
  cols: number,
  rows: number,
  start: (slave: number) => ChildProcess,
  programOf: (child: ChildProcess) => number | undefined,
): LabPty {
  const native = requireBinary('pty.node');
  const { master, slave, pty } = native.open(cols, rows);
  if (isRoot) chownSync(pty, LAB_HOST_ID, LAB_HOST_ID);
  let child: ChildProcess;
  try {
    child = start(slave);
  } finally {
    // Held here too, the terminal would never end.
    closeSync(slave);
  }
  const stream = new ReadStream(master);
  const input = new PtyInput(master);
  const closeMaster = (): void => {
    input.close();
    stream.destroy();
  };
  const exit = new Promise<ExitStatus>((resolve) => {
    child.once('exit', (code, signal) => resolve(exitStatusOf(code, signal)));
    child.once('error', () => resolve({ code: null, signal: null }));
  });
  const drained = new Promise<void>((resolve) => {
    // The kernel reports the end of a terminal as EIO, after the last byte.
    stream.on('error', () => resolve());
    stream.once('close', () => resolve());
    void exit.then(() => {
      let silence = setTimeout(listen, SILENCE_MS);
      function listen(): void {
        if (stream.isPaused()) silence = setTimeout(listen, SILENCE_MS);
        else resolve();
      }
      stream.on('data', () => silence.refresh());
    });
  });
  const kill = (): void => {
    // Its pid may be another's by now.
    if (child.exitCode !== null || child.signalCode !== null) return;
    sendSignal(programOf(child) ?? (child.pid as number), 'SIGHUP');
    const timer = setTimeout(() => {
      killGroup(child);
      closeMaster();
    }, HANG_UP_MS);
    void exit.then(() => clearTimeout(timer));
  };
  return {
    onData: (listener) => stream.on('data', (bytes: Buffer) => listener(bytes)),
    ended: Promise.all([exit, drained]).then(([status]) => {
      closeMaster();
      return status;
    }),
    write: (bytes) => input.write(bytes),
    get waitingInputBytes() {
      return input.waitingBytes;
    },
    resize: (columns, lines) => {
      if (!stream.destroyed) native.resize(master, columns, lines);
    },
    pause: () => stream.pause(),
    resume: () => stream.resume(),
    kill,
  };
}
