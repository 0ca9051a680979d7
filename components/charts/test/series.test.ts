import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labelLines } from '../series.ts';

test('a label at the end of a line breaks after a comma, and in the middle of what is long', () => {
  assert.deepEqual(labelLines('rust/axum, a tenth as long'), ['rust/axum,', 'a tenth as long']);
  assert.deepEqual(labelLines('computes in JavaScript'), ['computes in', 'JavaScript']);
  assert.deepEqual(labelLines('node/cluster'), ['node/cluster']);
  assert.deepEqual(labelLines('rust/axum-current-thread'), ['rust/axum-', 'current-thread']);
  assert.deepEqual(labelLines('node/http again'), ['node/http again']);
});
