import { type ClientMessage, hubMessageSchema, parseMessage } from '../../protocol/messages.ts';
import { backoffMs } from './backoff.ts';
import { knock } from './knock.ts';
import type { Link, LiveEvent } from './run-reducer.ts';
import { sessionKey, setReach } from './sandbox.ts';

/** A handshake that takes longer is given up and tried again. */
const HANDSHAKE_MS = 10_000;

/**
 * The page's one socket to `/ws/events`. It comes back by itself until the key is refused; what it learns goes to
 * `dispatch`, and `onOpen` says after each opening what must be asked for again.
 *
 *   connect → ticket (knock) → WebSocket → welcome → messages … close → wait → connect
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
    const key = sessionKey();
    if (!key) return this.#tell('signed-out');
    this.#busy = true;
    // A page that keeps knocking stays away until somebody answers.
    if (this.#failures === 0) this.#tell('connecting');
    const answer = await knock(key);
    this.#busy = false;
    if (answer === 'nobody') this.#again();
    else if (answer === 'refused') {
      // Another tab may have brought a new key while the old one was being refused.
      if (sessionKey() !== key) return this.#now();
      this.#unsent = [];
      this.#tell('signed-out');
    } else this.#open(answer.ticket);
  }

  #tell(link: Link): void {
    if (link !== 'connecting') setReach(link === 'open' ? 'here' : link === 'waiting' ? 'away' : 'refused');
    this.#dispatch({ kind: 'link', link });
  }

  #open(ticket: string): void {
    const socket = new WebSocket('/ws/events', ['sbx.v1', `sbx.ticket.${ticket}`]);
    this.#socket = socket;
    const slow = setTimeout(() => socket.close(), HANDSHAKE_MS);
    socket.onopen = () => {
      clearTimeout(slow);
      this.#failures = 0;
      this.#tell('open');
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
    this.#tell('waiting');
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#now(), backoffMs(this.#failures, Math.random()));
  }
}
