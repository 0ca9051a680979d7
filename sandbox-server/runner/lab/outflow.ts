import {
  encodeServerFrame,
  HIGH_WATER,
  MAX_OUTPUT_BYTES,
  MAX_SERVER_FRAME,
  MAX_SNAPSHOT_BYTES,
} from '../../../protocol/terminal-frames.ts';

/** After a piece was sent, what follows within this time goes together: a key's echo never waits. */
const BATCH_MS = 4;

/** What goes to one viewer: a snapshot in pieces, then output in batches, counted until acknowledged. */
export class Outflow {
  readonly #number: number;
  readonly #sink: (frame: Uint8Array) => void;
  readonly #snapshot: Uint8Array[];
  #queue: Uint8Array[] = [];
  #queuedBytes = 0;
  #unacknowledged = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    number: number,
    snapshot: Uint8Array,
    size: { cols: number; rows: number },
    sink: (frame: Uint8Array) => void,
  ) {
    this.#number = number;
    this.#sink = sink;
    this.#snapshot = snapshotFrames(number, snapshot, size);
    this.#flush();
  }

  /** Bytes that the viewer has not parsed, sent or not. */
  get waitingBytes(): number {
    return this.#unacknowledged + this.#queuedBytes;
  }

  push(bytes: Uint8Array): void {
    this.#queue.push(bytes);
    this.#queuedBytes += bytes.length;
    if (this.#timer === undefined || this.#queuedBytes >= MAX_OUTPUT_BYTES) this.#flush();
  }

  /** False when more is acknowledged than was sent. */
  acknowledge(bytes: number): boolean {
    if (bytes > this.#unacknowledged) return false;
    this.#unacknowledged -= bytes;
    if (this.#snapshot.length > 0) this.#flush();
    return true;
  }

  /** Sends what waits, whatever is acknowledged: after the last byte comes the exit. */
  finish(): void {
    this.#sendSnapshot(Number.POSITIVE_INFINITY);
    this.#flush();
    this.stop();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #flush(): void {
    this.#sendSnapshot(HIGH_WATER);
    if (this.#snapshot.length > 0) return;
    for (const bytes of framesOf(this.#queue, this.#queuedBytes)) {
      this.#unacknowledged += bytes.length;
      this.#sink(encodeServerFrame({ type: 'output', number: this.#number, bytes }));
    }
    const wasBusy = this.#queuedBytes > 0;
    this.#queue = [];
    this.#queuedBytes = 0;
    clearTimeout(this.#timer);
    this.#timer = wasBusy ? setTimeout(() => this.#flush(), BATCH_MS) : undefined;
  }

  #sendSnapshot(most: number): void {
    while (this.#snapshot.length > 0 && this.#unacknowledged <= most) {
      const frame = this.#snapshot.shift() as Uint8Array;
      this.#unacknowledged += frame.length - (MAX_SERVER_FRAME - MAX_SNAPSHOT_BYTES);
      this.#sink(frame);
    }
  }
}

function snapshotFrames(number: number, snapshot: Uint8Array, size: { cols: number; rows: number }): Uint8Array[] {
  const count = Math.max(1, Math.ceil(snapshot.length / MAX_SNAPSHOT_BYTES));
  return Array.from({ length: count }, (_, index) =>
    encodeServerFrame({
      type: 'snapshot',
      number,
      ...size,
      isFirst: index === 0,
      isLast: index === count - 1,
      bytes: snapshot.subarray(index * MAX_SNAPSHOT_BYTES, (index + 1) * MAX_SNAPSHOT_BYTES),
    }),
  );
}

/** The chunks joined and cut at the most that a frame holds. */
function* framesOf(chunks: readonly Uint8Array[], bytes: number): Generator<Uint8Array> {
  const joined = chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks, bytes);
  for (let at = 0; at < joined.length; at += MAX_OUTPUT_BYTES) yield joined.subarray(at, at + MAX_OUTPUT_BYTES);
}
