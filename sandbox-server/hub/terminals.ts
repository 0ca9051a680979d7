import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';
import { ProblemError } from '../../protocol/errors.ts';
import type { Fact } from '../../protocol/runner-messages.ts';
import { closeCode } from '../../protocol/terminal-frames.ts';
import { Pace } from './pace.ts';
import { type RunnerProcess, readyHost } from './runner-process.ts';
import { type SocketRoute, sendBounded } from './sockets.ts';

const MAX_TERMINALS = 8;
/** How long the runner may take to open a pty in a lab. */
const OPEN_MS = 10_000;
/** What one client may send: beyond it the socket is read more slowly, and after so long of that it is closed. */
const INPUT_BYTES_A_SECOND = 256 * 1024;
const MOST_THROTTLED_MS = 10_000;
/** `u8 type | u16 terminal` begin every frame. */
const NUMBER_OFFSET = 1;
const LEAST_FRAME_BYTES = 3;

interface Terminal {
  readonly id: string;
  readonly number: number;
  socket?: WebSocket;
}

type TerminalFact = Extract<Fact, { terminal: number }>;

/** `/ws/terminal`: frames go between one socket and the runner unread; only the terminal's number is looked at. */
export class Terminals implements SocketRoute {
  readonly path = '/ws/terminal';
  readonly #byNumber = new Map<number, Terminal>();
  readonly #byId = new Map<string, Terminal>();
  readonly #opening = new Map<number, (fact: TerminalFact) => void>();
  #lastNumber = 0;

  runner!: RunnerProcess;
  readonly #haveRoom: () => void;

  /** `haveRoom` throws a ProblemError when this host should take on nothing more. */
  constructor(haveRoom: () => void) {
    this.#haveRoom = haveRoom;
  }

  /** Opens a terminal in the owner's lab: its id for tickets, its number for frames. @throws ProblemError */
  async open(cols: number, rows: number): Promise<{ terminal: string; number: number }> {
    if (this.#byId.size >= MAX_TERMINALS)
      throw new ProblemError('limit', `${MAX_TERMINALS} terminals are open already.`);
    readyHost(this.runner);
    this.#haveRoom();
    const number = this.#freeNumber();
    const terminal = { id: `t-${randomBytes(8).toString('hex')}`, number };
    this.#byNumber.set(number, terminal);
    this.#byId.set(terminal.id, terminal);
    const fact = await new Promise<TerminalFact | undefined>((resolve) => {
      const timer = setTimeout(() => resolve(undefined), OPEN_MS);
      this.#opening.set(number, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      this.runner.send({ t: 'terminal.open', terminal: number, cols, rows });
    });
    this.#opening.delete(number);
    if (fact?.t === 'terminal.opened') return { terminal: terminal.id, number };
    this.#forget(terminal);
    if (fact?.t === 'terminal.failed') throw ProblemError.of(fact.problem);
    throw new ProblemError('lab-failed', 'The lab did not open a terminal in time.');
  }

  has(id: string): boolean {
    return this.#byId.has(id);
  }

  fits(resource: string): boolean {
    return resource.startsWith('terminal:');
  }

  accept(socket: WebSocket, resource: string): void {
    const terminal = this.#byId.get(resource.slice('terminal:'.length));
    if (!terminal) {
      socket.close(closeCode.gone, 'gone');
      return;
    }
    terminal.socket?.close(closeCode.replaced, 'opened elsewhere');
    terminal.socket = socket;
    this.runner.send({ t: 'terminal.attach', terminal: terminal.number });
    const pace = new Pace(INPUT_BYTES_A_SECOND);
    socket.on('message', (data, isBinary) => {
      const frame = data as Buffer;
      if (!isBinary || frame.length < LEAST_FRAME_BYTES || frame.readUInt16BE(NUMBER_OFFSET) !== terminal.number)
        return socket.close(closeCode.violation, 'not a frame of this terminal');
      this.runner.sendFrame(frame);
      slowDown(socket, pace, frame.length);
    });
    socket.once('close', () => {
      if (terminal.socket !== socket) return;
      delete terminal.socket;
      this.runner.send({ t: 'terminal.detach', terminal: terminal.number });
    });
  }

  onFrame(frame: Uint8Array): void {
    if (frame.length < LEAST_FRAME_BYTES) return;
    const number = new DataView(frame.buffer, frame.byteOffset).getUint16(NUMBER_OFFSET);
    const socket = this.#byNumber.get(number)?.socket;
    if (socket) sendBounded(socket, frame);
  }

  onFact(fact: TerminalFact): void {
    const terminal = this.#byNumber.get(fact.terminal);
    switch (fact.t) {
      case 'terminal.opened':
      case 'terminal.failed':
        this.#opening.get(fact.terminal)?.(fact);
        break;
      case 'terminal.violation':
        terminal?.socket?.close(fact.code, fact.text);
        break;
      case 'terminal.ended':
        if (!terminal) break;
        terminal.socket?.close(1000, 'ended');
        this.#forget(terminal);
        break;
    }
  }

  /** The lab is gone with its runner. */
  runnerGone(): void {
    for (const terminal of [...this.#byNumber.values()]) {
      terminal.socket?.close(closeCode.gone, 'the lab ended');
      this.#forget(terminal);
    }
  }

  #forget(terminal: Terminal): void {
    this.#byId.delete(terminal.id);
    this.#byNumber.delete(terminal.number);
  }

  #freeNumber(): number {
    do this.#lastNumber = (this.#lastNumber % 65_535) + 1;
    while (this.#byNumber.has(this.#lastNumber));
    return this.#lastNumber;
  }
}

/** Reads no more from a socket that sends too much until that much may have been sent. */
function slowDown(socket: WebSocket, pace: Pace, bytes: number): void {
  const waitMs = pace.take(bytes);
  if (waitMs === 0) return;
  if (pace.throttledMs > MOST_THROTTLED_MS) {
    socket.close(closeCode.rate, 'too much input');
    return;
  }
  // What was read before it paused still comes, and counts for the next wait.
  if (socket.isPaused) return;
  socket.pause();
  setTimeout(() => socket.resume(), waitMs);
}
