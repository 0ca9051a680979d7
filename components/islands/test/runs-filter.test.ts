import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filterOf, type Listed, queryOf, shownRuns } from '../runs-filter.ts';

const run = (ref: string, change: Partial<Listed> = {}): Listed => ({
  ref,
  experiment: 'cores',
  tier: 'look',
  machine: 'A CPU, 2 cores',
  startedAt: '2026-11-21T12:00:00.000Z',
  ...change,
});
const rows = [
  run('r-1'),
  run('r-2', { tier: 'standard' }),
  run('r-3', { experiment: 'cycles', startedAt: '2026-11-10T12:00:00.000Z' }),
  run('r-4', { machine: 'B CPU, 8 cores', startedAt: '2026-11-01T12:00:00.000Z' }),
];
const refs = (filter: Parameters<typeof shownRuns>[1]) => shownRuns(rows, filter).map(({ ref }) => ref);

test('without a filter every run is shown', () => {
  assert.deepEqual(refs({}), ['r-1', 'r-2', 'r-3', 'r-4']);
});

test('runs are found by experiment, tier and machine, and by all of them at once', () => {
  assert.deepEqual(refs({ experiment: 'cycles' }), ['r-3']);
  assert.deepEqual(refs({ tier: 'standard' }), ['r-2']);
  assert.deepEqual(refs({ machine: 'B CPU, 8 cores' }), ['r-4']);
  assert.deepEqual(refs({ experiment: 'cores', tier: 'look', machine: 'A CPU, 2 cores' }), ['r-1']);
});

test('both days of a range count', () => {
  assert.deepEqual(refs({ from: '2026-11-10', to: '2026-11-10' }), ['r-3']);
  assert.deepEqual(refs({ from: '2026-11-10' }), ['r-1', 'r-2', 'r-3']);
  assert.deepEqual(refs({ to: '2026-11-09' }), ['r-4']);
});

test('a filter stands in the address and comes back from it', () => {
  const filter = { experiment: 'cores', machine: 'A CPU, 2 cores', from: '2026-11-01' };
  assert.deepEqual(filterOf(new URLSearchParams(queryOf(filter))), filter);
  assert.equal(queryOf({}), '');
});
