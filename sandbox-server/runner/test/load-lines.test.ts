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
import { LOAD_BINARY } from '../builds.ts';
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
  const child = spawn(join(projectRoot, 'sandbox-server/load', LOAD_BINARY), [url, '--json', ...args], {
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

for (const [name, args] of [
  ['closed loop by count with warm-up', ['--requests', '3000', '--warmup-requests', '100', '--run', 'r-1']],
  ['closed loop by time', ['--seconds', '0.6']],
  ['open loop, constant', ['--rate', '500', '--seconds', '0.6']],
  ['open loop, Poisson, by tick', ['--rate', '500', '--seconds', '0.6', '--arrivals', 'poisson', '--pacing', 'tick']],
] as const) {
  test(`every line of a ${name} fits the schema: hello first, done last, phases in order`, async () => {
    const lines = await load(...args);
    assert.equal(lines[0]?.t, 'hello');
    assert.equal(done(lines).t, 'done');
    const phases = lines.flatMap((line) => (line.t === 'phase' ? [line.name] : []));
    assert.deepEqual(
      phases.filter((phase) => phase !== 'drain'),
      args.includes('--warmup-requests' as never) ? ['warmup', 'measure'] : ['measure'],
    );
    assert.ok(ticks(lines).length >= 1);
  });
}

test('[AB14] the merged interval histograms equal the last one, and quantiles read here equal those of the tool', async () => {
  const lines = await load('--rate', '2000', '--seconds', '1');
  const last = done(lines);
  const whole = decodeFromCompressedBase64(last.classes['all']?.service ?? '', 64);
  const [first, ...rest] = ticks(lines).map((tick) =>
    decodeFromCompressedBase64(tick.classes['all']?.service ?? '', 64),
  );
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
  assert.match(parseLine(`"${'x'.repeat(70_000)}"`) as string, /too long/);
});
