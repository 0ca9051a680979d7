import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { type RunningHub, removeData, startHub } from '../../../e2e/hub.ts';
import type { RunStatus } from '../../../protocol/messages.ts';
import type { Result } from '../../../protocol/result.ts';
import type { Sample } from '../../../protocol/sample.ts';
import { seededRandom } from '../../../stats/random.ts';
import {
  descendants,
  gone,
  loadProgram,
  type Process,
  serverProgram,
} from '../../runner/lab/test/fixtures/processes.ts';
import { TestClient } from './client.ts';

/* kill -9 at random points of real runs. The seed is told when one of them fails. */
const KILLS = Number(process.env['LOADSTONE_KILLS'] ?? 10);
const SEED = Number(process.env['LOADSTONE_SEED'] ?? Date.now() % 1_000_000);
/** From the moment a server is being warmed until it is ended again it works at least so long. */
const WITHIN_MS = 2500;

/** Two hubs measure at a time: against hanging, no bar. */
const GONE_MS = 60_000;
/** Hub, runner, holder, its shell, server and load tool. */
const LEAST_PROCESSES = 6;
/** What a run started, the sampler included. */
const isOfRun = ({ command }: Process) => /server\.js|\/load /.test(command);

/** Of the processes of a hub, the one to be killed; undefined while there is none. */
const targets = {
  hub: ([hub]) => hub,
  runner: ([, runner]) => runner,
  holder: (family) => family.slice(2).findLast(({ command }) => command.startsWith('unshare')),
  'server under test': (family) => family.findLast(({ command }) => serverProgram.test(command)),
  'load tool': (family) => family.findLast(({ command }) => loadProgram.test(command)),
} satisfies Record<string, (family: readonly Process[]) => Process | undefined>;
type Target = keyof typeof targets;

const folders: string[] = [];
after(() => {
  for (const folder of folders) removeData(folder);
});

/** What one hub found out about the contract of its servers saves all others the question. */
let contract: string | undefined;
before(async () => {
  const { hub } = await freshHub();
  await hub.end();
});

async function freshHub(data?: string): Promise<{ hub: RunningHub; client: TestClient }> {
  const folder = data ?? mkdtempSync(join(tmpdir(), 'loadstone-kills-'));
  if (!data) {
    folders.push(folder);
    if (contract) copyFileSync(contract, join(folder, 'contract.json'));
  }
  const hub = await startHub(folder, '--headless');
  const client = await TestClient.signIn(hub);
  await client.builds();
  contract ??= join(folder, 'contract.json');
  return { hub, client };
}

/** Starts a run, lets it come to a random point, kills, and returns what the client had been told by then. */
async function killDuringRun(
  { hub, client }: { hub: RunningHub; client: TestClient },
  target: Target,
  random: () => number,
): Promise<{ run: string; told: Sample[]; doomed: Process[] }> {
  client.messages.splice(0);
  const run = await client.start('blocking', 'look');
  await client.until((message) => (message.t === 'run.state' && message.status.state === 'warming' ? true : undefined));
  await wait(random() * WITHIN_MS);
  for (let tries = 0; tries < 200; tries++) {
    const family = descendants(hub.pid);
    const victim = targets[target](family);
    if (victim && family.length >= LEAST_PROCESSES) {
      // What stands below it goes with it, and whatever is killed, what the run started.
      const doomed = [...descendants(victim.pid), ...family.filter(isOfRun)];
      const told = client.messages.flatMap((message) => (message.t === 'run.samples' ? message.samples : []));
      process.kill(victim.pid, 'SIGKILL');
      return { run, told, doomed };
    }
    await wait(10);
  }
  throw new Error(`There was no ${target} to kill.`);
}

type Kept = { status: RunStatus; samples: Sample[]; result: Result };

/** What had been told is kept, and nothing is judged on it. */
function assertKept({ samples, result }: Kept, told: readonly Sample[], clue: string): void {
  assert.deepEqual(samples.slice(0, told.length), told, clue);
  assert.ok(
    result.verdicts.every(({ outcome }) => outcome === 'cannot-tell'),
    clue,
  );
}

suite('kill -9 at random points of a run', { concurrency: 2 }, () => {
  test(`[F1] [F7] the hub, ${KILLS} times: nothing is left running, and the next start has every point that was told`, async () => {
    const random = seededRandom(SEED);
    let open = await freshHub();
    for (let n = 0; n < KILLS; n++) {
      const clue = `kill ${n + 1} of seed ${SEED}`;
      const { run, told, doomed } = await killDuringRun(open, 'hub', random);
      await open.hub.end('SIGKILL');
      await gone(doomed, GONE_MS);
      open = await freshHub(open.hub.data);
      const kept = await open.client.api<Kept>(`/api/runs/${run}`);
      assert.equal(kept.status.state, 'interrupted', clue);
      assertKept(kept, told, clue);
    }
    await open.hub.end();
  });

  for (const [target, title, state, code] of [
    ['runner', '[F2] the runner', 'interrupted', undefined],
    ['holder', '[F2] the holder of the lab', 'failed', undefined],
    ['server under test', '[F3] the server under test', 'failed', 'server-failed'],
    ['load tool', '[F4] the load tool', 'failed', 'generator-failed'],
  ] as const)
    test(`${title}, ${KILLS} times: the run says why it ended and keeps its points, and the next one runs`, async () => {
      const random = seededRandom(SEED);
      const open = await freshHub();
      const { client } = open;
      for (let n = 0; n < KILLS; n++) {
        const clue = `kill ${n + 1} of seed ${SEED}`;
        const { run, told, doomed } = await killDuringRun(open, target, random);
        const end = await client.ended(run);
        assert.equal(end.state, state, `${clue}: ${JSON.stringify(end.problem)}`);
        if (code) assert.equal(end.problem?.code, code, clue);
        await gone(doomed, GONE_MS);
        assertKept(await client.api<Kept>(`/api/runs/${run}`), told, clue);
        if (target === 'runner') {
          client.messages.splice(0);
          await client.builds();
        }
      }
      // The last one is measured like any other.
      client.messages.splice(0);
      const next = await client.start('blocking', 'look');
      await client.until((message) =>
        message.t === 'run.state' && message.status.state === 'measuring' ? true : undefined,
      );
      client.send({ v: 1, t: 'run.cancel', run: next });
      assert.equal((await client.ended(next)).state, 'cancelled');
      await open.hub.end();
    });
});
