import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coreSharesSentence, coreSharesTable } from '../core-shares-words.ts';
import { seriesOfExperiment } from '../series.ts';
import { experiment, syntheticResult } from './fixtures/synthetic-run.ts';

const series = seriesOfExperiment(experiment);
const { points, plan } = syntheticResult(2, 'look');

test('the title names who kept the most cores busy and who the fewest', () => {
  assert.equal(
    coreSharesSentence(series, points, plan.sweep),
    'Busy share of each core: rust/hyper used 1.89 of 2 cores, node/http 0.98',
  );
  assert.equal(coreSharesSentence(series, [], plan.sweep), 'How busy each core of the machine was');
});

test('the table has a row for each group of bars, and cores by their numbers', () => {
  const table = coreSharesTable('run', series, points, plan.sweep, [4, 6]);
  assert.equal(table.rows.length, points.length);
  assert.deepEqual(
    table.columns.slice(-2).map(({ name }) => name),
    ['Core 4 busy', 'Core 6 busy'],
  );
});
