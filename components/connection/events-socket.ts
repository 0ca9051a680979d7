import { ProblemError } from '../../protocol/errors.ts';
import { type ClientMessage, hubMessageSchema, parseMessage } from '../../protocol/messages.ts';
import { api, ticketSchema } from './api.ts';
import { backoffMs } from './backoff.ts';
import type { LiveEvent } from './run-reducer.ts';
import { sessionKey } from './sandbox.ts';

/** A handshake that takes longer is given up and tried again. */
const HANDSHAKE_MS = 10_000;

/**
 * The page's one socket to `/ws/events`. It comes back by itself until the key is refused; what it learns goes to
 * `dispatch`, and `onOpen` says after each opening what must be asked for again.
 *
 *   connect → ticket (HTTP) → WebSocket → welcome → messages … close → wait → connect
 */
export class EventsSocket {
  readonly #dispatch: (event: LiveEvent) => void;
  readonly #onOpen: () => ClientMessage[];
  #socket: WebSocket | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #busy = false;
  #failures = 0;
  #unsent: ClientMessage[] = [];

  constructor(dispatch: (event: LiveEvent) => void, onOpen: () => ClientMessage[]) {
    this.#dispatch = dispatch;
    this.#onOpen = onOpen;
  }

  start(): void {
    // A page that comes back from the browser's back/forward cache has a closed socket, and `online` means "try now".
    addEventListener('pageshow', (event) => event.persisted && this.#now());
    addEventListener('online', () => this.#now());
    // A start link opened in another tab brings a new key.
    addEventListener('storage', () => this.#now());
    this.#now();
  }

  /** Sends now, or as soon as the socket is open. */
  send(message: ClientMessage): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
    else {
      this.#unsent.push(message);
      this.#now();
    }
  }

  #now(): void {
    clearTimeout(this.#timer);
    if (!this.#busy && !this.#socket) void this.#connect();
  }

  async #connect(): Promise<void> {
    if (!sessionKey()) return this.#dispatch({ kind: 'link', link: 'signed-out' });
    this.#busy = true;
    this.#dispatch({ kind: 'link', link: 'connecting' });
    try {
      const { ticket } = await api('/api/ticket', ticketSchema, { method: 'POST', body: { resource: 'events' } });
      this.#open(ticket);
    } catch (error) {
      if (error instanceof ProblemError && error.problem.code === 'unauthenticated') {
        this.#unsent = [];
        this.#dispatch({ kind: 'link', link: 'signed-out' });
      } else this.#again();
    } finally {
      this.#busy = false;
    }
  }

  #open(ticket: string): void {
    const socket = new WebSocket('/ws/events', ['sbx.v1', `sbx.ticket.${ticket}`]);
    this.#socket = socket;
    const slow = setTimeout(() => socket.close(), HANDSHAKE_MS);
    socket.onopen = () => {
      clearTimeout(slow);
      this.#failures = 0;
      this.#dispatch({ kind: 'link', link: 'open' });
      for (const message of [...this.#onOpen(), ...this.#unsent.splice(0)]) socket.send(JSON.stringify(message));
    };
    socket.onmessage = ({ data }) => {
      const parsed = parseMessage(hubMessageSchema, String(data));
      this.#dispatch(parsed.ok ? { kind: 'message', message: parsed.value } : { kind: 'fault', text: parsed.text });
    };
    socket.onclose = () => {
      clearTimeout(slow);
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      this.#again();
    };
  }

  #again(): void {
    this.#failures++;
    this.#dispatch({ kind: 'link', link: 'waiting' });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#now(), backoffMs(this.#failures, Math.random()));
  }
}
