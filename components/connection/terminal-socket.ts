import { type ErrorCode, type Problem, ProblemError, problem } from '../../protocol/errors.ts';
import {
  ACK_BYTES,
  ACK_MS,
  type ClientFrame,
  closeCode,
  decodeServerFrame,
  encodeClientFrame,
  type ServerFrame,
  TERMINAL_PROTOCOL,
} from '../../protocol/terminal-frames.ts';
import { api, terminalSchema, ticketSchema } from './api.ts';
import { backoffMs } from './backoff.ts';
import { live } from './live.ts';
import { isAway, onReach } from './sandbox.ts';
import { pieces } from './terminal-input.ts';

export type TerminalLink = 'connecting' | 'open' | 'waiting' | 'ended';

export interface TerminalEvents {
  frame(frame: ServerFrame): void;
  link(link: TerminalLink, why?: Problem): void;
}

/** Where this tab's terminal is found again after a reload; it goes with the tab. */
const KEPT = 'loadstone.terminal';
/** Closed for a reason that another attempt does not mend. */
const FINAL: readonly number[] = [
  1000,
  closeCode.session,
  closeCode.violation,
  closeCode.forbidden,
  closeCode.gone,
  closeCode.replaced,
];

/** Refused for a reason that goes by itself. */
const PASSING: readonly ErrorCode[] = ['interrupted', 'rate', 'starting'];

/**
 * One terminal's socket. It comes back by itself and is then answered by a snapshot; keys are never kept back for
 * later, so nothing is typed twice or into another moment.
 */
export class TerminalSocket {
  readonly #events: TerminalEvents;
  #terminal: { terminal: string; number: number } | undefined;
  #socket: WebSocket | undefined;
  #size: { cols: number; rows: number };
  #failures = 0;
  #closed = false;
  #deaf = (): void => {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  #parsed = 0;
  #ackTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(size: { cols: number; rows: number }, events: TerminalEvents) {
    this.#size = size;
    this.#events = events;
  }

  async open(): Promise<void> {
    this.#events.link('connecting');
    // The page's socket knocks while the sandbox is away; this one waits until it is heard of again.
    live.connect();
    this.#deaf = onReach(this.#now);
    addEventListener('online', this.#now);
    addEventListener('pageshow', this.#now);
    this.#terminal = kept();
    await this.#connect();
  }

  input(bytes: Uint8Array): void {
    for (const piece of pieces(bytes)) this.#send({ type: 'input', bytes: piece });
  }

  resize(cols: number, rows: number): void {
    this.#size = { cols, rows };
    this.#send({ type: 'resize', cols, rows });
  }

  /** The screen has taken in so many bytes. */
  parsed(bytes: number): void {
    this.#parsed += bytes;
    if (this.#parsed >= ACK_BYTES) this.#acknowledge();
    else this.#ackTimer ??= setTimeout(() => this.#acknowledge(), ACK_MS);
  }

  /** Leaves; the shell goes on and is found again by this tab. */
  close(): void {
    this.#closed = true;
    this.#deaf();
    removeEventListener('online', this.#now);
    removeEventListener('pageshow', this.#now);
    clearTimeout(this.#timer);
    clearTimeout(this.#ackTimer);
    this.#socket?.close();
  }

  readonly #now = (): void => {
    if (this.#closed || this.#socket || isAway()) return;
    clearTimeout(this.#timer);
    void this.#connect();
  };

  async #connect(): Promise<void> {
    try {
      const ticket = await this.#ticket();
      if (!this.#closed) this.#attach(ticket);
    } catch (error) {
      const cause = error instanceof ProblemError ? error.problem : problem('internal', String(error));
      if (PASSING.includes(cause.code)) this.#again(cause);
      else this.#end(cause);
    }
  }

  /** A ticket for the terminal of this tab; one that is gone is replaced by a new one. */
  async #ticket(): Promise<string> {
    if (this.#terminal) {
      try {
        return await ticketFor(this.#terminal.terminal);
      } catch (error) {
        if (!(error instanceof ProblemError) || error.problem.code !== 'not-found') throw error;
      }
    }
    this.#terminal = await api('/api/terminals', terminalSchema, { method: 'POST', body: this.#size });
    sessionStorage.setItem(KEPT, JSON.stringify(this.#terminal));
    return ticketFor(this.#terminal.terminal);
  }

  #attach(ticket: string): void {
    const socket = new WebSocket('/ws/terminal', [TERMINAL_PROTOCOL, `sbx.ticket.${ticket}`]);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    socket.onopen = () => {
      this.#failures = 0;
      this.#parsed = 0;
      this.#send({ type: 'hello', ...this.#size });
      this.#events.link('open');
    };
    socket.onmessage = ({ data }) => {
      const frame = data instanceof ArrayBuffer ? decodeServerFrame(new Uint8Array(data)) : null;
      if (!frame) socket.close(closeCode.violation);
      else {
        if (frame.type === 'exit') this.#forget();
        this.#events.frame(frame);
      }
    };
    socket.onclose = ({ code, reason }) => {
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      clearTimeout(this.#ackTimer);
      this.#ackTimer = undefined;
      if (this.#closed) return;
      if (FINAL.includes(code)) this.#end(code === 1000 ? undefined : problem('interrupted', closeWords(code, reason)));
      else this.#again();
    };
  }

  #again(cause?: Problem): void {
    if (this.#closed) return;
    this.#failures++;
    this.#events.link('waiting', cause);
    this.#timer = setTimeout(this.#now, backoffMs(this.#failures, Math.random()));
  }

  #end(cause: Problem | undefined): void {
    this.#closed = true;
    this.#forget();
    this.#events.link('ended', cause);
  }

  #forget(): void {
    sessionStorage.removeItem(KEPT);
  }

  #acknowledge(): void {
    clearTimeout(this.#ackTimer);
    this.#ackTimer = undefined;
    if (this.#parsed > 0) this.#send({ type: 'ack', bytes: this.#parsed });
    this.#parsed = 0;
  }

  #send(frame: Unnumbered<ClientFrame>): void {
    if (this.#socket?.readyState !== WebSocket.OPEN || !this.#terminal) return;
    const bytes = encodeClientFrame({ ...frame, number: this.#terminal.number } as ClientFrame);
    this.#socket.send(bytes as Uint8Array<ArrayBuffer>);
  }
}

type Unnumbered<T> = T extends unknown ? Omit<T, 'number'> : never;

async function ticketFor(terminal: string): Promise<string> {
  return (await api('/api/ticket', ticketSchema, { method: 'POST', body: { resource: `terminal:${terminal}` } }))
    .ticket;
}

function kept(): { terminal: string; number: number } | undefined {
  try {
    const parsed = terminalSchema.safeParse(JSON.parse(sessionStorage.getItem(KEPT) ?? 'null'));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function closeWords(code: number, reason: string): string {
  if (code === closeCode.replaced) return 'This terminal was opened in another tab.';
  if (code === closeCode.gone) return 'This terminal is gone: its sandbox was ended.';
  return `The sandbox server closed this terminal (${code}${reason ? `, ${reason}` : ''}).`;
}
