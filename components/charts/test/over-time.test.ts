import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Sample } from '../../../protocol/sample.ts';
import {
  flagBands,
  latencyName,
  loopDelayMs,
  numberedFlags,
  overTimeSentence,
  overTimeTable,
  sampleAt,
} from '../over-time.ts';
import { seriesOfExperiment } from '../series.ts';
import { brokenLine, stretches, thinned } from '../strips.ts';
import { openExperiment, syntheticPlan, syntheticPoints, syntheticSamples } from './fixtures/synthetic-run.ts';

const plan = syntheticPlan(4, 'standard', openExperiment);
const points = syntheticPoints(plan, 4);
const samples = syntheticSamples(plan, points);
const series = seriesOfExperiment(openExperiment);
const parts = stretches(samples);

test('a flagged slice is a band from the end of its warm-up to its end, and no other slice is', () => {
  const bands = flagBands(parts, points);
  const flagged = points.filter(({ flags }) => flags.length > 0);
  assert.equal(bands.length, flagged.length);
  for (const band of bands) {
    const part = parts.find(({ warmUntil }) => warmUntil === band.from);
    assert.deepEqual([part?.series, part?.x, part?.to], ['node-http', 4000, band.to]);
  }
});

test('the third slice of a block gets the flags of the third slice', () => {
  const block = plan.steps.find(({ kind }) => kind === 'block');
  const only = points.map((point) => ({
    ...point,
    flags: point.step === block?.id && point.slice === 2 ? (['drift'] as const) : [],
  }));
  const [band] = flagBands(
    parts,
    only.map((point) => ({ ...point, flags: [...point.flags] })),
  );
  assert.equal(parts.filter(({ step }) => step === block?.id)[2]?.warmUntil, band?.from);
});

test('a block that was measured again has a band for each attempt, with the flags of that attempt', () => {
  const step = plan.steps.find(({ kind }) => kind === 'block')?.id ?? '';
  const first = samples.filter((sample) => sample.step === step);
  const shift = (first.at(-1)?.atMs ?? 0) - (first[0]?.atMs ?? 0) + 2000;
  const twice = [...first, ...first.map((sample) => ({ ...sample, atMs: sample.atMs + shift }))];
  const own = points.filter((point) => point.step === step);
  const both = [
    ...own.map((point) => ({ ...point, flags: ['noisy' as const] })),
    ...own.map((point) => ({ ...point, attempt: 1, flags: [] })),
  ];
  const bands = flagBands(stretches(twice), both);
  assert.equal(bands.length, 4);
  assert.ok(bands.every(({ to }) => to <= (first.at(-1)?.atMs ?? 0)));
});

test('flags are numbered in the order in which they appear, each once', () => {
  const bands = [
    { from: 0, to: 1, flags: ['noisy', 'drift'] as const },
    { from: 2, to: 3, flags: ['drift'] as const },
  ];
  assert.deepEqual(
    numberedFlags(bands).map(({ flag, number }) => [flag, number]),
    [
      ['noisy', 1],
      ['drift', 2],
    ],
  );
});

test('the label says which time is drawn: a closed loop is measured from sending', () => {
  assert.match(latencyName(true), /^Response time.*planned/);
  assert.match(latencyName(false), /^Service time.*closed loop: measured from sending/);
  assert.match(latencyName(true, true), /planned moment; closed loop: from sending/);
});

test('of merged intervals the worse percentile stays: percentiles are never averaged', () => {
  const few = thinned(samples, 60);
  const most = (list: readonly Sample[], key: 'p99Us' | 'maxUs' | 'lagMaxUs') =>
    Math.max(...list.map((sample) => sample[key] ?? 0));
  assert.ok(few.length < samples.length);
  for (const key of ['p99Us', 'maxUs', 'lagMaxUs'] as const) assert.equal(most(few, key), most(samples, key));
});

test('a line breaks between slices and where a value is absent', () => {
  const [a, b, c, d] = samples as [Sample, Sample, Sample, Sample];
  const { p50Us: _, ...silent } = c;
  const path = brokenLine(
    [a, b, silent, d],
    ({ p50Us }) => p50Us,
    (ms) => ms,
    (us) => us,
  );
  assert.deepEqual(path.replace(/[\d. ]+/g, ''), 'MLM');
  const other = { ...b, step: 'next' };
  assert.equal(
    brokenLine(
      [a, other],
      () => 1,
      (ms) => ms,
      (us) => us,
    ).replace(/[\d. ]+/g, ''),
    'MM',
  );
});

test('the cursor stands on the interval that holds its moment, else on the nearest', () => {
  const [a, b] = [samples[3], samples[4]] as [Sample, Sample];
  assert.equal(sampleAt(samples, b.atMs), b);
  assert.equal(sampleAt(samples, b.atMs - 1), b);
  assert.equal(sampleAt(samples, a.atMs), a);
  assert.equal(sampleAt(samples, 1e9), samples.at(-1));
  const gap = parts[0]?.to ?? 0;
  assert.equal(sampleAt(samples, gap + 10)?.atMs, gap);
  assert.equal(sampleAt([], 5), undefined);
});

test('the title gives the length, what ran, and the worst tail with its place', () => {
  assert.match(
    overTimeSentence(samples, parts, series, plan.sweep),
    /^\d+ s, \d+ loads one after another; the highest p99 of the response time was [\d.]+ ms, with node\/http at 4,000 requests\/s\.$/,
  );
  assert.equal(overTimeSentence([], [], series, plan.sweep), 'No sample yet.');
});

test('the table has a row for each interval and no column that nothing is known of', () => {
  const table = overTimeTable('x', samples, series, plan.sweep, [0, 1, 2, 3]);
  assert.equal(table.rows.length, samples.length);
  const names = table.columns.map(({ name }) => name);
  assert.ok(names.includes('Response time p99') && names.includes('Core 3 busy'));
  const bare = samples.map(({ lagMaxUs: _lag, offered: _offered, ...sample }) => sample);
  const closed = overTimeTable('x', bare, series, plan.sweep, []).columns.map(({ name }) => name);
  assert.ok(closed.includes('Service time p99'));
  assert.equal(
    closed.some((name) => /Lag|Offered|Core/.test(name)),
    false,
  );
});

test('a loop that is silent is late by at least its silence, and one without a probe has no delay', () => {
  const [sample] = samples as [Sample];
  assert.equal(loopDelayMs({ ...sample, loopDelayMaxUs: 12_000 }), 12);
  assert.equal(loopDelayMs({ ...sample, loopDelayMaxUs: 12_000, silentMs: 900 }), 900);
  assert.equal(loopDelayMs({ ...sample, silentMs: 900 }), 900);
  assert.equal(loopDelayMs(sample), undefined);
});

test('a long run is drawn with the worst delay of its loop', () => {
  const late = samples.map((sample, i) => ({ ...sample, loopDelayMaxUs: i === 3 ? 90_000 : 1_000 }));
  assert.equal(Math.max(...thinned(late, 2).map(({ loopDelayMaxUs = 0 }) => loopDelayMaxUs)), 90_000);
});
