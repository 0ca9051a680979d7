import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export type Answer = { status: number; headers: Record<string, string>; body: string; bytes: number };

/** One connection that asks one thing at a time and counts every byte of the answer. */
export class Wire {
  readonly #socket: Socket;
  #received = Buffer.alloc(0);
  #waiting: { resolve: (answer: Answer) => void; reject: (fault: Error) => void } | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (data: Buffer) => {
      this.#received = Buffer.concat([this.#received, data]);
      this.#deliver();
    });
    socket.on('error', () => {}); // 'close' follows and tells
    socket.on('close', () => this.#waiting?.reject(new Error('the server closed the connection')));
  }

  static async open(port: number, signal?: AbortSignal): Promise<Wire> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true, ...(signal && { signal }) });
    await once(socket, 'connect');
    return new Wire(socket);
  }

  ask(path: string, method = 'GET'): Promise<Answer> {
    if (this.#waiting) throw new Error('one request at a time');
    if (this.#socket.destroyed) return Promise.reject(new Error('the server closed the connection'));
    this.#socket.write(`${method} ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #deliver(): void {
    const headEnd = this.#received.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const [first = '', ...lines] = this.#received.toString('latin1', 0, headEnd).split('\r\n');
    const headers: Record<string, string> = {};
    for (const line of lines) headers[line.split(':', 1)[0]?.toLowerCase() ?? ''] = line.replace(/^[^:]*: */, '');
    const bytes = headEnd + 4 + Number(headers['content-length']);
    if (this.#received.length < bytes) return;
    const body = this.#received.toString('utf8', headEnd + 4, bytes);
    this.#received = this.#received.subarray(bytes);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve({ status: Number(first.split(' ')[1]), headers, body, bytes });
  }
}

/** Asks once, on a connection of its own. */
export async function askOnce(port: number, path: string, method = 'GET'): Promise<Answer> {
  using wire = await Wire.open(port);
  return await wire.ask(path, method);
}
