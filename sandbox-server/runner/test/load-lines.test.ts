import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { decodeFromCompressedBase64 } from 'hdr-histogram-js';
import type { LoadDone, LoadLine, LoadTick } from '../../../protocol/load-lines.ts';
import { projectRoot } from '../../config.ts';
import { LOAD_BINARY } from '../build-jobs.ts';
import { parseLine } from '../load-run.ts';

/** The real load tool against a real server, its lines read as the runner reads them. */
let server: Server;
let url: string;

before(async () => {
  server = createServer((_, response) => response.end('pong'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ping`;
});
after(() => server.close());

async function load(...args: string[]): Promise<LoadLine[]> {
  const address = args.includes('--class') ? new URL(url).origin : url;
  const child = spawn(join(projectRoot, 'sandbox-server/load', LOAD_BINARY), [address, '--json', ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  await once(child, 'close');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const parsed = parseLine(line);
      assert.ok(typeof parsed !== 'string', `${parsed} in ${line.slice(0, 200)}`);
      return parsed;
    });
}

const ticks = (lines: LoadLine[]) => lines.filter((line): line is LoadTick => line.t === 'tick');
const done = (lines: LoadLine[]) => lines.at(-1) as LoadDone;
const decode = (histogram: string | undefined) => decodeFromCompressedBase64(histogram ?? '', 64);

const CLASSES = ['--class', 'most=97:/ping', '--class', 'few=3:/other', '--class-order', 'stratified'];

for (const [name, args] of [
  ['closed loop by count with warm-up', ['--requests', '3000', '--warmup-requests', '100', '--run', 'r-1']],
  ['closed loop by time', ['--seconds', '0.6']],
  ['closed loop that thinks', ['--requests', '100', '--think-ms', '1']],
  ['closed loop of two classes', ['--requests', '1000', ...CLASSES]],
  ['closed loop that connects for each request', ['--requests', '500', '--no-keep-alive', '--expect-body', 'pong']],
  ['open loop, constant', ['--rate', '500', '--seconds', '0.6']],
  ['open loop, Poisson, by tick', ['--rate', '500', '--seconds', '0.6', '--arrivals', 'poisson', '--pacing', 'tick']],
  ['open loop of a ramp and a spike', ['--segments', '0:400:0.5,1000:1000:0.1', '--max-connections', '100']],
  ['open loop on a clock of others', ['--rate', '500', '--seconds', '0.4', '--epoch-us', '0']],
  [
    'overload that times out',
    ['--rate', '2000', '--seconds', '0.3', '--connections', '1', '--response-timeout-ms', '1'],
  ],
] as const) {
  test(`every line fits the schema, of: ${name}; hello first, done last, phases in order`, async () => {
    const lines = await load(...args);
    assert.equal(lines[0]?.t, 'hello');
    assert.equal(done(lines).t, 'done');
    const phases = lines.flatMap((line) => (line.t === 'phase' ? [line.name] : []));
    assert.deepEqual(
      phases.filter((phase) => phase !== 'drain'),
      args.some((arg) => arg.startsWith('--warmup')) ? ['warmup', 'measure'] : ['measure'],
    );
    assert.ok(ticks(lines).length >= 1);
  });
}

test('[LD6] [LD9] the last line has the times of each class, what was connected, and how many bodies were looked at', async () => {
  const last = done(await load('--requests', '1000', '--no-keep-alive', ...CLASSES));
  assert.deepEqual(Object.fromEntries(Object.entries(last.classes).map(([name, { ok }]) => [name, ok])), {
    most: 970,
    few: 30,
  });
  assert.equal(decode(last.connect).totalCount, 1000);
  assert.equal(decode(last.classes['few']?.firstByte).totalCount, 30);
  assert.equal(last.classes['few']?.serviceUs.p90, undefined);
  assert.deepEqual(last.bodies, { checked: 16, distinct: 1 });
});

test('[AB14] the merged interval histograms equal the last one, and quantiles read here equal those of the tool', async () => {
  const lines = await load('--rate', '2000', '--seconds', '1');
  const last = done(lines);
  const whole = decode(last.classes['all']?.service);
  const [first, ...rest] = ticks(lines).map((tick) => decode(tick.classes['all']?.service));
  assert.ok(first);
  for (const interval of rest) first.add(interval);
  assert.equal(first.totalCount, whole.totalCount);
  assert.equal(whole.totalCount, last.totals.ok);
  for (const [name, percentile] of [
    ['p50', 50],
    ['p90', 90],
    ['p99', 99],
  ] as const) {
    const here = whole.getValueAtPercentile(percentile);
    assert.equal(first.getValueAtPercentile(percentile), here);
    assert.ok(
      Math.abs(here / 1000 / (last.serviceUs[name] as number) - 1) < 0.002,
      `${name}: ${here} ns against ${last.serviceUs[name]} µs`,
    );
  }
});

test('a line that is not JSON, does not fit or is too long is said in words', () => {
  assert.match(parseLine('oops') as string, /not JSON: oops/);
  assert.match(parseLine('{"t":"tick"}') as string, /does not fit/);
  assert.match(parseLine(`"${'x'.repeat(300_000)}"`) as string, /too long/);
});
