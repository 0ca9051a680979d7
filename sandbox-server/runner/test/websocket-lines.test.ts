import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { decodeFromCompressedBase64 } from 'hdr-histogram-js';
import { WebSocketServer } from 'ws';
import {
  type WebsocketDone,
  type WebsocketLine,
  type WebsocketTick,
  websocketLineSchema,
} from '../../../protocol/websocket-lines.ts';
import { projectRoot } from '../../config.ts';
import { LOAD_BINARY } from '../build-jobs.ts';

/** The real load tool against a real server, its lines read by the schema. */
let server: WebSocketServer;
let url: string;

before(async () => {
  server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (socket) => {
    socket.on('message', (data, binary) => socket.send(data, { binary }));
  });
  await once(server, 'listening');
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/echo`;
});
after(() => server.close());

async function load(...args: string[]): Promise<WebsocketLine[]> {
  const argv = ['ws', url, '--json', '--connections', '20', ...args];
  const child = spawn(join(projectRoot, 'sandbox-server/load', LOAD_BINARY), argv, {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const printed = await text(child.stdout);
  return printed
    .trimEnd()
    .split('\n')
    .map((line) => websocketLineSchema.parse(JSON.parse(line)));
}

const phases = (lines: WebsocketLine[]) => lines.flatMap((line) => (line.t === 'phase' ? [line.name] : []));
const ticks = (lines: WebsocketLine[]) => lines.filter((line): line is WebsocketTick => line.t === 'tick');
const done = (lines: WebsocketLine[]) => lines.at(-1) as WebsocketDone;

const hold = ['--hold-seconds', '0.5'];
const echo = [...hold, '--echo-rate', '10', '--drain-ms', '60000'];

for (const [kind, args, order] of [
  ['connect', ['--run', 'r-1'], ['connect', 'drain']],
  ['hold', [...hold, '--ping-seconds', '0.25'], ['connect', 'hold', 'drain']],
  ['echo', [...echo, '--echo-as', 'binary', '--seed', '3'], ['connect', 'hold', 'drain']],
] as const) {
  test(`[LD13] every line of ${kind} fits the schema: hello first, done last, phases in order`, async () => {
    const lines = await load(...args);
    const [hello] = lines;
    assert.ok(hello?.t === 'hello');
    assert.equal(hello.load.kind, kind);
    assert.deepEqual(phases(lines), order);
    assert.equal(done(lines).t, 'done');
    assert.equal(done(lines).held, 20);
    assert.equal(done(lines).pings?.planned, kind === 'hold' ? 40 : undefined);
    assert.equal(done(lines).echoes?.planned, kind === 'echo' ? 100 : undefined);
  });
}

test('[AB14] the merged echo histograms equal the last one, and quantiles read here equal those of the tool', async () => {
  const lines = await load(...echo);
  const last = done(lines).echoes;
  const whole = decodeFromCompressedBase64(last?.latency ?? '', 64);
  const [first, ...rest] = ticks(lines).map((tick) => decodeFromCompressedBase64(tick.echoes?.latency ?? '', 64));
  assert.ok(first);
  for (const interval of rest) first.add(interval);
  assert.equal(first.totalCount, 100);
  assert.equal(whole.totalCount, last?.ok);
  for (const percentile of [50, 90]) {
    const here = whole.getValueAtPercentile(percentile);
    assert.equal(first.getValueAtPercentile(percentile), here);
    const told = (percentile === 50 ? last?.latencyUs.p50 : last?.latencyUs.p90) ?? 0;
    assert.ok(Math.abs(here / 1000 / told - 1) < 0.002, `p${percentile}: ${here} ns against ${told} µs`);
  }
});

test('times are printed since the epoch that the tool was given', async () => {
  // The clock begins when the machine does: half of its age has been there.
  const age = Math.floor(Number(process.hrtime.bigint()) / 1000);
  const epoch = Math.floor(age / 2);
  const [, phase] = await load('--epoch-us', String(epoch));
  assert.ok(phase?.t === 'phase' && phase.atUs >= age - epoch);
});
