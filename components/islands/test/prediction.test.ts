import assert from 'node:assert/strict';
import { test } from 'node:test';

import { predictionSchema } from '../../../protocol/owner-state.ts';
import { experiment } from '../../charts/test/fixtures/synthetic-run.ts';
import { predictionOf, seriesToDraw, valueAfterKey, withValue } from '../prediction.ts';

test('one series of each kind is drawn', () => {
  assert.deepEqual(seriesToDraw(experiment), ['node-http', 'rust-hyper', 'rust-hyper-one']);
});

test('the first touch draws a straight line through one core', () => {
  assert.deepEqual(withValue(undefined, [1, 2, 4], 2, 1.8), [
    { cores: 1, speedUp: 1 },
    { cores: 2, speedUp: 1.8 },
    { cores: 4, speedUp: 3.4 },
  ]);
});

test('later touches move one point', () => {
  const curve = withValue(undefined, [1, 2, 4], 2, 1.8);
  assert.deepEqual(withValue(curve, [1, 2, 4], 4, 2), [
    { cores: 1, speedUp: 1 },
    { cores: 2, speedUp: 1.8 },
    { cores: 4, speedUp: 2 },
  ]);
});

test('a curve of another machine is fitted to this sweep', () => {
  const curve = withValue(undefined, [1, 2], 2, 1.5);
  assert.deepEqual(
    withValue(curve, [1, 2, 3], 3, 2).map((point) => point.speedUp),
    [1, 1.5, 2],
  );
});

test('values stay within the drawing and snap to steps', () => {
  assert.equal(withValue(undefined, [1, 2], 2, 99)[1]?.speedUp, 2.5);
  assert.equal(withValue(undefined, [1, 2], 2, -1)[1]?.speedUp, 0);
  assert.equal(withValue(undefined, [1, 2], 2, 1.337)[1]?.speedUp, 1.35);
});

test('keys move a handle; other keys are left alone', () => {
  assert.equal(valueAfterKey('ArrowUp', 1, 2)?.toFixed(2), '1.05');
  assert.equal(valueAfterKey('PageDown', 1.5, 2)?.toFixed(2), '1.00');
  assert.equal(valueAfterKey('End', 1, 4), 4);
  assert.equal(valueAfterKey('Tab', 1, 4), undefined);
});

test('what is kept fits the protocol, also when nothing is drawn', () => {
  const curves = { 'node-http': withValue(undefined, [1, 2], 2, 1.5) };
  assert.ok(predictionSchema.safeParse(predictionOf('cores', curves, new Date())).success);
  assert.ok(predictionSchema.safeParse(predictionOf('cores', {}, new Date())).success);
});
