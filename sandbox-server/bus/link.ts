import type { Readable, Writable } from 'node:stream';

/**
 * One side of the line between hub and runner. Messages are JSON values (each side parses by its schema), frames
 * are bytes of a terminal, passed on unread. Order is kept between both.
 */
export interface Link {
  send(message: unknown): void;
  sendFrame(frame: Uint8Array): void;
  onMessage(listener: (message: unknown) => void): void;
  onFrame(listener: (frame: Uint8Array) => void): void;
  /** Called once, when the other side is gone; at once when it is gone already. */
  onClose(listener: () => void): void;
  close(): void;
}

const MESSAGE = 0;
const FRAME = 1;
const HEADER_BYTES = 5;
/** Far above a plan with all its steps; a longer length means that the line is out of step. */
export const MAX_PACKET_BYTES = 16 * 1024 * 1024;

/** The local half of the bus: packets `u32 length | u8 kind | body` over a pair of pipes on the same host. */
export function pipeLink(input: Readable, output: Writable): Link {
  const messageListeners: ((message: unknown) => void)[] = [];
  const frameListeners: ((frame: Uint8Array) => void)[] = [];
  const closeListeners: (() => void)[] = [];
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let closed = false;

  const close = () => {
    if (closed) return;
    closed = true;
    for (const listener of closeListeners) listener();
  };
  const write = (kind: number, body: Uint8Array) => {
    if (closed) return;
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeUInt32BE(body.length, 0);
    header.writeUInt8(kind, 4);
    // Together, so that the other side wakes up once: a key's echo goes this way twice.
    output.cork();
    output.write(header);
    output.write(body);
    output.uncork();
  };
  const deliver = (kind: number, body: Buffer) => {
    if (kind === FRAME) for (const listener of frameListeners) listener(body);
    else {
      const message: unknown = JSON.parse(body.toString());
      for (const listener of messageListeners) listener(message);
    }
  };

  input.on('data', (chunk: Buffer) => {
    pending.push(chunk);
    pendingBytes += chunk.length;
    while (pendingBytes >= HEADER_BYTES) {
      if ((pending[0] as Buffer).length < HEADER_BYTES) pending = [Buffer.concat(pending)];
      const length = (pending[0] as Buffer).readUInt32BE(0);
      if (length > MAX_PACKET_BYTES) {
        input.destroy();
        close();
        return;
      }
      if (pendingBytes < HEADER_BYTES + length) return;
      const all = pending.length === 1 ? (pending[0] as Buffer) : Buffer.concat(pending);
      const rest = all.subarray(HEADER_BYTES + length);
      pending = rest.length > 0 ? [rest] : [];
      pendingBytes = rest.length;
      deliver(all.readUInt8(4), all.subarray(HEADER_BYTES, HEADER_BYTES + length));
    }
  });
  input.on('close', close);
  input.on('end', close);
  input.on('error', close);
  output.on('error', close);

  return {
    send: (message) => write(MESSAGE, Buffer.from(JSON.stringify(message))),
    sendFrame: (frame) => write(FRAME, frame),
    onMessage: (listener) => void messageListeners.push(listener),
    onFrame: (listener) => void frameListeners.push(listener),
    onClose: (listener) => {
      if (closed) queueMicrotask(listener);
      else closeListeners.push(listener);
    },
    close: () => {
      output.end();
      close();
    },
  };
}
