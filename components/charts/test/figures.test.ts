import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metrics } from '../../../protocol/metrics.ts';
import { csvOf, jsonOf } from '../data-table.ts';
import { slicesTable, summaryRows, summaryTable } from '../figures.ts';
import { seriesOfExperiment } from '../series.ts';
import { sweepLines } from '../sweep-lines.ts';
import { experiment, openExperiment, syntheticResult } from './fixtures/synthetic-run.ts';

const series = seriesOfExperiment(experiment);
const { points, plan } = syntheticResult(2, 'standard');
const { sweep } = plan;

test('the summary has one row a point of the chart, in the order of the experiment', () => {
  const rows = summaryRows(series, points, sweep);
  assert.equal(rows.length, 5 * 2 + 4 * 2);
  assert.deepEqual(
    rows.slice(0, 4).map((row) => [row.label, row.x, row.kind]),
    [
      ['node/http', 1, 'look'],
      ['node/http', 1, 'block'],
      ['node/http', 2, 'look'],
      ['node/http', 2, 'block'],
    ],
  );
  assert.equal(rows[1]?.slices, 10);
});

test('where a program tells its share of a core, what was seen from outside is left out, for its start is in it', () => {
  const named = (given: typeof points) => summaryTable(series, given, sweep).columns.map(({ name }) => name);
  const seen = points.map((point) => ({ ...point, coresUsed: 0.03 }));
  assert.ok(named(seen).includes('Cores used'));
  const told = seen.map((point) => ({ ...point, figures: { cpuShare: 0.129 } }));
  assert.ok(named(told).includes('CPU used'));
  assert.ok(!named(told).includes('Cores used'));
});

test('a repeated figure is the one that the chart draws', () => {
  const uneven = points.map((point, i) => ({
    ...point,
    cpuUs: (i % 3) * 1000 + 1000,
    ...(point.responseUs ? { responseUs: { ...point.responseUs, p99: (i % 5) * 100 + 100 } } : {}),
  }));
  for (const metric of ['throughput', 'responseP99', 'cpuPerRequest'] as const)
    for (const { series: info, repeated } of sweepLines(series, uneven, metric))
      for (const { x, value } of repeated) {
        const row = summaryRows(series, uneven, sweep).find(
          (one) => one.label === info.label && one.x === x && one.kind === 'block',
        );
        assert.equal(row?.figures[metric]?.toPrecision(9), value.toPrecision(9), `${metric} of ${info.label}`);
      }
});

test('one core is one by definition, in every block', () => {
  for (const row of summaryRows(series, points, sweep).filter(({ x }) => x === 1))
    assert.equal(row.figures.speedUp?.toFixed(9), '1.000000000');
});

test('calibration and noise floor are no results: they have no row', () => {
  const odd = points.map((point, i) => ({ ...point, kind: i % 2 ? ('calibration' as const) : ('floor' as const) }));
  assert.deepEqual(summaryRows(series, odd, sweep), []);
});

test('ST7: of a block that was repeated the summary counts the last attempt, the slices show both', () => {
  const [first] = points.filter(({ kind }) => kind === 'block');
  assert.ok(first);
  const again = points.filter(({ step }) => step === first.step).map((point) => ({ ...point, attempt: 1, ok: 1 }));
  const all = [...points, ...again];
  const row = summaryRows(series, all, sweep).find(
    ({ kind, x, label }) => kind === 'block' && x === first.x && label === 'node/http',
  );
  assert.equal(row?.slices, 10);
  assert.equal(slicesTable('run', series, all, sweep).rows.length, all.length);
});

test('every slice is a line of CSV, with units in the head', () => {
  const lines = csvOf(slicesTable('run', series, points, sweep))
    .trimEnd()
    .split('\r\n');
  assert.equal(lines.length, points.length + 1);
  assert.ok(lines[0]?.includes(`${metrics.throughput.label} (${metrics.throughput.unit})`));
  assert.ok(lines.some((line) => line.startsWith('"rust/hyper, 1 connection",')));
});

test('what is unknown is an empty cell in CSV and absent in JSON', () => {
  const { loadShare: _share, ...rest } = points[0] as (typeof points)[number];
  const table = slicesTable('run', series, [rest], sweep);
  const column = table.columns.findIndex(({ name }) => name === metrics.loadShare.label);
  assert.equal(table.rows[0]?.[column], undefined);
  const json = JSON.parse(jsonOf(table)) as { rows: Record<string, unknown>[] };
  assert.equal(`${metrics.loadShare.label} (${metrics.loadShare.unit})` in (json.rows[0] ?? {}), false);
  assert.equal(json.rows[0]?.['Name'], 'node/http');
});

test('the summary leaves out metrics that nothing is known of', () => {
  const closed = summaryTable(series, points, sweep).columns.map(({ name }) => name);
  assert.equal(closed.includes(metrics.responseP99.label), false);
  const open = syntheticResult(4, 'look', openExperiment);
  const names = summaryTable(seriesOfExperiment(openExperiment), open.points, open.plan.sweep).columns;
  assert.ok(names.some(({ name }) => name === metrics.responseP99.label));
  assert.ok(names.some(({ name, unit }) => name === 'Offered load' && unit === 'requests/s'));
});

test('doubts are told in words, each once', () => {
  const flagged = points.slice(0, 2).map((point) => ({ ...point, x: 1, flags: ['noisy' as const] }));
  assert.equal(
    summaryTable(series, flagged, sweep).rows[0]?.at(-1),
    'Others took CPU while this was measured: other programs more than 5 % of the cores, or the host of this virtual machine more than 1 %.',
  );
});
