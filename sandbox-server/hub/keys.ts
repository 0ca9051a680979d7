import { createHash, randomBytes } from 'node:crypto';
import { closeCode } from '../../protocol/terminal-frames.ts';

/** Start link, session and ticket are all 32 random bytes of which only the hash is kept. */
const START_MS = 10 * 60_000;
const TICKET_MS = 30_000;

/** Milliseconds that never jump. */
export type Clock = () => number;

/** Someone who is signed in, with the sockets that end together with the session. */
export interface Session {
  /** Its key's hash: tells sessions apart and opens nothing. */
  readonly id: string;
  readonly sockets: Set<{ close(code: number, reason: string): void }>;
}

const digest = (secret: string) => createHash('sha256').update(secret).digest('hex');
const secret = () => randomBytes(32).toString('base64url');

/**
 * Who may do what on this hub (one owner): a start link is exchanged once for a session key, a key buys tickets,
 * a ticket opens one socket. Look-ups go by hash, so that comparing takes the same time whatever was sent.
 */
export class Keys {
  readonly #clock: Clock;
  readonly #starts = new Map<string, number>();
  readonly #sessions = new Map<string, Session>();
  readonly #tickets = new Map<string, { session: Session; resource: string; until: number }>();

  constructor(clock: Clock = () => performance.now()) {
    this.#clock = clock;
  }

  /** A new start token: one use, ten minutes. */
  start(): string {
    const token = secret();
    this.#starts.set(digest(token), this.#clock() + START_MS);
    return token;
  }

  /** The session key for a start token, or undefined when it is unknown, used or too old. */
  exchange(token: string): string | undefined {
    if (!take(this.#starts, digest(token), (until) => until > this.#clock())) return undefined;
    const key = secret();
    const id = digest(key);
    this.#sessions.set(id, { id, sockets: new Set() });
    return key;
  }

  session(key: string): Session | undefined {
    return this.#sessions.get(digest(key));
  }

  /** Ends a session: its tickets open nothing any more, and its sockets are closed. */
  logout(session: Session): void {
    this.#sessions.delete(session.id);
    for (const socket of session.sockets) socket.close(closeCode.session, 'signed out');
  }

  /** A ticket for one socket to `resource`: one use, 30 seconds. */
  ticket(session: Session, resource: string): string {
    const now = this.#clock();
    for (const [hash, { until }] of this.#tickets) if (until <= now) this.#tickets.delete(hash);
    const ticket = secret();
    this.#tickets.set(digest(ticket), { session, resource, until: now + TICKET_MS });
    return ticket;
  }

  /** What a ticket opens, and for whom; it is used up by asking. */
  redeem(ticket: string): { session: Session; resource: string } | undefined {
    return take(
      this.#tickets,
      digest(ticket),
      ({ session, until }) => until > this.#clock() && this.#sessions.has(session.id),
    );
  }
}

/** Takes an entry out, and returns it only when it is still good. */
function take<T>(entries: Map<string, T>, key: string, good: (entry: T) => boolean): T | undefined {
  const entry = entries.get(key);
  entries.delete(key);
  return entry !== undefined && good(entry) ? entry : undefined;
}

/** At most `count` events in each window of `windowMs`, for each key. */
export class RateLimit {
  readonly #clock: Clock;
  readonly #count: number;
  readonly #windowMs: number;
  readonly #windows = new Map<string, { from: number; used: number }>();

  constructor(count: number, windowMs: number, clock: Clock = () => performance.now()) {
    this.#count = count;
    this.#windowMs = windowMs;
    this.#clock = clock;
  }

  /** Seconds until the window ends when it is full, else undefined. Does not count. */
  wait(key: string): number | undefined {
    const window = this.#windows.get(key);
    const left = window ? window.from + this.#windowMs - this.#clock() : 0;
    return window && left > 0 && window.used >= this.#count ? Math.ceil(left / 1000) : undefined;
  }

  count(key: string): void {
    const now = this.#clock();
    const window = this.#windows.get(key);
    if (window && window.from + this.#windowMs > now) window.used += 1;
    else this.#windows.set(key, { from: now, used: 1 });
    if (this.#windows.size > 10_000) this.#windows.clear();
  }
}
