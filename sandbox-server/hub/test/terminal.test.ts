import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { WebSocket } from 'ws';
import { type RunningHub, removeData, startHub } from '../../../e2e/hub.ts';
import { ARCHIVE_TYPE } from '../../../protocol/lab-files.ts';
import { closeCode, decodeServerFrame, encodeClientFrame } from '../../../protocol/terminal-frames.ts';
import { TestClient } from './client.ts';

/** A terminal from socket to shell and back, as a page uses it. */
let hub: RunningHub;
let client: TestClient;
before(async () => {
  hub = await startHub(undefined, '--headless');
  client = await TestClient.signIn(hub);
  await client.until((message) => (message.t === 'welcome' ? true : undefined));
});
after(async () => {
  client.close();
  await hub.end();
  removeData(hub.data);
});

class Shell {
  text = '';
  exit: { code: number | null; reason: string } | undefined;
  closedWith: number | undefined;
  readonly #socket: WebSocket;
  readonly #number: number;
  #wake: (() => void)[] = [];

  constructor(socket: WebSocket, number: number) {
    this.#socket = socket;
    this.#number = number;
    socket.on('message', (data: Buffer) => {
      const frame = decodeServerFrame(data);
      if (frame?.type === 'exit') this.exit = frame;
      if (frame?.type === 'output' || frame?.type === 'snapshot') {
        this.text += Buffer.from(frame.bytes).toString();
        socket.send(encodeClientFrame({ type: 'ack', number, bytes: frame.bytes.length }));
      }
      for (const wake of this.#wake.splice(0)) wake();
    });
    socket.on('close', (code) => {
      this.closedWith = code;
      for (const wake of this.#wake.splice(0)) wake();
    });
    socket.send(encodeClientFrame({ type: 'hello', number, cols: 100, rows: 30 }));
  }

  type(text: string): void {
    this.#socket.send(encodeClientFrame({ type: 'input', number: this.#number, bytes: Buffer.from(text) }));
  }

  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => this.#wake.push(resolve));
  }
}

async function shell(): Promise<{ shell: Shell; id: string; socket: WebSocket; number: number }> {
  const { terminal, number } = await client.api<{ terminal: string; number: number }>('/api/terminals', {
    cols: 100,
    rows: 30,
  });
  const socket = await client.socket('/ws/terminal', `terminal:${terminal}`);
  return { shell: new Shell(socket, number), id: terminal, socket, number };
}

test('a shell in the lab starts a server from its own copy of the source and reaches it with curl', async () => {
  const { shell: bash } = await shell();
  bash.type('serve node/http &\n');
  await bash.until(() => /"ready":\{"port":8080/.test(bash.text));
  bash.type('curl -s 127.0.0.1:8080/ping; echo " from $((40 + 2))"\n');
  await bash.until(() => bash.text.includes('pong from 42'));
  bash.type('exit 7\n');
  await bash.until(() => bash.exit !== undefined);
  assert.equal(bash.exit?.code, 7);
});

test('[B1] [B4] the shell sees neither the hub nor its data', async () => {
  const { shell: bash } = await shell();
  bash.type(`ls ${hub.data} /root /home; curl -s -m 2 ${hub.origin}/healthz || echo "no $((1 + 1)) way"; exit\n`);
  await bash.until(() => bash.exit !== undefined);
  assert.match(bash.text, /no 2 way/);
  assert.doesNotMatch(bash.text, /loadstone\.sqlite/);
});

test('[T4] [T12] after a cut the screen comes back, and what was typed before is not typed again', async () => {
  const { shell: first, id, socket, number } = await shell();
  first.type('echo once-$((6 * 7))\n');
  await first.until(() => first.text.includes('once-42'));
  socket.terminate();
  const second = new Shell(await client.socket('/ws/terminal', `terminal:${id}`), number);
  await second.until(() => second.text.includes('once-42'));
  second.type('echo again-$((6 * 8)); exit\n');
  await second.until(() => second.exit !== undefined);
  assert.match(second.text, /again-48/);
  assert.equal(second.text.split('once-42').length, 2, 'the output of the first command stands there once');
});

for (const [name, frame] of [
  ['a text message', 'hello'],
  ['an empty frame', Buffer.from([])],
  ['a frame of another terminal', Buffer.from([2, 0xff, 0xff, 97])],
] as const) {
  test(`[T14] [T17] ${name} closes that socket with ${closeCode.violation} and no other`, async () => {
    const { shell: bash, socket } = await shell();
    const { shell: other } = await shell();
    socket.send(frame);
    await bash.until(() => bash.closedWith !== undefined);
    assert.equal(bash.closedWith, closeCode.violation);
    other.type('exit 3\n');
    await other.until(() => other.exit !== undefined);
    assert.equal(other.exit?.code, 3);
  });
}

test('the files of the lab come out as an archive, which goes in again; bytes that are none are refused', async () => {
  const { shell: bash } = await shell();
  bash.type("mkdir -p ~/own && echo mine-$((6 * 7)) > ~/own/note && echo wri'tten'\n");
  await bash.until(() => bash.text.includes('written'));
  const saved = await client.ask('/api/lab/files');
  assert.equal(saved.headers.get('content-type'), ARCHIVE_TYPE);
  assert.match(saved.headers.get('content-disposition') ?? '', /^attachment/);
  const archive = Buffer.from(await saved.arrayBuffer());
  const { folder } = await client.api<{ folder: string }>('/api/lab/files', archive);
  bash.type(`cat ~/${folder}/own/note\n`);
  await bash.until(() => bash.text.includes('mine-42'));
  await assert.rejects(client.ask('/api/lab/files', Buffer.from('no archive')), /400.*was not unpacked/);
  await assert.rejects(client.ask('/api/lab/files', { no: 'archive' }), /400.*must be a .tar.gz archive/);
});

test('[A15] a ticket for a terminal that does not exist is refused', async () => {
  await assert.rejects(client.api('/api/ticket', { resource: 'terminal:t-0000000000000000' }), /404/);
});

test('[T18] who types ten megabytes a second is read more slowly, and cut off when it goes on; the shell lives', async () => {
  const { shell: flood, id, socket, number } = await shell();
  flood.type('cat > /dev/null\n');
  const piece = encodeClientFrame({ type: 'input', number, bytes: Buffer.from(`${'x'.repeat(1022)}\n`) });
  const pour = setInterval(() => {
    if (socket.bufferedAmount < 4e6) for (let i = 0; i < 100; i++) socket.send(piece);
  }, 10);
  await flood.until(() => flood.closedWith !== undefined);
  clearInterval(pour);
  assert.equal(flood.closedWith, closeCode.rate);
  const isAlive = ({ text }: Shell) => text.includes('alive-42');
  for (let again = flood; !isAlive(again); ) {
    again = new Shell(await client.socket('/ws/terminal', `terminal:${id}`), number);
    again.type('\u0003');
    // What is typed right behind Ctrl-C is thrown away with what stood before it.
    const ask = setInterval(() => again.type('echo alive-$((6 * 7))\n'), 300);
    // While the shell still reads what was poured into it, more is too much.
    await again.until(() => isAlive(again) || again.closedWith !== undefined);
    clearInterval(ask);
  }
});
