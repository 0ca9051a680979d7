import assert from 'node:assert/strict';
import { test } from 'node:test';
import memoryPerTask from '../../../content/experiments/memory-per-task.experiment.ts';
import { experimentSchema } from '../../../protocol/experiment.ts';
import type { Plan } from '../../../protocol/plan.ts';
import { compilePlan } from '../../../stats/compile-plan.ts';
import { metricColumn } from '../figures.ts';
import { speedUpDescription, speedUpSentence } from '../sentences.ts';
import { seriesOfExperiment, seriesOfPlan, seriesStyle } from '../series.ts';
import { blockRatios, metricsToShow, shownPoints, speedUpLines, sweepLines } from '../sweep-lines.ts';
import { sweepSentence } from '../sweep-sentences.ts';
import { sweepTable } from '../sweep-table.ts';
import {
  experiment,
  openExperiment,
  syntheticPlan,
  syntheticPoints,
  syntheticResult,
} from './fixtures/synthetic-run.ts';

const series = seriesOfExperiment(experiment);
const look = (rates: Record<string, [number, number]>) => {
  const plan = syntheticPlan(2, 'look');
  return syntheticPoints(plan, 2).flatMap((point) => {
    const rate = rates[point.series]?.[point.x - 1];
    return rate ? [{ ...point, throughput: rate }] : [];
  });
};
const open = syntheticResult(4, 'standard', openExperiment);
const openSeries = seriesOfExperiment(openExperiment);

test('a series is compared with its own one-core point', () => {
  const lines = speedUpLines(series, look({ 'node-http': [400, 404], 'rust-hyper': [500, 930] }));
  assert.deepEqual(
    lines.map((line) => [line.series.id, line.line.at(-1)?.value]),
    [
      ['node-http', 1.01],
      ['rust-hyper', 1.86],
    ],
  );
});

test('where something was repeated, its look is not shown any more', () => {
  const points = syntheticPoints(syntheticPlan(2, 'standard'), 2);
  const [repeated, single] = [points.find(({ kind }) => kind === 'block'), points.find(({ kind }) => kind === 'look')];
  assert.ok(repeated && single);
  const look = { ...single, series: repeated.series, x: repeated.x };
  const elsewhere = { ...single, series: repeated.series, x: 99 };
  const shown = shownPoints([look, elsewhere, repeated]);
  assert.deepEqual(
    shown.map(({ kind, x }) => [kind, x]),
    [
      ['look', 99],
      ['block', repeated.x],
    ],
  );
});

test('a point without its one-core point is not drawn', () => {
  const points = look({ 'node-http': [400, 404] }).filter((point) => point.x === 2);
  assert.deepEqual(speedUpLines(series, points), []);
});

test('repeated values take the place of single ones, with the same ratio and interval as the verdict', () => {
  const { points, verdicts } = syntheticResult(2, 'standard');
  const line = speedUpLines(series, points).find((candidate) => candidate.series.id === 'rust-hyper');
  const verdict = verdicts.find((candidate) => candidate.of.series === 'rust-hyper');
  assert.equal(line?.repeated.at(-1)?.blocks, 5);
  assert.equal(line?.repeated.at(-1)?.low?.toFixed(6), verdict?.low?.toFixed(6));
  assert.equal(line?.line.at(-1)?.value.toFixed(6), verdict?.ratio?.toFixed(6));
});

test('two blocks give a value and no interval: it would be wider than any chart', () => {
  const { points } = syntheticResult(2, 'standard');
  const few = points.filter(({ kind, block }) => kind === 'look' || block <= 2);
  const value = speedUpLines(series, few)
    .find(({ series: { id } }) => id === 'rust-hyper')
    ?.repeated.at(-1);
  assert.equal(value?.blocks, 2);
  assert.equal(value?.low, undefined);
});

test('ST11: with a backlog a response time is "at least", throughput is not', () => {
  const at = (metric: 'responseP99' | 'throughput') =>
    sweepLines(openSeries, open.points, metric)
      .find(({ series: { id } }) => id === 'node-http')
      ?.line.map(({ x, atLeast }) => [x, atLeast]);
  assert.deepEqual(at('responseP99'), [
    [500, false],
    [1000, false],
    [2000, false],
    [4000, true],
  ]);
  assert.deepEqual(at('throughput')?.at(-1), [4000, false]);
});

test('LD16: a busy load tool makes the throughput of a closed loop "at least"', () => {
  const [point] = look({ 'node-http': [400, 404] });
  assert.ok(point);
  const [line] = sweepLines(series, [{ ...point, flags: ['generatorBusy'] }], 'throughput');
  assert.equal(line?.look[0]?.atLeast, true);
});

test('the first metric shown is the one the questions ask for, then the one the load is about', () => {
  assert.equal(metricsToShow(open.points, ['responseP50'], ['throughput'])[0], 'responseP50');
  assert.deepEqual(metricsToShow(open.points, [], ['throughput']), ['responseP99', 'throughput']);
  assert.deepEqual(metricsToShow(look({ 'node-http': [400, 404] }), [], ['responseP99']), ['throughput']);
});

