import '../lab/test/fixtures/in-reaper.ts';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import type { InnerLine } from '../../../protocol/inner-lines.ts';
import { readyLineSchema } from '../../../protocol/variant.ts';
import { projectRoot } from '../../config.ts';
import { expectedBody } from '../expected-body.ts';
import type { LabProcess } from '../lab/lab.ts';
import { testLab } from '../lab/test/fixtures/test-lab.ts';
import { ProbeReader } from '../probes/probe-reader.ts';

/** For a probe that says nothing: nothing here is about speed. */
const timeout = 60_000;

/** Probes of real runtimes, as the runner starts and reads them. */
const lab = await testLab('probes', { level: 'process' });
const env = { HOST: '127.0.0.1', PORT: '0', WORKERS: '1' };
const axum = join(lab.paths.variants, 'rust/target/release/variant-axum');
const hasJava = spawnSync('java', ['-version']).status === 0;

interface Probed {
  child: LabProcess;
  port: number;
  reader: ProbeReader;
  /** Resolves with the first sample, from now on, that shows what is waited for. */
  until(shown: (sample: InnerLine) => boolean): Promise<InnerLine>;
  nowUs(): number;
}

async function start(argv: string[], folder: string): Promise<Probed> {
  const epochUs = Math.floor(Number(process.hrtime.bigint()) / 1000);
  const child = await lab.spawn({ argv, cwd: folder, env, probe: { epochUs } });
  assert.ok(child.probe);
  const waiting = new Set<(sample: InnerLine) => void>();
  const reader = new ProbeReader(child.probe, epochUs, (sample) => {
    for (const take of waiting) take(sample);
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const until = (shown: (sample: InnerLine) => boolean) =>
    new Promise<InnerLine>((resolve) => {
      const take = (sample: InnerLine) => {
        if (!shown(sample)) return;
        waiting.delete(take);
        resolve(sample);
      };
      waiting.add(take);
    });
  const { port } = readyLineSchema.parse(JSON.parse(line)).ready;
  return { child, port, reader, until, nowUs: () => Number(process.hrtime.bigint()) / 1000 - epochUs };
}

test('ME1: a blocked Node loop is silent meanwhile, and its delay is told when it goes on', { timeout }, async () => {
  const { child, port, reader, until, nowUs } = await start(['node', 'server.js'], `${lab.paths.variants}/node/http`);
  const before = await until(() => true);
  const blocked = fetch(`http://127.0.0.1:${port}/burn?ms=1200`);
  while (reader.silentSince(nowUs()).size === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal((await blocked).status, 200);
  const after = await until(() => true);
  assert.ok(before.source === 'node' && after.source === 'node');
  assert.deepEqual([...reader.silentSince(after.atUs).keys()], []);
  const delays = reader.loopDelay(before.atUs, after.atUs + 500_000);
  assert.ok(delays.maxValue >= 1_000_000_000, `${delays.maxValue} ns`);
  await child.stop();
  await reader.ended;
});

test('ME1: a tokio runtime tells of each worker', {
  skip: !existsSync(axum) && 'variant-axum is not built',
}, async () => {
  const { child, port, reader, until } = await start([axum], lab.paths.home);
  const [, sample] = await Promise.all([
    fetch(`http://127.0.0.1:${port}/burn?ms=50`),
    until((line) => line.source === 'tokio' && line.busyUs.some((us) => us >= 40_000)),
  ]);
  assert.ok(sample.source === 'tokio' && sample.busyUs.length === 1 && sample.aliveTasks >= 1);
  await child.stop();
  await reader.ended;
});

test('ME1: a JVM tells of its collections and of each stop', {
  timeout,
  skip: !hasJava && 'there is no java',
}, async () => {
  const source = join(projectRoot, 'bench/fixtures/JdkServer.java');
  const argv = ['java', '-XX:+UseSerialGC', '-Xmn2m', source];
  const { child, port, reader, until } = await start(argv, lab.paths.home);
  const burned = await fetch(`http://127.0.0.1:${port}/burn?n=3`);
  assert.equal(await burned.text(), expectedBody('/burn?n=3'));
  const stops = Promise.all([
    until((line) => line.source === 'jvm' && line.gc.some(({ kind }) => kind === 'young')),
    until((line) => line.source === 'jvm' && line.safepoints.length > 0),
  ]);
  let asking = true;
  const ask = async () => {
    while (asking) await (await fetch(`http://127.0.0.1:${port}/ping`)).text();
  };
  const asked = ask();
  const [collection] = await stops;
  asking = false;
  await asked;
  assert.ok(collection.source === 'jvm' && (collection.heapUsedBytes ?? 0) > 0);
  await child.stop();
  await reader.ended;
});
