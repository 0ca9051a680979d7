import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type MetricName, metrics } from '../../../protocol/metrics.ts';
import type { Prediction } from '../../../protocol/owner-state.ts';
import { experiment } from '../../charts/test/fixtures/synthetic-run.ts';
import {
  guessIn,
  madeWords,
  moved,
  numberIn,
  placesOfKey,
  seriesToDraw,
  withoutPrediction,
  withPrediction,
  withSeen,
  withValue,
} from '../prediction.ts';
import { axisOf, scaleFor, snapped, valueAfterKey } from '../prediction-scale.ts';

const cores = (...values: number[]) => ({ over: 'cores' as const, label: 'Cores', unit: 'cores', values });
const speedUps = (...values: number[]) =>
  ({ values, metric: 'speedUp', scale: scaleFor('speedUp', cores(...values)) }) as const;
const tail = { values: [0, 0.1, 1, 5], metric: 'responseP99', scale: { from: 1, to: 10_000 } } as const;
const valuesOf = (curve: readonly { value: number }[]) => curve.map(({ value }) => value);

test('one series of each kind is drawn', () => {
  assert.deepEqual(seriesToDraw(experiment), ['node-http', 'rust-hyper', 'rust-hyper-one']);
});

test('the first touch draws a whole speed-up curve, straight through one core', () => {
  assert.deepEqual(withValue(undefined, speedUps(1, 2, 4), 2, 1.8), [
    { x: 1, value: 1 },
    { x: 2, value: 1.8 },
    { x: 4, value: 3.4 },
  ]);
});

test('the first touch draws any other curve level: nothing changes until the reader says so', () => {
  assert.deepEqual(valuesOf(withValue(undefined, tail, 1, 50)), [50, 50, 50, 50]);
});

test('later touches move one point', () => {
  const curve = withValue(undefined, tail, 1, 50);
  assert.deepEqual(valuesOf(withValue(curve, tail, 5, 900)), [50, 50, 50, 900]);
});

test('a curve of another machine is fitted to this sweep', () => {
  const curve = withValue(undefined, speedUps(1, 2), 2, 1.5);
  assert.deepEqual(valuesOf(withValue(curve, speedUps(1, 2, 3), 3, 2)), [1, 1.5, 2]);
});

test('values stay within the axis; they snap to its steps, or to two digits where it is logarithmic', () => {
  const { scale } = speedUps(1, 2);
  assert.equal(snapped(99, scale), 2.5);
  assert.equal(snapped(-1, scale), 0);
  assert.equal(snapped(1.337, scale), 1.35);
  assert.equal(snapped(1234, tail.scale), 1200);
  assert.equal(snapped(0, tail.scale), 1);
});

test('keys move a handle by a step, ten steps or to the ends; other keys are left alone', () => {
  const { scale } = speedUps(1, 2);
  assert.equal(valueAfterKey('ArrowUp', 1, scale), 1.05);
  assert.equal(valueAfterKey('PageDown', 1.5, scale), 1);
  assert.equal(valueAfterKey('End', 1, scale), 2.5);
  assert.equal(valueAfterKey('Tab', 1, scale), undefined);
});

test('on a logarithmic axis every key press moves the handle, up and down', () => {
  for (let value = 1; value < 10_000; ) {
    const next = valueAfterKey('ArrowUp', value, tail.scale) as number;
    assert.ok(next > value, `${value} went to ${next}`);
    const back = valueAfterKey('ArrowDown', next, tail.scale) as number;
    assert.ok(back < next, `${next} went to ${back}`);
    value = next;
  }
});

test('every metric has an axis', () => {
  for (const metric of Object.keys(metrics) as MetricName[]) {
    const { ticks } = axisOf(scaleFor(metric, cores(1, 2)), [240, 20]);
    assert.ok(ticks.length >= 2 && ticks.length <= 9, `${metric}: ${ticks.join(' ')}`);
  }
});

test('a bar moves by places and stays within the list', () => {
  assert.deepEqual(moved(['a', 'b', 'c'], 'c', -1), ['a', 'c', 'b']);
  assert.deepEqual(moved(['a', 'b', 'c'], 'a', 9), ['b', 'c', 'a']);
  assert.deepEqual(moved(['a', 'b', 'c'], 'a', -1), ['a', 'b', 'c']);
  assert.deepEqual(moved(['a', 'b', 'c'], 'c', placesOfKey('Home', 3) as number), ['c', 'a', 'b']);
  assert.equal(placesOfKey('Enter', 3), undefined);
});

test('numbers are read as people type them', () => {
  assert.deepEqual(['1,500', '1 500', '0.5', '0,5', '12'].map(numberIn), [1500, 1500, 0.5, 0.5, 12]);
  assert.deepEqual(['', 'many', '-3', '1.2.3'].map(numberIn), [undefined, undefined, undefined, undefined]);
});

test('a range left open is half to double; a fault is one sentence that says what to do', () => {
  assert.deepEqual(guessIn('40', '', ''), { value: 40, low: 20, high: 80 });
  assert.deepEqual(guessIn('40', '30', '1,000'), { value: 40, low: 30, high: 1000 });
  assert.match(guessIn('', '1', '2') as string, /^Write a number first/);
  assert.match(guessIn('40', 'few', '') as string, /^Write both ends/);
  assert.match(guessIn('40', '50', '60') as string, /^Let the range begin below/);
});

const choice = (id: string, at: string): Prediction => ({
  kind: 'choose',
  id,
  at,
  ask: 'Which?',
  by: { claim: 'course.one' },
  options: [
    { says: 'a', outcome: 'holds' },
    { says: 'b', outcome: 'does-not-hold' },
  ],
  chosen: 0,
});

test('a prediction takes the place of the one before it; others stay, and it can be taken back', () => {
  const first = withPrediction(
    withPrediction(undefined, choice('x', '2026-01-01T00:00:00.000Z')),
    choice('y', '2026-01-02T00:00:00.000Z'),
  );
  const second = withPrediction(first, choice('x', '2026-01-03T00:00:00.000Z'));
  assert.deepEqual(
    second.made.map(({ id, at }) => `${id} ${at.slice(0, 10)}`),
    ['y 2026-01-02', 'x 2026-01-03'],
  );
  assert.deepEqual(
    withoutPrediction(second, 'x').made.map(({ id }) => id),
    ['y'],
  );
});

test('whether it was made before a result was seen follows from the first result the reader saw', () => {
  const seen = withSeen(withSeen(undefined, new Date('2026-01-02T00:00:00Z')), new Date('2026-01-09T00:00:00Z'));
  assert.equal(seen.seenAt, '2026-01-02T00:00:00.000Z');
  assert.match(madeWords(choice('x', '2026-01-01T00:00:00.000Z'), seen), /before you had seen a result$/);
  assert.match(madeWords(choice('x', '2026-01-03T00:00:00.000Z'), seen), /after you had seen a result$/);
  assert.match(madeWords(choice('x', '2026-01-03T00:00:00.000Z'), {}), /before you had seen a result$/);
});
