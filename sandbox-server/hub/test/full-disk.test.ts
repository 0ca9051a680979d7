import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import cores from '../../../content/experiments/cores.experiment.ts';
import { experimentSchema } from '../../../protocol/experiment.ts';
import type { BuildState } from '../../../protocol/host.ts';
import type { HubMessage } from '../../../protocol/messages.ts';
import type { Order, VariantInfo } from '../../../protocol/runner-messages.ts';
import { readHostCard } from '../../runner/host-card.ts';
import { readVariants } from '../../runner/variants.ts';
import { Runs } from '../runs.ts';
import { openStore } from '../store.ts';
import { sampleOf } from './sample.ts';

/** A disk that fills up while a run records, with a real database on a real small file system. */
const isRoot = process.getuid?.() === 0;
const disk = mkdtempSync(join(tmpdir(), 'loadstone-full-'));
if (isRoot) execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'loadstone-test', disk]);
after(() => {
  if (isRoot) execFileSync('umount', ['--lazy', disk]);
  rmSync(disk, { recursive: true, force: true });
});

const { all } = readVariants(join(import.meta.dirname, '../../variants'));
const http = all.get('node/http') as VariantInfo;
const experiment = experimentSchema.parse({ ...cores, series: [cores.series[0]], questions: [] });
const ready = (target: string): [string, BuildState] => [target, { target, title: target, state: 'ready' }];
test('[F6] when the disk fills the run ends with that reason, what was kept can be read, and its result is kept once there is room', {
  skip: isRoot ? false : 'only root can make a small file system',
}, async () => {
  const orders: Order[] = [];
  const said: HubMessage[] = [];
  const runner = {
    host: { ...readHostCard('pod', {}), physicalCores: [0, 1], usableCores: [0, 1] },
    problem: undefined,
    variants: new Map([['node/http', http]]),
    subjects: new Map(),
    builds: new Map([ready('load'), ready('node/http')]),
    send: (order: Order) => void orders.push(order),
  };
  const store = openStore(join(disk, 'loadstone.sqlite'));
  const runs = new Runs(store, runner, new Map([['cores', experiment]]), (message) => said.push(message));
  const { run } = runs.start('cores', 'look', 1);
  const attempt = { run, attempt: 1 };
  runs.onFact({ t: 'run.sample', ...attempt, sample: sampleOf(0) });

  const filler = join(disk, 'filler');
  assert.throws(() => {
    for (;;) appendFileSync(filler, Buffer.alloc(64 * 1024));
  }, /ENOSPC/);
  let sent = 1;
  while (!orders.some(({ t }) => t === 'run.cancel'))
    runs.onFact({ t: 'run.sample', ...attempt, sample: sampleOf(sent++) });
  assert.ok(sent < 100_000, 'it is noticed soon');
  runs.onFact({ t: 'run.end', ...attempt, outcome: 'cancelled', histograms: [], absent: [], probed: [] });

  const states = said.flatMap((message) => (message.t === 'run.state' ? [message.status] : []));
  assert.equal(states.at(-1)?.state, 'failed');
  assert.equal(states.at(-1)?.problem?.code, 'storage');
  assert.deepEqual(store.samples(run)[0], sampleOf(0));

  rmSync(filler);
  while (store.run(run)?.state !== 'failed') await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(store.run(run)?.result?.problem?.code, 'storage');
  store.close();
});
