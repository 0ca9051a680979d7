import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type RunningHub, removeData, startHub } from '../../../e2e/hub.ts';
import type { RunStatus } from '../../../protocol/messages.ts';
import type { Result } from '../../../protocol/result.ts';
import type { Sample } from '../../../protocol/sample.ts';
import { descendants, gone } from '../../runner/lab/test/fixtures/processes.ts';
import { TestClient } from './client.ts';

/** Against hanging, no bar: other tests use the cores meanwhile. */
const LIMIT_MS = 60_000;

/** Runs from click to result on a real hub, runner, lab, load tool and servers. */
const hubs: RunningHub[] = [];
async function freshHub(data = freshData()): Promise<RunningHub> {
  const hub = await startHub(data, '--headless');
  hubs.push(hub);
  return hub;
}
/** Nothing is in it but what the first hub found of the contract: the sources are the same. */
function freshData(): string {
  const data = mkdtempSync(join(tmpdir(), 'loadstone-'));
  if (hubs[0]) copyFileSync(join(hubs[0].data, 'contract.json'), join(data, 'contract.json'));
  return data;
}
after(async () => {
  for (const hub of hubs) {
    await hub.end();
    removeData(hub.data);
  }
});

const stateOf = (client: TestClient, run: string, state: string) =>
  client.until((message) =>
    message.t === 'run.state' && message.status.run === run && message.status.state === state
      ? message.status
      : undefined,
  );
const samplesOf = (client: TestClient, run: string) =>
  client.messages.flatMap((message) => (message.t === 'run.samples' && message.run === run ? message.samples : []));

test('two runs started together go one after the other; the second knows its place and can be taken out of the queue', async () => {
  const client = await TestClient.signIn(await freshHub());
  await client.builds();
  const [first, second] = await Promise.all([client.start('cores', 'look', 'a'), client.start('cores', 'look', 'b')]);
  const queued = await stateOf(client, second, 'queued');
  assert.equal(queued.place, 1);
  assert.ok((queued.expectedWaitMs ?? 0) > 0);
  await stateOf(client, first, 'measuring');
  assert.equal(samplesOf(client, second).length, 0);

  client.send({ v: 1, t: 'run.cancel', run: second });
  await stateOf(client, second, 'cancelled');
  client.send({ v: 1, t: 'run.cancel', run: first });
  const cancelled = await stateOf(client, first, 'cancelled');
  assert.equal(cancelled.problem?.code, 'cancelled');
  const kept = await client.api<{ status: RunStatus; samples: Sample[]; result: Result }>(`/api/runs/${first}`);
  assert.equal(kept.result.outcome, 'cancelled');
  assert.deepEqual(kept.samples, samplesOf(client, first), 'a stopped run keeps what it measured');
});

test('[CP2] the first run that judges probes whether the cores are independent, and goes on with the plan that follows or says why not; the next one knows', async () => {
  const hub = await freshHub();
  const client = await TestClient.signIn(hub);
  await client.builds();
  const first = await client.start('cores', 'quick');
  const plan = await client.until((message) =>
    message.t === 'run.plan'
      ? message.plan
      : message.t === 'run.state' && message.status.state === 'failed'
        ? message.status.problem?.code
        : undefined,
  );
  client.send({ v: 1, t: 'run.start', ref: 'b', experiment: 'cores', tier: 'quick' });
  // Others took so much of the cores that they look like one.
  if (typeof plan !== 'object') {
    assert.equal(plan, 'too-few-cores');
    const again = await client.until((message) => (message.t === 'error' ? message.problem.code : undefined));
    return assert.equal(again, 'too-few-cores');
  }
  assert.ok(plan.steps.some((step) => step.kind === 'block'));
  await stateOf(client, first, 'measuring');
  client.send({ v: 1, t: 'run.cancel', run: first });
  await stateOf(client, first, 'cancelled');
  const points = samplesOf(client, first);
  assert.ok(points.every(({ kind }) => kind !== 'calibration'));

  const second = await client.until((message) =>
    message.t === 'run.accepted' && message.ref === 'b' ? message.run : undefined,
  );
  await stateOf(client, second, 'measuring');
  client.send({ v: 1, t: 'run.cancel', run: second });
  await stateOf(client, second, 'cancelled');
  assert.equal(client.messages.filter((message) => message.t === 'run.plan').length, 1);
});

test('a server that the terminal can reach is named with its port while it is measured', async () => {
  const client = await TestClient.signIn(await freshHub());
  await client.builds();
  const run = await client.start('cores', 'look');
  const { server } = await stateOf(client, run, 'warming');
  assert.equal(server?.variant, 'node/http');
  assert.ok((server?.port ?? 0) > 0);
  client.send({ v: 1, t: 'run.cancel', run });
  await stateOf(client, run, 'cancelled');
});

test('[F13] SIGTERM ends hub, runner and labs', async () => {
  const hub = await freshHub();
  await TestClient.signIn(hub);
  const processes = descendants(hub.pid);
  await hub.end('SIGTERM');
  await gone(processes, LIMIT_MS);
});
