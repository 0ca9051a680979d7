import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWanted } from '../filters.ts';

const values = { claim: ['a.b', 'c.d'], cores: ['2'] };

test('without a choice everything is wanted', () => {
  assert.equal(isWanted(values, {}), true);
  assert.equal(isWanted(values, { claim: '', cores: '' }), true);
});

test('each choice has to be among the values of its name', () => {
  assert.equal(isWanted(values, { claim: 'c.d', cores: '2' }), true);
  assert.equal(isWanted(values, { claim: 'c.d', cores: '8' }), false);
  assert.equal(isWanted(values, { language: 'rust' }), false);
});
