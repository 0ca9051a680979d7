import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Knob, knobFault } from '../knobs.ts';

const capacity: Knob = { name: 'CAPACITY', summary: 'Entries.', least: 1, most: 100_000, default: 10_000 };
const shape: Knob = { name: 'SHAPE', summary: 'Kind.', choices: ['flat', 'deep'], default: 'flat' };
const fault = (knobs: Record<string, number | string>, offered = [capacity, shape]) =>
  knobFault('node/cache-map', offered, knobs);

test('knobs within their limits are fine, and none at all too', () => {
  for (const value of [1, 500, 100_000]) assert.equal(fault({ CAPACITY: value, SHAPE: 'deep' }), undefined);
  assert.equal(fault({}), undefined);
});

test('a value out of range is refused with the range', () => {
  for (const value of [0, 100_001, 1.5, '10'])
    assert.equal(
      fault({ CAPACITY: value }),
      `CAPACITY of node/cache-map must be a whole number from 1 to 100000, not ${JSON.stringify(value)}.`,
    );
});

test('a word that is not offered is refused with those that are', () => {
  assert.equal(fault({ SHAPE: 'round' }), 'SHAPE of node/cache-map must be one of flat, deep, not "round".');
});

test('an unknown knob is refused with those that there are', () => {
  assert.equal(fault({ CAPACTY: 5 }), 'node/cache-map has no knob CAPACTY; it has CAPACITY, SHAPE.');
  assert.equal(fault({ CAPACITY: 5 }, []), 'node/cache-map has no knob CAPACITY; it has none.');
});
