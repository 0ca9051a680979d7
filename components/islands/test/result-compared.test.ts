import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seriesOfPlan } from '../../charts/series.ts';
import { experiment, syntheticResult } from '../../charts/test/fixtures/synthetic-run.ts';
import { comparedTable, readingOf, sharedMetrics } from '../result-compared.ts';

const run = syntheticResult(4, 'standard');
const series = seriesOfPlan(run.plan);
const faster = {
  ...run,
  points: run.points.map((point) => ({ ...point, throughput: (point.throughput ?? 0) * 1.5 })),
};
const column = (table: ReturnType<typeof comparedTable>, name: string) => {
  const at = table.columns.findIndex((one) => one.name === name);
  return table.rows.map((row) => row[at]);
};

test('a run compared with itself has ratios of 1, inside intervals', () => {
  const table = comparedTable(series, run, run, 'throughput', true);
  assert.ok(table.rows.length > 0);
  for (const [i, ratio] of column(table, 'A ÷ B').entries()) {
    assert.ok(Math.abs((ratio as number) - 1) < 1e-9);
    const [low, high] = [column(table, 'Low')[i], column(table, 'High')[i]] as (number | undefined)[];
    if (low !== undefined && high !== undefined) assert.ok(low <= 1 && high >= 1);
  }
});

test('a run that did half as much again has ratios of 1.5; its speed-up is the same', () => {
  for (const ratio of column(comparedTable(series, faster, run, 'throughput', true), 'A ÷ B'))
    assert.ok(Math.abs((ratio as number) - 1.5) < 1e-9);
  for (const ratio of column(comparedTable(series, faster, run, 'speedUp', true), 'A ÷ B'))
    assert.ok(Math.abs((ratio as number) - 1) < 1e-9);
});

test('what was repeated in both has an interval; what was measured once in one of them has none', () => {
  const look = syntheticResult(4, 'look');
  assert.ok(column(comparedTable(series, run, run, 'throughput', true), 'Low').some((low) => low !== undefined));
  assert.ok(column(comparedTable(series, run, look, 'throughput', true), 'Low').every((low) => low === undefined));
});

test('runs over cores offer their speed-up first', () => {
  assert.equal(sharedMetrics(run, run, [])[0], 'speedUp');
  assert.equal(experiment.sweep.over, 'cores');
});

test('programs over cores have no speed-up: they answer nothing', () => {
  const steps = run.plan.steps.map((step) => ({ ...step, slices: [], processes: [{ server: 'a' as const, seed: 1 }] }));
  const points = run.points.map(({ throughput: _, ...point }) => ({ ...point, figures: { threads: point.x } }));
  const programs = { ...run, plan: { ...run.plan, steps }, points };
  assert.equal(sharedMetrics(programs, programs, ['threads'])[0], 'threads');
  assert.ok(!sharedMetrics(programs, programs, []).includes('speedUp'));
});

test('a difference is read against the noise floor, and is never more than a difference between two runs', () => {
  const ratio = { ratio: 1.02, low: 1.01, high: 1.03 };
  assert.match(readingOf(ratio, 0.03, true), /Less than the noise floor of this machine, 3\.0 %/);
  assert.match(readingOf(ratio, 0.01, true), /More than the noise floor of 1\.0 %.*in between is part of it/);
  assert.match(readingOf(ratio, undefined, true), /noise floor is not known/);
  assert.match(readingOf({ ratio: 1.1, low: 0.9, high: 1.3 }, 0.01, true), /No difference/);
  assert.match(readingOf(ratio, 0.001, false), /so do the machines/);
  assert.match(readingOf({ ratio: 1.1 }, 0.01, true), /no interval/);
});
