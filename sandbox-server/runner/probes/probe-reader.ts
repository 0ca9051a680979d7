import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Histogram } from 'hdr-histogram-js';
import { type InnerLine, innerLineSchema } from '../../../protocol/inner-lines.ts';
import { jvmInnerOf } from './jvm-log.ts';
import { loopDelayOf } from './loop-delay.ts';
import { nodeInnerOf, nodeLineSchema } from './node-line.ts';

/** Two lines of a probe that did not come. */
const SILENT_AFTER_US = 500_000;
/** Longer than any line of a probe. */
const MOST_CHARACTERS = 64 * 1024;

/**
 * Reads what the probe of a program says, of any language, and hands on each sample. All processes of the program
 * share its pipe; times are µs since the run's epoch.
 */
export class ProbeReader {
  /** Resolves when the program and all it started are gone. */
  readonly ended: Promise<unknown>;
  readonly #epochUs: number;
  readonly #onSample: (sample: InnerLine) => void;
  readonly #beats: { readonly atUs: number; readonly delaysUs: readonly number[] }[] = [];
  readonly #lastUs = new Map<number, number>();

  constructor(stream: Readable, epochUs: number, onSample: (sample: InnerLine) => void) {
    this.#epochUs = epochUs;
    this.#onSample = onSample;
    const lines = createInterface({ input: stream });
    lines.on('line', (text) => this.#take(text));
    this.ended = once(lines, 'close');
  }

  /** Delays of all event loops in the lines that end after `fromUs` and not after `toUs`; values in ns (AB16). */
  loopDelay(fromUs: number, toUs: number): Histogram {
    return loopDelayOf(
      this.#beats.filter(({ atUs }) => atUs > fromUs && atUs <= toUs).flatMap(({ delaysUs }) => delaysUs),
    );
  }

  /** Processes that have stopped telling, each with the moment of its last line: a blocked loop says nothing (ME1). */
  silentSince(nowUs: number): Map<number, number> {
    return new Map([...this.#lastUs].filter(([, atUs]) => nowUs - atUs > SILENT_AFTER_US));
  }

  #take(text: string): void {
    if (text.length > MOST_CHARACTERS) return;
    const sample = text.startsWith('{') ? this.#parse(text) : jvmInnerOf(text, this.#epochUs);
    if (!sample) return;
    if (sample.source !== 'jvm') this.#lastUs.set(sample.pid, sample.atUs);
    this.#onSample(sample);
  }

  /** A full pipe may have cut a line: what does not fit is left out. */
  #parse(text: string): InnerLine | undefined {
    let raw: unknown;
    try {
      raw = JSON.parse(text);
    } catch {
      return undefined;
    }
    const node = nodeLineSchema.safeParse(raw);
    if (!node.success) return innerLineSchema.safeParse(raw).data;
    this.#beats.push({ atUs: node.data.atUs, delaysUs: node.data.delaysUs });
    return nodeInnerOf(node.data);
  }
}