test('a closed loop has no plan: beside an open one its service time is its response time, alone it is not said twice', () => {
  const [closed] = look({ 'node-http': [400, 404] });
  const [planned] = open.points;
  assert.ok(closed && planned);
  const service = { ...closed, serviceUs: { p99: 31_000 } };
  assert.equal(metricsToShow([service, planned], [], ['responseP99'])[0], 'responseP99');
  assert.deepEqual(metricsToShow([service], [], ['responseP99', 'serviceP99']), ['throughput', 'serviceP99']);
  const line = sweepLines(series, [service], 'responseP99').find(({ series: { id } }) => id === 'node-http');
  assert.equal(line?.look[0]?.value, 31);
});

test('the title of a sweep names its last value, the best series and the worst, and "at least"', () => {
  const lines = sweepLines(openSeries, open.points, 'responseP99');
  assert.match(
    sweepSentence(lines, 'responseP99', open.plan.sweep),
    /^Response time \(p99\) at 4,000 requests\/s: 0\.\d\d ms \(rust\/hyper\), at least \d\d\.\d ms \(node\/http\)\.$/,
  );
  const named = lines.map((line) => ({ ...line, series: { ...line.series, label: `${line.series.label}, bare` } }));
  assert.match(sweepSentence(named, 'responseP99', open.plan.sweep), / ms \(rust\/hyper, bare\), at least/);
  assert.equal(sweepSentence([], 'responseP99', open.plan.sweep), 'Nothing is measured yet.');
});

test('the table of a sweep says how often each point was measured, its limit, and how to read it', () => {
  const lines = sweepLines(openSeries, open.points, 'responseP99');
  const table = sweepTable('x', lines, metricColumn('responseP99'), open.plan.sweep);
  assert.deepEqual(
    table.rows.filter(([server, x]) => server === 'node/http' && x === 4000).map((row) => [row[5], row[6], row[7]]),
    [
      ['once', 'at least', 'all its cores'],
      ['5 blocks', 'at least', 'all its cores'],
    ],
  );
});

test('each verdict has one dot a block on its scale', () => {
  const { points, verdicts } = syntheticResult(2, 'standard');
  for (const verdict of verdicts) assert.equal(blockRatios(points, verdict).length, 5);
});

test('the title names the most and the least gain', () => {
  const lines = speedUpLines(series, look({ 'node-http': [400, 404], 'rust-hyper': [500, 930] }));
  assert.equal(
    speedUpSentence(lines),
    'On 2 cores rust/hyper did 1.86 times the work of one core; node/http did 1.01 times.',
  );
});

test('the title says what is missing while points come in', () => {
  assert.equal(speedUpSentence([]), 'Nothing is measured yet.');
  const first = speedUpLines(series, look({ 'node-http': [400, 404] }).slice(0, 1));
  assert.equal(speedUpSentence(first), 'Measured on one core so far; the next points show what more cores add.');
  const one = speedUpLines(series, look({ 'node-http': [400, 404] }));
  assert.equal(speedUpSentence(one), 'On 2 cores node/http did 1.01 times the work of one core.');
});

test('a label with a comma reads as one name in a sentence', () => {
  const lines = speedUpLines(series, look({ 'rust-hyper-one': [400, 404] }));
  assert.equal(speedUpDescription(lines), 'rust/hyper (1 connection): 1.00 on 1 and 1.01 on 2.');
});

test('a plan alone gives the labels that the experiment gives', () => {
  assert.deepEqual(seriesOfPlan(syntheticPlan(2, 'look')), series);
  assert.deepEqual(seriesOfPlan(open.plan), openSeries);
});

test('one server with different knobs is told apart by them', () => {
  const plan = syntheticPlan(2, 'look');
  const steps = plan.steps.map((step) => ({
    ...step,
    servers: step.servers.map((server) => {
      const knobs = { 'node-http': { CAPACITY: 10 }, 'node-cluster': { CAPACITY: 500 } }[server.series];
      return knobs ? { ...server, variant: 'node/cache-map', knobs } : server;
    }),
  }));
  assert.deepEqual(
    seriesOfPlan({ ...plan, steps })
      .filter(({ variant }) => variant === 'node/cache-map')
      .map(({ label }) => label),
    ['node/cache-map, CAPACITY 10', 'node/cache-map, CAPACITY 500'],
  );
});

test('eight series are told apart without their colours', () => {
  const styles = Array.from({ length: 8 }, (_, i) => seriesStyle(i));
  assert.equal(new Set(styles.map(({ dash, marker }) => `${dash} ${marker}`)).size, 8);
});

test('programs of one subject are told apart by their knobs, without the one that is swept', () => {
  const spec = experimentSchema.parse(memoryPerTask);
  const host = { physicalCores: [0, 1], dependent: [], rho: 0, floorBlocks: () => 10 };
  const plan = compilePlan(spec, 'look', 1, host, new Map(spec.series.map(({ variant }) => [variant, {}]))) as Plan;
  assert.deepEqual(
    seriesOfPlan(plan).map(({ label }) => label),
    [
      'rust/waiting, KIND threads, STACK_KB 8192',
      'rust/waiting, KIND tasks',
      'node/waiting',
      'java/waiting, KIND platform, STACK_KB 1024',
      'java/waiting, KIND virtual',
    ],
  );
});

test('of a program is shown first what it says itself', () => {
  const [point] = syntheticPoints(syntheticPlan(2, 'look'), 2);
  assert.ok(point);
  const { throughput: _, ...idle } = point;
  const shown = metricsToShow([{ ...idle, figures: { startUp: 12 } }], [], ['coresUsed', 'startUp']);
  assert.deepEqual(shown, ['startUp', 'coresUsed']);
});
