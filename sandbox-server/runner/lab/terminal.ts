import {
  clampSize,
  closeCode,
  decodeClientFrame,
  type ExitReason,
  encodeServerFrame,
  HIGH_WATER,
  LOW_WATER,
} from '../../../protocol/terminal-frames.ts';
import type { ExitStatus, Lab, LabEnd, LabPty } from './lab.ts';
import { Outflow } from './outflow.ts';
import { TerminalMirror } from './terminal-mirror.ts';

/** The program is not read while the mirror is behind by more than this; it is parsed in pieces between other work. */
const MIRROR_HIGH = 512 * 1024;
const MIRROR_LOW = 128 * 1024;
/** Input that a program leaves unread beyond this is a flood. */
const MOST_INPUT_BYTES = 1024 * 1024;
/** A killed shell may be the first sign that its whole lab ends. */
const LAB_END_MS = 1000;

export interface TerminalExit extends ExitStatus {
  reason: ExitReason;
}

/** Why the viewer's socket must be closed, and with which code. */
export interface Violation {
  code: number;
  text: string;
}

/**
 * A shell in a lab and at most one viewer. What the shell writes goes to a mirror and to the viewer alike;
 * a viewer that comes (again) gets the mirror's snapshot and then what is new.
 */
export interface Terminal {
  readonly number: number;
  /** Resolves after the last byte. The terminal can still be looked at until `close`. */
  readonly ended: Promise<TerminalExit>;
  /** Frames go to this viewer from its HELLO on, or at once with the size that it says here. */
  attach(sink: (frame: Uint8Array) => void, hello?: { cols: number; rows: number }): void;
  /** A frame of the viewer; what it returns ends the viewer's connection and nothing else. */
  receive(frame: Uint8Array): Violation | null;
  detach(): void;
  /** Says something to whoever looks; the program notices nothing. */
  notice(text: string): void;
  /** Hangs up on the shell. */
  close(): void;
}

export interface OpenTerminalOptions {
  lab: Lab;
  cols: number;
  rows: number;
  /** Begins every frame. */
  number?: number;
  argv?: readonly string[];
}

/** @throws ProblemError `lab-failed` */
export function openTerminal({ lab, number = 1, argv, ...wanted }: OpenTerminalOptions): Terminal {
  const size = clampSize(wanted.cols, wanted.rows);
  return new LabTerminal(lab, number, size, lab.spawnTerminal({ ...size, ...(argv ? { argv } : {}) }));
}

/** Where a viewer stands: expected to say HELLO, waiting for its snapshot (output is kept meanwhile), or live. */
type Viewer = { sink: (frame: Uint8Array) => void; kept?: Uint8Array[]; outflow?: Outflow };

class LabTerminal implements Terminal {
  readonly number: number;
  readonly ended: Promise<TerminalExit>;
  readonly #pty: LabPty;
  readonly #mirror: TerminalMirror;
  #viewer: Viewer | undefined;
  #isPaused = false;
  #exit: TerminalExit | undefined;

