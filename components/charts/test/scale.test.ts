import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apart, linear, logarithmic, logTicks, ticksTo } from '../scale.ts';

test('a scale maps both ends and inverts', () => {
  const x = linear([1, 8], [40, 440]);
  assert.equal(x(1), 40);
  assert.equal(x(8), 440);
  assert.equal(x(3), 154.3, 'to a tenth of a unit');
  assert.equal(x.invert(x(3)).toFixed(2), '3.00');
});

test('on a log scale equal ratios are equally far apart', () => {
  const y = logarithmic([1, 1000], [300, 0]);
  assert.equal(Math.round(y(10)), 200);
  assert.equal(Math.round(y(100)), 100);
  assert.equal(Math.round(y.invert(y(50))), 50);
  assert.equal(y(0), 300, 'what lies below the axis is drawn on it');
});

test('ticks are round, begin at 0 and reach the top', () => {
  assert.deepEqual(ticksTo(2, 4), [0, 0.5, 1, 1.5, 2]);
  assert.deepEqual(ticksTo(7, 5), [0, 2, 4, 6, 8]);
  assert.deepEqual(ticksTo(913, 3), [0, 500, 1000]);
  assert.deepEqual(ticksTo(0, 3), [0, 1]);
  assert.deepEqual(ticksTo(0.3, 3), [0, 0.1, 0.2, 0.3]);
});

test('ticks of a log axis hold all values: steps within few powers of ten, powers alone within many', () => {
  assert.deepEqual(logTicks(230, 1800), [200, 500, 1000, 2000]);
  assert.deepEqual(logTicks(0.3, 4200), [0.1, 1, 10, 100, 1000, 10_000]);
  assert.deepEqual(logTicks(100, 100), [100]);
});

test('core counts that would touch are left out, the first and the last never', () => {
  const sweep = [1, 2, 3, 4, 6, 8, 11, 16, 24, 32, 44];
  const x = linear([1, 44], [0, 200]);
  const kept = apart(sweep, x, 20);
  assert.equal(kept[0], 1);
  assert.equal(kept.at(-1), 44);
  assert.ok(kept.every((value, i) => i === 0 || x(value) - x(kept[i - 1] as number) >= 20));
  assert.deepEqual(apart([1, 2], linear([1, 2], [0, 5]), 20), [1, 2]);
});
