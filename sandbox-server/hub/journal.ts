import { createHmac, randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createStream, type RotatingFileStream } from 'rotating-file-stream';

const FILE_SIZE = '10M';
const FILES = 10;
const MOST_CHARACTERS = 1024;
/** Control characters beyond those that JSON escapes, and those that turn the direction of writing. */
const DISGUISES = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

type Facts = Record<string, string | number | boolean | undefined>;

/**
 * What happened, a line of JSON each, in files that only their owner reads. Whoever calls passes names, codes and
 * routes: never a token, key, ticket, query or header, and nothing that a terminal or a body held.
 */
export class Journal {
  readonly #stream: RotatingFileStream;
  readonly #boot = randomBytes(4).toString('hex');
  readonly #markKey = randomBytes(32);

  constructor(data: string) {
    const folder = join(data, 'logs');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#stream = createStream('hub.ndjson', { path: folder, size: FILE_SIZE, maxFiles: FILES, mode: 0o600 });
    // A full disk costs lines of the log, nothing else.
    this.#stream.on('error', () => {});
  }

  write(event: string, facts: Facts = {}): void {
    const line = {
      at: new Date().toISOString(),
      upMs: Math.round(performance.now()),
      boot: this.#boot,
      event,
      ...facts,
    };
    this.#stream.write(`${JSON.stringify(line, (_, value) => shortened(value)).replace(DISGUISES, escaped)}\n`);
  }

  /** Tells sessions apart within one start, and opens nothing. */
  markOf(key: string): string {
    return createHmac('sha256', this.#markKey).update(key).digest('hex').slice(0, 12);
  }

  end(): Promise<void> {
    return new Promise((resolve) => this.#stream.end(() => resolve()));
  }
}

const shortened = (value: unknown) => (typeof value === 'string' ? value.slice(0, MOST_CHARACTERS) : value);
const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
