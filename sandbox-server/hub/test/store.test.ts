import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { z } from 'zod';
import cores from '../../../content/experiments/cores.experiment.ts';
import { experimentSchema } from '../../../protocol/experiment.ts';
import type { Plan } from '../../../protocol/plan.ts';
import type { Result, Verdict } from '../../../protocol/result.ts';
import { compilePlan } from '../../../stats/compile-plan.ts';
import { readHostCard } from '../../runner/host-card.ts';
import { forgetVerdicts, keepVerdicts, ownVerdicts } from '../owner-state.ts';
import { type NewRun, openStore, unfinished } from '../store.ts';
import { sampleOf } from './sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'loadstone-store-'));
after(() => rmSync(folder, { recursive: true }));

const plan = compilePlan(
  experimentSchema.parse(cores),
  'look',
  1,
  { physicalCores: [0, 1], dependent: [], rho: 1, floorBlocks: () => 10 },
  new Map([['node/http', { spreads: 'one-thread' }]]),
) as Plan;
const newRun = (run: string): NewRun => ({
  run,
  experiment: 'cores',
  title: 'More cores',
  tier: 'look',
  plan,
  host: readHostCard('none', {}),
  sources: {},
  startedAt: new Date().toISOString(),
});
const judgedResult = (run: string, verdicts: Verdict[]): Result => ({
  v: 1,
  run,
  experiment: 'cores',
  title: 'More cores',
  tier: 'standard',
  outcome: 'done',
  startedAt: '2026-01-01T00:00:00.000Z',
  endedAt: '2026-01-01T00:01:00.000Z',
  plan,
  host: readHostCard('none', {}),
  sources: {},
  points: [],
  timeline: [],
  histograms: [],
  absent: [],
  verdicts,
  flags: [],
});

test('what was kept is there after the store is opened again', () => {
  const file = join(folder, 'again.sqlite');
  const first = openStore(file);
  first.createRun(newRun('r-1'));
  first.addSample('r-1', sampleOf(0));
  first.setValue('prediction.cores', { drawn: [1, 2] }, '2026-01-02T00:00:00.000Z');
  first.close();
  const second = openStore(file);
  assert.deepEqual(second.run('r-1')?.plan, plan);
  assert.deepEqual(second.samples('r-1'), [sampleOf(0)]);
  assert.deepEqual(second.values(), {
    'prediction.cores': { value: { drawn: [1, 2] }, savedAt: '2026-01-02T00:00:00.000Z' },
  });
  assert.deepEqual(
    unfinished(second).map((run) => run.run),
    ['r-1'],
  );
  second.close();
});

test('samples are read from a sequence number on', () => {
  const store = openStore(join(folder, 'from.sqlite'));
  store.createRun(newRun('r-1'));
  for (let seq = 0; seq < 5; seq++) store.addSample('r-1', sampleOf(seq));
  assert.deepEqual(
    store.samples('r-1', 3).map(({ seq }) => seq),
    [3, 4],
  );
  store.close();
});

test('[F7] after kill -9 every acknowledged sample is there', async () => {
  const file = join(folder, 'killed.sqlite');
  const store = openStore(file);
  store.createRun(newRun('r-1'));
  store.close();
  for (let round = 0; round < 5; round++) {
    // The child acknowledges on its stdout after each commit.
    const program = `
      const { openStore } = await import(${JSON.stringify(join(import.meta.dirname, '../store.ts'))});
      const store = openStore(${JSON.stringify(file)});
      const template = ${JSON.stringify(sampleOf(0))};
      for (let seq = store.samples('r-1').length; ; seq++) { store.addSample('r-1', { ...template, seq }); process.stdout.write(seq + '\\n'); }`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.split('\n').length > 200) child.kill('SIGKILL');
      });
      child.once('close', () => resolve());
    });
    const acknowledged = Number(said.trimEnd().split('\n').at(-1));
    const reopened = openStore(file);
    const kept = reopened.samples('r-1').map(({ seq }) => seq);
    reopened.close();
    assert.ok(kept.length > acknowledged, `acknowledged up to ${acknowledged}, kept ${kept.length}`);
    assert.deepEqual(
      kept,
      kept.map((_, i) => i),
      'without a gap',
    );
  }
});