  constructor(lab: Lab, number: number, { cols, rows }: { cols: number; rows: number }, pty: LabPty) {
    this.number = number;
    this.#pty = pty;
    this.#mirror = new TerminalMirror(cols, rows, () => this.#pace());
    pty.onData((bytes) => this.#take(bytes));
    this.ended = pty.ended.then(async (status) => {
      this.#exit = { ...status, reason: await reasonOf(status, lab) };
      this.#sayExit();
      return this.#exit;
    });
  }

  attach(sink: (frame: Uint8Array) => void, hello?: { cols: number; rows: number }): void {
    this.detach();
    this.#viewer = { sink };
    if (hello) this.#greet(this.#viewer, hello);
  }

  detach(): void {
    this.#viewer?.outflow?.stop();
    this.#viewer = undefined;
    this.#pace();
  }

  notice(text: string): void {
    this.#viewer?.sink(encodeServerFrame({ type: 'notice', number: this.number, text }));
  }

  close(): void {
    this.detach();
    this.#pty.kill();
    void this.ended.then(() => this.#mirror.dispose());
  }

  receive(frame: Uint8Array): Violation | null {
    const viewer = this.#viewer;
    if (!viewer) return null;
    const message = decodeClientFrame(frame);
    if (!message || message.number !== this.number) return violation('not a frame of this terminal');
    const isGreeted = viewer.kept !== undefined || viewer.outflow !== undefined;
    if (isGreeted === (message.type === 'hello')) return violation(isGreeted ? 'a second HELLO' : 'HELLO comes first');
    switch (message.type) {
      case 'hello':
        this.#greet(viewer, message);
        return null;
      case 'input':
        if (this.#pty.waitingInputBytes > MOST_INPUT_BYTES)
          return { code: closeCode.rate, text: 'more input than the program reads' };
        this.#pty.write(message.bytes);
        return null;
      case 'resize':
        // A snapshot of the old size would not fit any more: the next one takes its place.
        if (viewer.outflow) this.#resize(viewer, message);
        else this.#greet(viewer, message);
        return null;
      case 'ack':
        if (!(viewer.outflow?.acknowledge(message.bytes) ?? message.bytes === 0))
          return violation('more acknowledged than sent');
        this.#pace();
        return null;
    }
  }

  #take(bytes: Uint8Array): void {
    if (this.#viewer?.outflow) this.#viewer.outflow.push(bytes);
    else this.#viewer?.kept?.push(bytes);
    this.#mirror.write(bytes);
    this.#pace();
  }

  #greet(viewer: Viewer, wanted: { cols: number; rows: number }): void {
    this.#resize(viewer, wanted);
    const kept: Uint8Array[] = [];
    viewer.kept = kept;
    this.#mirror.snapshot((snapshot, size) => {
      if (this.#viewer !== viewer || viewer.kept !== kept) return;
      const outflow = new Outflow(this.number, snapshot, size, viewer.sink);
      viewer.outflow = outflow;
      for (const bytes of kept) outflow.push(bytes);
      this.#sayExit();
      this.#pace();
    });
  }

  #resize(viewer: Viewer, wanted: { cols: number; rows: number }): void {
    const { cols, rows } = clampSize(wanted.cols, wanted.rows);
    const now = this.#mirror.size;
    if (cols !== now.cols || rows !== now.rows) {
      this.#pty.resize(cols, rows);
      this.#mirror.resize(cols, rows);
    }
    if (cols !== wanted.cols || rows !== wanted.rows)
      viewer.sink(encodeServerFrame({ type: 'size', number: this.number, cols, rows }));
  }

  #sayExit(): void {
    const viewer = this.#viewer;
    if (!this.#exit || !viewer?.outflow) return;
    viewer.outflow.finish();
    viewer.sink(encodeServerFrame({ type: 'exit', number: this.number, ...this.#exit }));
  }

  /** Reads the program as fast as the slower of viewer and mirror follows. What is kept for a snapshot the mirror bounds. */
  #pace(): void {
    const viewerWaits = this.#viewer?.outflow?.waitingBytes ?? 0;
    const mirrorWaits = this.#mirror.waitingBytes;
    if (!this.#isPaused && (viewerWaits > HIGH_WATER || mirrorWaits > MIRROR_HIGH)) {
      this.#isPaused = true;
      this.#pty.pause();
    } else if (this.#isPaused && viewerWaits < LOW_WATER && mirrorWaits < MIRROR_LOW) {
      this.#isPaused = false;
      this.#pty.resume();
    }
  }
}

const violation = (text: string): Violation => ({ code: closeCode.violation, text });

const EXIT_OF: Record<LabEnd, ExitReason> = {
  closed: 'lab-ended',
  crashed: 'lab-ended',
  oom: 'oom',
  limit: 'limit',
  idle: 'idle',
  lifetime: 'lifetime',
};

async function reasonOf(status: ExitStatus, lab: Lab): Promise<ExitReason> {
  if (status.signal === null) return 'exited';
  if (status.signal !== 'SIGKILL') return 'signal';
  let timer: NodeJS.Timeout | undefined;
  const waited = new Promise<ExitReason>((resolve) => {
    timer = setTimeout(() => resolve('signal'), LAB_END_MS);
  });
  const reason = await Promise.race([lab.ended.then((end) => EXIT_OF[end]), waited]);
  clearTimeout(timer);
  return reason;
}
