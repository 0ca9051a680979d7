import { writeSync } from 'node:fs';

/** How soon to try again when the program has not read what it got. */
const RETRY_MS = 5;

/**
 * Writes to a pty's master by hand: a stream of Node's would wait in a busy loop, and with it the whole
 * runner, when the program on the far side reads nothing.
 */
export class PtyInput {
  readonly #fd: number;
  #queue: Uint8Array[] = [];
  #timer: NodeJS.Timeout | undefined;
  #isOpen = true;
  /** Bytes that the terminal has not taken yet. */
  waitingBytes = 0;

  constructor(fd: number) {
    this.#fd = fd;
  }

  write(bytes: Uint8Array): void {
    if (!this.#isOpen) return;
    this.#queue.push(bytes);
    this.waitingBytes += bytes.length;
    if (this.#timer === undefined) this.#flush();
  }

  /** Before the descriptor is closed: its number may soon belong to something else. */
  close(): void {
    this.#isOpen = false;
    clearTimeout(this.#timer);
    this.#queue = [];
    this.waitingBytes = 0;
  }

  #flush(): void {
    this.#timer = undefined;
    for (let bytes = this.#queue[0]; bytes; bytes = this.#queue[0]) {
      const written = this.#tryWrite(bytes);
      this.waitingBytes -= written;
      if (written < bytes.length) {
        this.#queue[0] = bytes.subarray(written);
        if (this.#isOpen) this.#timer = setTimeout(() => this.#flush(), RETRY_MS);
        return;
      }
      this.#queue.shift();
    }
  }

  #tryWrite(bytes: Uint8Array): number {
    try {
      return writeSync(this.#fd, bytes);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') this.close();
      return 0;
    }
  }
}
