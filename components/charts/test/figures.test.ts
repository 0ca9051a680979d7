import assert from 'node:assert/strict';
import { test } from 'node:test';
import experiment from '../../../content/experiments/cores.experiment.ts';
import { metrics } from '../../../protocol/metrics.ts';
import { csvOf, metricNames, shown, sliceRows, summaryRows } from '../figures.ts';
import { seriesOfExperiment } from '../series.ts';
import { syntheticResult } from './fixtures/synthetic-run.ts';

const series = seriesOfExperiment(experiment);
const { points } = syntheticResult(2, 'standard');

test('the summary has one row a point of the chart, in the order of the experiment', () => {
  const rows = summaryRows(series, points);
  assert.equal(rows.length, 5 * 2 + 4 * 2);
  assert.deepEqual(
    rows.slice(0, 4).map((row) => [row.label, row.cores, row.kind]),
    [
      ['node/http', 1, 'look'],
      ['node/http', 1, 'block'],
      ['node/http', 2, 'look'],
      ['node/http', 2, 'block'],
    ],
  );
  assert.equal(rows[1]?.slices, 10);
});

test('one core is one by definition, in every block', () => {
  for (const row of summaryRows(series, points).filter((candidate) => candidate.cores === 1))
    assert.equal(row.figures.speedUp?.toFixed(9), '1.000000000');
});

test('every slice is a row and a line of CSV', () => {
  assert.equal(sliceRows(series, points).length, points.length);
  const lines = csvOf(series, points).trimEnd().split('\r\n');
  assert.equal(lines.length, points.length + 1);
  assert.ok(lines[0]?.includes(`throughput (${metrics.throughput.unit})`));
  assert.ok(lines.some((line) => line.startsWith('"rust/hyper, 1 connection",')));
});

test('what is unknown stays empty', () => {
  const { loadShare: _share, cpuPerRequestUs: _cpu, ...rest } = points[0] as (typeof points)[number];
  const [row] = sliceRows(series, [rest]);
  assert.equal(row && shown(row.figures, 'loadShare'), '');
  assert.equal(csvOf(series, [rest]).split('\r\n')[1]?.split(',')[7 + metricNames.indexOf('loadShare')], '');
});

test('doubts are told in words, each once', () => {
  const flagged = points.slice(0, 2).map((point) => ({ ...point, step: 'same', cores: 1, flags: ['noisy' as const] }));
  assert.deepEqual(summaryRows(series, flagged)[0]?.flags, [
    'Other programs used more than 5 % of the cores while this was measured.',
  ]);
});