test('what was found out about a host is kept, and is not used when it is too old', () => {
  const file = join(folder, 'facts.sqlite');
  const first = openStore(file);
  first.setHostFact('floor/here/split', 0.02);
  first.close();
  const second = openStore(file);
  assert.equal(second.hostFact('floor/here/split', z.number(), 60_000), 0.02);
  assert.equal(second.hostFact('floor/here/split', z.number(), -1), undefined);
  assert.equal(second.hostFact('floor/there/split', z.number(), 60_000), undefined);
  second.close();
});

test('a deleted run is gone with its samples; an import is kept once, however often it is brought', () => {
  const store = openStore(join(folder, 'delete.sqlite'));
  store.createRun(newRun('r-1'));
  store.addSample('r-1', sampleOf(0));
  store.deleteRun('r-1');
  assert.equal(store.run('r-1'), undefined);
  assert.deepEqual(store.samples('r-1'), []);
  const result = judgedResult('r-2', []);
  store.addImport('i-0123456789abcdef', result);
  store.addImport('i-0123456789abcdef', result);
  assert.equal(store.imports().length, 1);
  assert.equal(store.imports()[0]?.result.host.cpuModel, result.host.cpuModel);
  assert.deepEqual(store.import('i-0123456789abcdef'), result);
  assert.deepEqual(store.runs(), [], 'an import is no run of this machine');
  store.close();
});

test('of several sentences that one run tests about a claim, the one that the claim meets worst is kept', () => {
  const one = { claim: 'scaling.one', outcome: 'holds', sentence: 'It grows.' } as Verdict;
  const other = { ...one, denies: true, sentence: 'It does not grow.' } as Verdict;
  for (const verdicts of [
    [one, other],
    [other, one],
  ])
    assert.deepEqual(
      ownVerdicts({ ...judgedResult('r-3', verdicts), tier: 'standard' }).map(({ sentence }) => sentence),
      ['It does not grow.'],
    );
});

test('the verdict of a claim is that of the newest run that judged it; without that run, of the one before', () => {
  const store = openStore(join(folder, 'verdicts.sqlite'));
  const verdict = (outcome: Verdict['outcome']): Verdict => ({
    claim: 'scaling.one',
    metric: 'throughput',
    of: { series: 'a', x: 2 },
    against: { series: 'a', x: 1 },
    sentence: 'Two cores do more.',
    rule: { kind: 'better' },
    status: 'settled',
    outcome,
    reason: '',
    confidence: 0.95,
    blocks: 5,
    repeats: 0,
    limiters: [],
    flags: [],
  });
  const end = (run: string, outcome: Verdict['outcome'], endedAt: string) => {
    const result = { ...judgedResult(run, [verdict(outcome)]), endedAt };
    store.createRun({ ...newRun(run), tier: 'standard' });
    store.finishRun(run, result);
    keepVerdicts(store, result);
    return result;
  };
  const kept = () => store.values()['verdict.scaling.one']?.value as { outcome: string; run: string } | null;
  const older = end('r-1', 'cannot-tell', '2026-01-01T00:00:00.000Z');
  const newer = end('r-2', 'holds', '2026-01-02T00:00:00.000Z');
  assert.deepEqual([kept()?.run, kept()?.outcome], ['r-2', 'holds']);
  store.deleteRun('r-2');
  forgetVerdicts(store, newer);
  assert.deepEqual([kept()?.run, kept()?.outcome], ['r-1', 'cannot-tell']);
  store.deleteRun('r-1');
  forgetVerdicts(store, older);
  assert.equal(kept(), null);
  store.close();
});
