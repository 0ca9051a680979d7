import { spawn } from '@lydell/node-pty';
import type { WebSocket } from 'ws';
import { removeData, startHub } from '../e2e/hub.ts';
import { decodeServerFrame, encodeClientFrame } from '../protocol/terminal-frames.ts';
import { TestClient } from '../sandbox-server/hub/test/client.ts';
import { bytesAfter, textOf } from '../sandbox-server/text-file.ts';
import { type Bar, median } from './bar.ts';
import { processTree } from './process-tree.ts';

const KEYS = 300;
const KEY_EVERY_MS = 20;
const FLOOD_BYTES = 400e6;
const MOST_ECHO_MS = 1;
const LEAST_MEGABYTES_A_SECOND = 60;
const MOST_GROWTH_BYTES = 50e6;

/** A terminal from socket to shell and back, in figures: how soon a key is answered, and how a flood is carried. */
export const terminalFigures: Bar = {
  id: 'C3',
  title: 'a key is echoed within 1 ms, a flood comes with 60 MB/s, and the sandbox server does not grow',
  ownPrograms: true,
  async measure({ short }) {
    const hub = await startHub(undefined, '--headless');
    try {
      const client = await TestClient.signIn(hub);
      await client.builds();
      const { terminal, number } = await client.api<{ terminal: string; number: number }>('/api/terminals', {
        cols: 100,
        rows: 30,
      });
      const line = new Line(await client.socket('/ws/terminal', `terminal:${terminal}`), number);
      await line.until(() => line.text.includes('lab:~$'));

      const echoes: number[] = [];
      for (let i = 0; i < (short ? 50 : KEYS); i++) {
        await new Promise((resolve) => setTimeout(resolve, KEY_EVERY_MS));
        const [from, before] = [performance.now(), line.bytes];
        line.type('x');
        await line.until(() => line.bytes > before);
        echoes.push(performance.now() - from);
      }
      line.type('\u0015');

      const wanted = short ? FLOOD_BYTES / 10 : FLOOD_BYTES;
      const flood = async (end: number) => {
        const [from, before] = [performance.now(), line.bytes];
        line.type(`${flooding(wanted)}; echo over-$((${end} + 2))\n`);
        await line.until(() => line.text.includes(`over-${end + 2}`));
        return (line.bytes - before) / 1e3 / (performance.now() - from);
      };
      await flood(10);
      const heldBefore = heldBytes(hub.pid);
      const megabytesASecond = await flood(20);
      const growthBytes = heldBytes(hub.pid) - heldBefore;

      const sorted = echoes.toSorted((a, b) => a - b);
      const echoP50Ms = median(sorted);
      return {
        figures: {
          echoP50Ms,
          echoP99Ms: sorted[Math.floor(sorted.length * 0.99)] as number,
          megabytesASecond,
          bareMegabytesASecond: await bareFlood(wanted),
          growthMegabytes: growthBytes / 1e6,
        },
        speed: {
          'echo p50 below 1 ms': echoP50Ms < MOST_ECHO_MS,
          'at least 60 MB/s': megabytesASecond >= LEAST_MEGABYTES_A_SECOND,
          'at most 50 MB more memory': growthBytes <= MOST_GROWTH_BYTES,
        },
      };
    } finally {
      await hub.end();
      removeData(hub.data);
    }
  },
};

const flooding = (bytes: number) =>
  `yes 'a line of a log file, as a program prints it when it goes wrong' | head -c ${bytes}`;

/** What this kernel's terminals give to a reader that only counts: no terminal of the course can be faster. */
async function bareFlood(bytes: number): Promise<number> {
  const from = performance.now();
  const terminal = spawn('sh', ['-c', flooding(bytes)], { cols: 100, rows: 30, encoding: null });
  let read = 0;
  // Typed for text; without an encoding it gives bytes.
  terminal.onData((data) => {
    read += data.length;
  });
  await new Promise<void>((resolve) => {
    terminal.onExit(() => resolve());
  });
  return read / 1e3 / (performance.now() - from);
}

/** One terminal's socket that acknowledges all it gets, and keeps the end of what was printed. */
class Line {
  text = '';
  bytes = 0;
  readonly #socket: WebSocket;
  readonly #number: number;
  #wake = () => {};

  constructor(socket: WebSocket, number: number) {
    this.#socket = socket;
    this.#number = number;
    socket.on('message', (data: Buffer) => {
      const frame = decodeServerFrame(data);
      if (frame?.type !== 'output' && frame?.type !== 'snapshot') return;
      this.bytes += frame.bytes.length;
      this.text = (this.text + Buffer.from(frame.bytes).toString('latin1')).slice(-2000);
      socket.send(encodeClientFrame({ type: 'ack', number, bytes: frame.bytes.length }));
      this.#wake();
    });
    socket.send(encodeClientFrame({ type: 'hello', number, cols: 100, rows: 30 }));
  }

  type(text: string): void {
    this.#socket.send(encodeClientFrame({ type: 'input', number: this.#number, bytes: Buffer.from(text) }));
  }

  async until(holds: () => boolean): Promise<void> {
    while (!holds())
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
  }
}

/** Resident memory of the hub and its runner; what runs in the lab is left out. */
function heldBytes(hub: number): number {
  const own = processTree(hub).filter((pid) =>
    /sandbox-server\/(main|runner\/main)\.ts/.test(textOf(`/proc/${pid}/cmdline`)),
  );
  return own.reduce((sum, pid) => sum + (bytesAfter(textOf(`/proc/${pid}/status`), 'VmRSS') || 0), 0);
}
