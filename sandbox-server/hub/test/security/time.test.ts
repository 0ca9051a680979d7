import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { removeData, startHub } from '../../../../e2e/hub.ts';
import type { Result } from '../../../../protocol/result.ts';
import { descendants } from '../../../runner/lab/test/fixtures/processes.ts';
import { TestClient } from '../client.ts';

/* What takes long, or a program that moves the clock: npm run test:security. */
const STOPPED_MS = 60_000;
const HOUR_S = 3600;

test('[F15] a hub that stood still for a minute throws nobody out, and its labs live', async () => {
  const hub = await startHub(undefined, '--headless');
  const client = await TestClient.signIn(hub);
  await client.builds();
  const { terminal } = await client.api<{ terminal: string }>('/api/terminals', { cols: 80, rows: 24 });
  const before = descendants(hub.pid).map(({ pid }) => pid);
  process.kill(hub.pid, 'SIGSTOP');
  await wait(STOPPED_MS);
  process.kill(hub.pid, 'SIGCONT');
  const socket = await client.socket('/ws/terminal', `terminal:${terminal}`);
  assert.equal(socket.readyState, socket.OPEN, 'the session and the terminal are there');
  const now = new Set(descendants(hub.pid).map(({ pid }) => pid));
  assert.deepEqual(
    before.filter((pid) => !now.has(pid)),
    [],
  );
  socket.close();
  await hub.end();
  removeData(hub.data);
});

const library = ['/usr/lib', '/usr/lib64']
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => [folder, ...readdirSync(folder).map((name) => join(folder, name))])
  .map((folder) => join(folder, 'faketime/libfaketime.so.1'))
  .find((path) => existsSync(path));

for (const [days, words] of [
  [1, 'a day ahead'],
  [-1, 'a day back'],
] as const)
  test(`[F8] a clock that is set ${words} during a run ends neither the run nor a session, and spoils no duration`, {
    skip: library ? false : 'needs libfaketime (sudo apt-get install faketime)',
  }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'loadstone-clock-'));
    const shift = join(folder, 'shift');
    writeFileSync(shift, '+0');
    const fake = {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: shift,
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      FAKETIME_CACHE_DURATION: '1',
    };
    Object.assign(process.env, fake);
    const hub = await startHub(join(folder, 'data'), '--headless').finally(() => {
      for (const name of Object.keys(fake)) delete process.env[name];
    });
    const client = await TestClient.signIn(hub);
    await client.builds();
    const run = await client.start('blocking', 'look');
    await client.until((message) => (message.t === 'run.samples' ? true : undefined));
    writeFileSync(shift, `${days > 0 ? '+' : '-'}${24 * HOUR_S}`);
    assert.equal((await client.ended(run)).state, 'done');
    const shown = new Date((await fetch(hub.origin)).headers.get('date') ?? 0).getTime() - Date.now();
    assert.equal(Math.round(shown / 1000 / HOUR_S), 24 * days, 'the hub believes the new date');
    const { result } = await client.api<{ result: Pick<Result, 'points'> }>(`/api/runs/${run}`);
    assert.ok(result.points.length > 0);
    for (const { throughput = 0 } of result.points)
      assert.ok(throughput > 100 && throughput < 400, `200 requests a second were offered: ${throughput}`);
    await hub.end();
    removeData(folder);
  });
