import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  experiment,
  openExperiment,
  syntheticPlan,
  syntheticResult,
} from '../../charts/test/fixtures/synthetic-run.ts';
import { changedSince, differences, sameMachine } from '../result-differences.ts';

const run = syntheticResult(4, 'standard');

test('a run differs in nothing from itself', () => {
  assert.deepEqual(differences(run, run), { machine: [], settings: [], code: [] });
});

test('machine, settings and code are told apart', () => {
  const other = {
    ...syntheticResult(2, 'look'),
    host: { ...run.host, kernel: '6.9.0' },
    sources: { ...run.sources, 'node/http': 'f'.repeat(64) },
  };
  const { machine, settings, code } = differences(run, other);
  assert.deepEqual(machine, [{ what: 'Kernel', a: '6.1.0', b: '6.9.0' }]);
  assert.ok(settings.some(({ what, a, b }) => what === 'How much' && a === 'Standard' && b === 'Look'));
  assert.deepEqual(
    code.map(({ what }) => what),
    ['node/http'],
  );
});

test('another kernel is the same machine; other cores are another one', () => {
  assert.equal(sameMachine(run.host, { ...run.host, kernel: '6.9.0' }), true);
  assert.equal(sameMachine(run.host, { ...run.host, physicalCores: [0, 1] }), false);
});

test('a plan of an experiment is that experiment, on however many cores and at whatever tier', () => {
  for (const cores of [2, 4, 8])
    for (const tier of ['look', 'careful'] as const) {
      assert.deepEqual(changedSince(experiment, syntheticPlan(cores, tier)), []);
      assert.deepEqual(changedSince(openExperiment, syntheticPlan(cores, tier, openExperiment)), []);
    }
});

test('what changed in an experiment since a plan was made is said, a sentence each', () => {
  const plan = syntheticPlan(4, 'look', openExperiment);
  const [first, second] = openExperiment.series;
  assert.ok(first && second);
  assert.deepEqual(changedSince({ ...openExperiment, series: [{ ...first, path: '/burn' }, second] }, plan), [
    '`node-http` has another path now: /burn instead of /ping.',
  ]);
  assert.deepEqual(changedSince({ ...openExperiment, series: [first] }, plan), ['It no longer measures `rust-hyper`.']);
  assert.deepEqual(changedSince({ ...openExperiment, sweep: { over: 'rate', values: [500] } }, plan), [
    'Its sweep has other values now: 500 instead of 500, 1,000, 2,000 and 4,000.',
  ]);
  assert.equal(changedSince(experiment, plan).length, 1);
});
