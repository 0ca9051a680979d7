import { asProblem } from '../../protocol/errors.ts';
import type { Fact, Order } from '../../protocol/runner-messages.ts';
import { frameType } from '../../protocol/terminal-frames.ts';
import type { Lab } from './lab/lab.ts';
import { openTerminal, type Terminal } from './lab/terminal.ts';

/** A shell that ended while nobody looked is kept this long for whoever comes back to read its last words. */
const LAST_WORDS_MS = 10 * 60_000;

type TerminalOrder = Extract<Order, { terminal: number }>;

/** The terminals of the lab by number: orders and frames of the hub in, frames and facts out. */
export class LabTerminals {
  readonly #terminals = new Map<number, Terminal>();
  readonly #lab: () => Promise<Lab>;
  readonly #used: () => void;
  readonly #tell: (fact: Fact) => void;
  readonly #send: (frame: Uint8Array) => void;

  /** `used` is called when somebody opens a terminal or types. */
  constructor(
    lab: () => Promise<Lab>,
    tell: (fact: Fact) => void,
    send: (frame: Uint8Array) => void,
    used: () => void,
  ) {
    this.#lab = lab;
    this.#used = used;
    this.#tell = tell;
    this.#send = send;
  }

  obey(order: TerminalOrder): void {
    const terminal = this.#terminals.get(order.terminal);
    switch (order.t) {
      case 'terminal.open':
        void this.#open(order);
        break;
      case 'terminal.attach':
        terminal?.attach((frame) => this.#pass(order.terminal, frame));
        break;
      case 'terminal.detach':
        terminal?.detach();
        break;
      case 'terminal.close':
        this.#end(order.terminal);
        break;
    }
  }

  /** A frame of the viewer; the hub has checked that it names this terminal. */
  receive(frame: Uint8Array): void {
    const number = new DataView(frame.buffer, frame.byteOffset).getUint16(1);
    if (frame[0] === frameType.input) this.#used();
    const violation = this.#terminals.get(number)?.receive(frame);
    if (violation) this.#tell({ t: 'terminal.violation', terminal: number, ...violation });
  }

  async #open({ terminal: number, cols, rows }: Extract<Order, { t: 'terminal.open' }>): Promise<void> {
    try {
      const lab = await this.#lab();
      this.#used();
      const terminal = openTerminal({ lab, number, cols, rows });
      this.#terminals.set(number, terminal);
      void terminal.ended.then(() => setTimeout(() => this.#end(number), LAST_WORDS_MS).unref());
      this.#tell({ t: 'terminal.opened', terminal: number });
    } catch (error) {
      this.#tell({ t: 'terminal.failed', terminal: number, problem: asProblem(error) });
    }
  }

  /** To everybody who looks at one of them. */
  notice(text: string): void {
    for (const terminal of this.#terminals.values()) terminal.notice(text);
  }

  /** EXIT is the last frame, after the last byte: then the terminal is over. */
  #pass(number: number, frame: Uint8Array): void {
    this.#send(frame);
    if (frame[0] === frameType.exit) this.#end(number);
  }

  #end(number: number): void {
    const terminal = this.#terminals.get(number);
    if (!terminal) return;
    this.#terminals.delete(number);
    terminal.close();
    this.#tell({ t: 'terminal.ended', terminal: number });
  }
}
