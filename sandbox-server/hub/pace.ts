import type { Clock } from './keys.ts';

/** Evens out what a client sends: so much a second, with one second's worth at once. */
export class Pace {
  readonly #bytesPerSecond: number;
  readonly #clock: Clock;
  /** When all that came is paid for. */
  #paidAt: number;
  #throttledSince: number | undefined;

  constructor(bytesPerSecond: number, clock: Clock = () => performance.now()) {
    this.#bytesPerSecond = bytesPerSecond;
    this.#clock = clock;
    this.#paidAt = clock();
  }

  /** Milliseconds for which nothing more should be read; 0 when there is room. */
  take(bytes: number): number {
    const now = this.#clock();
    // A reader that paused for just long enough is not calm yet.
    if (this.#paidAt <= now) this.#throttledSince = undefined;
    this.#paidAt = Math.max(this.#paidAt, now) + (bytes / this.#bytesPerSecond) * 1000;
    const wait = Math.max(0, this.#paidAt - now - 1000);
    if (wait > 0) this.#throttledSince ??= now;
    return wait;
  }

  /** How long it has been too much without a break. */
  get throttledMs(): number {
    return this.#throttledSince === undefined ? 0 : this.#clock() - this.#throttledSince;
  }
}
