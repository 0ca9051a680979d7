import assert from 'node:assert/strict';
import { test } from 'node:test';
import { busyCores, coreSharesSentence, coreSharesTable } from '../core-shares-words.ts';
import { summaryRows } from '../figures.ts';
import { type SeriesInfo, seriesOfExperiment } from '../series.ts';
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

test('where slices were repeated the bars and what was used are means over them, as in the table of figures', () => {
  const [info] = series as [SeriesInfo];
  const repeated = syntheticResult(2, 'standard').points.filter(({ series: id, x }) => id === info.id && x === 2);
  const uneven = repeated.map((point, i) => ({ ...point, coresUsed: 1 + (i % 2), busyByCore: [i % 2, 1] }));
  const slices = uneven.filter(({ kind }) => kind === 'block');
  assert.ok(slices.length > 1);
  const found = busyCores(info, 2, uneven, plan.sweep);
  assert.deepEqual(found?.busy, [slices.filter(({ coresUsed }) => coresUsed === 2).length / slices.length, 1]);
  assert.equal(found?.used, summaryRows(series, uneven, plan.sweep).at(-1)?.figures.coresUsed);
  assert.equal(busyCores(info, 3, uneven, plan.sweep), undefined);
});

test('the table has a row for each group of bars, and cores by their numbers', () => {
  const table = coreSharesTable('run', series, points, plan.sweep, [4, 6]);
  assert.equal(table.rows.length, points.length);
  assert.deepEqual(
    table.columns.slice(-2).map(({ name }) => name),
    ['Core 4 busy', 'Core 6 busy'],
  );
});
