import { createRequire } from 'node:module';
import type { SerializeAddon as Serializer } from '@xterm/addon-serialize';
import type { Terminal as HeadlessTerminal } from '@xterm/headless';
import { UnfinishedSequence } from './unfinished-sequence.ts';

// Both packages are CommonJS without named exports that Node could see.
const require = createRequire(import.meta.url);
const { Terminal } = require('@xterm/headless') as { Terminal: typeof HeadlessTerminal };
const { SerializeAddon } = require('@xterm/addon-serialize') as { SerializeAddon: typeof Serializer };

export const SCROLLBACK_LINES = 5000;

/** What the addon leaves out, read where it reads itself. */
interface Internals {
  _core: {
    _bufferService: { buffer: { scrollTop: number; scrollBottom: number } };
    coreService: { isCursorHidden: boolean };
    coreMouseService: { activeEncoding: string };
  };
}

/** The truth about one terminal: reads everything that its viewer reads, and can say how the screen stands. */
export class TerminalMirror {
  readonly #terminal: HeadlessTerminal;
  readonly #serializer = new SerializeAddon();
  readonly #unfinished = new UnfinishedSequence();
  /** Bytes that were given and are not parsed yet. */
  waitingBytes = 0;

  constructor(cols: number, rows: number) {
    this.#terminal = new Terminal({ cols, rows, scrollback: SCROLLBACK_LINES, allowProposedApi: true });
    this.#terminal.loadAddon(this.#serializer as never);
  }

  get size(): { cols: number; rows: number } {
    return { cols: this.#terminal.cols, rows: this.#terminal.rows };
  }

  write(bytes: Uint8Array, parsed: () => void): void {
    this.waitingBytes += bytes.length;
    this.#unfinished.read(bytes);
    this.#terminal.write(bytes, () => {
      this.waitingBytes -= bytes.length;
      parsed();
    });
  }

  resize(cols: number, rows: number): void {
    this.#terminal.resize(cols, rows);
  }

  /** Calls back, after all that was written until now was parsed, with bytes that bring an empty terminal to the same state. */
  snapshot(ready: (bytes: Uint8Array, size: { cols: number; rows: number }) => void): void {
    const unfinished = this.#unfinished.bytes;
    this.#terminal.write('', () => {
      const text = this.#serializer.serialize({ scrollback: SCROLLBACK_LINES }) + this.#remainingModes();
      ready(Buffer.concat([Buffer.from(text), unfinished]), this.size);
    });
  }

  dispose(): void {
    this.#terminal.dispose();
  }

  #remainingModes(): string {
    const { _bufferService, coreService, coreMouseService } = (this.#terminal as unknown as Internals)._core;
    const { scrollTop, scrollBottom } = _bufferService.buffer;
    const { cursorX, cursorY } = this.#terminal.buffer.active;
    let modes = '';
    if (scrollTop !== 0 || scrollBottom !== this.#terminal.rows - 1) {
      // Setting the region moves the cursor, which counts from the region in origin mode.
      const row = cursorY + 1 - (this.#terminal.modes.originMode ? scrollTop : 0);
      modes += `\x1b[${scrollTop + 1};${scrollBottom + 1}r\x1b[${row};${cursorX + 1}H`;
    }
    if (coreMouseService.activeEncoding === 'SGR') modes += '\x1b[?1006h';
    if (coreMouseService.activeEncoding === 'SGR_PIXELS') modes += '\x1b[?1016h';
    if (coreService.isCursorHidden) modes += '\x1b[?25l';
    return modes;
  }
}
