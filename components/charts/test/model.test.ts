import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Point } from '../../../protocol/result.ts';
import { metricColumn } from '../figures.ts';
import { modelOf, residualsOf, valuesOfModel } from '../model.ts';
import { scalingModel } from '../scaling-model.ts';
import { seriesOfExperiment } from '../series.ts';
import { speedUpLines, sweepLines } from '../sweep-lines.ts';
import { sweepTable } from '../sweep-table.ts';
import { experiment, openExperiment, syntheticPlan, syntheticPoints } from './fixtures/synthetic-run.ts';

/* A server with a full rate of 1,000 requests a second: one request takes a millisecond. */
const FULL = 1000;
const series = [{ id: 'one', label: 'one', variant: 'node/http' }];
const template = syntheticPoints(syntheticPlan(2, 'look', openExperiment), 2)[0] as Point;
const at = (x: number, p50: number): Point => ({
  ...template,
  kind: 'look',
  series: 'one',
  x,
  fullRate: FULL,
  flags: [],
  responseUs: { p50: p50 * 1000, p99: p50 * 9000 },
});
const points = [at(20, 1.1), at(50, 1.2), at(110, 300)];
const sweep = { over: 'parameter', label: 'Offered load', unit: '%', values: [20, 50, 110] } as const;
const model = modelOf({ model: 'fixed-service-queue' }, series, points, 'responseP50');

test('M/D/1 begins at one service time, rises with the load, and has no value from 100 % on', () => {
  const [low, high] = valuesOfModel(model as NonNullable<typeof model>, [20, 50, 110]) as [number, number];
  assert.ok(Math.abs(low - 1) < 1e-9, 'at 20 % most requests find nobody there');
  assert.ok(high >= 1 && high < 1.5);
  assert.equal(model?.curves[0]?.at(110), undefined);
});

test('the residual is measured ÷ model, where the model says anything', () => {
  const [line] = sweepLines(series, points, 'responseP50');
  const residuals = residualsOf(line as NonNullable<typeof line>, model as NonNullable<typeof model>);
  assert.deepEqual(
    residuals.map(({ x }) => x),
    [20, 50],
  );
  assert.ok(Math.abs((residuals[0]?.ratio ?? 0) - 1.1) < 1e-9);
});

test('a run without a model, or a metric that it does not speak of, has none', () => {
  assert.equal(modelOf({}, series, points, 'responseP50'), undefined);
  assert.equal(modelOf({ model: 'fixed-service-queue' }, series, points, 'cpuPerRequest'), undefined);
  const unknown = points.map(({ fullRate: _, ...point }) => point);
  assert.equal(modelOf({ model: 'fixed-service-queue' }, series, unknown, 'responseP50'), undefined);
});

test('the table of a chart holds what the model says, and the residual', () => {
  const table = sweepTable(
    'knee',
    sweepLines(series, points, 'responseP50'),
    metricColumn('responseP50'),
    { ...sweep, values: [20, 50, 110] },
    model,
  );
  const columns = table.columns.map(({ name }) => name);
  const [expected, ratio] = [columns.indexOf('Model'), columns.indexOf('Measured ÷ model')];
  assert.deepEqual(
    table.rows.map((row) => [typeof row[expected], typeof row[ratio]]),
    [
      ['number', 'number'],
      ['number', 'number'],
      ['undefined', 'undefined'],
    ],
  );
});

test('Amdahl’s law begins at the measured rate of one, and a tenth that goes one at a time allows 32 workers 7.8 times that', () => {
  const rounds = (x: number, operations: number): Point => ({
    ...template,
    kind: 'look',
    series: 'one',
    x,
    flags: [],
    figures: { operations },
  });
  const law = modelOf(
    { model: { law: 'amdahl', serialShare: 0.1 } },
    series,
    [rounds(1, 10), rounds(32, 100)],
    'operations',
  );
  const [one, many] = valuesOfModel(law as NonNullable<typeof law>, [1, 32]) as [number, number];
  assert.ok(Math.abs(one - 10) < 1e-9);
  assert.ok(Math.abs(many - 320 / 4.1) < 1e-9);
  assert.equal(
    modelOf({ model: { law: 'amdahl', serialShare: 0.1 } }, series, [rounds(32, 100)], 'operations'),
    undefined,
  );
});

test('[CP9] [ST14] on sixteen cores a careful run draws a law past the measured ones, with a band around it', () => {
  const plan = syntheticPlan(16, 'careful');
  const points = syntheticPoints(plan, 16);
  const law = scalingModel(plan, seriesOfExperiment(experiment), points) as NonNullable<
    ReturnType<typeof scalingModel>
  >;
  const measured = plan.sweep.values.at(-1) as number;
  assert.equal(law.upTo, 4 * measured);
  const curve = law.curves.find(({ series }) => series === 'rust-axum');
  const [inside, beyond] = [curve?.band?.(measured), curve?.band?.(4 * measured)].map(
    (band) => band && band.high / band.low,
  ) as [number, number];
  assert.ok(beyond > inside && inside > 1, `the farther away the wider: ${inside}, ${beyond}`);
  const [first] = speedUpLines(seriesOfExperiment(experiment), points).filter(
    ({ series }) => series.id === 'rust-axum',
  );
  for (const { x, ratio } of residualsOf(first as NonNullable<typeof first>, law))
    assert.ok(ratio > 0.85 && ratio < 1.2, `measured is ${ratio} of the model on ${x}`);
});

test('[CP5] [CP9] two cores, or too few blocks for a band, get no law', () => {
  for (const plan of [syntheticPlan(2, 'careful'), syntheticPlan(16, 'standard')])
    assert.equal(scalingModel(plan, seriesOfExperiment(experiment), syntheticPoints(plan, 16)), undefined);
});

test('[ST9] [ST14] a server whose measurements are in doubt gets no law', () => {
  const plan = syntheticPlan(16, 'careful');
  const doubted = syntheticPoints(plan, 16).map(
    (point): Point => (point.series === 'rust-axum' ? { ...point, flags: ['generatorBusy'] } : point),
  );
  const law = scalingModel(plan, seriesOfExperiment(experiment), doubted);
  assert.ok(law, 'the others have one');
  assert.ok(law.curves.every(({ series }) => series !== 'rust-axum'));
});
