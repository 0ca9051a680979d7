import assert from 'node:assert/strict';
import { test } from 'node:test';
import experiment from '../../../content/experiments/cores.experiment.ts';
import { gapSentence, speedUpDescription, speedUpSentence } from '../sentences.ts';
import { seriesOfExperiment, seriesOfPlan } from '../series.ts';
import { blockRatios, speedUpLines } from '../speed-up.ts';
import { syntheticPlan, syntheticPoints, syntheticResult } from './fixtures/synthetic-run.ts';

const series = seriesOfExperiment(experiment);
const look = (rates: Record<string, [number, number]>) => {
  const plan = syntheticPlan(2, 'look');
  return syntheticPoints(plan, 2).flatMap((point) => {
    const rate = rates[point.series]?.[point.cores - 1];
    return rate ? [{ ...point, throughput: rate }] : [];
  });
};

test('a series is compared with its own one-core point', () => {
  const lines = speedUpLines(series, look({ 'node-http': [400, 404], 'rust-hyper': [500, 930] }));
  assert.deepEqual(
    lines.map((line) => [line.series.id, line.line.at(-1)?.speedUp]),
    [
      ['node-http', 1.01],
      ['rust-hyper', 1.86],
    ],
  );
});

test('a point without its one-core point is not drawn', () => {
  const points = look({ 'node-http': [400, 404] }).filter((point) => point.cores === 2);
  assert.deepEqual(speedUpLines(series, points), []);
});

test('repeated values take the place of single ones and carry the interval of the verdict', () => {
  const { points, verdicts } = syntheticResult(2, 'standard');
  const line = speedUpLines(series, points, verdicts).find((candidate) => candidate.series.id === 'rust-hyper');
  const verdict = verdicts.find((candidate) => candidate.series === 'rust-hyper');
  assert.equal(line?.repeated.at(-1)?.blocks, 5);
  assert.equal(line?.repeated.at(-1)?.low, verdict?.low);
  assert.equal(line?.line.at(-1)?.speedUp.toFixed(6), verdict?.ratio?.toFixed(6));
  assert.equal(verdict && blockRatios(points, verdict).length, 5);
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

test('the largest gap between drawn and measured is named', () => {
  const lines = speedUpLines(series, look({ 'node-http': [400, 404], 'rust-hyper': [500, 930] }));
  const curve = (speedUp: number) => [
    { cores: 1, speedUp: 1 },
    { cores: 2, speedUp },
  ];
  assert.equal(
    gapSentence({ 'node-http': curve(2), 'rust-hyper': curve(2) }, lines),
    'The largest gap is node/http on 2 cores: you drew 2.00 times, measured 1.01 times.',
  );
  assert.equal(
    gapSentence({ 'node-http': curve(1.05) }, lines),
    'What you drew came within 10 %: node/http on 2 cores: you drew 1.05 times, measured 1.01 times.',
  );
  assert.equal(gapSentence({}, lines), undefined);
  assert.equal(gapSentence({ 'rust-axum': curve(2) }, lines), undefined);
});

test('a plan alone gives the labels that the experiment gives', () => {
  assert.deepEqual(seriesOfPlan(syntheticPlan(2, 'look')), series);
});
