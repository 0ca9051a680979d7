import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expectedBody } from '../expected-body.ts';

test("the answer of /burn is the one of Marsaglia's xorshift32 from 2463534242", () => {
  // First output printed in Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8 (2003), for y = 2463534242
  // and the triple (13, 17, 5).
  assert.equal(expectedBody('/burn?n=1'), '{"n":1,"checksum":723471715}');
  assert.equal(expectedBody('/burn?n=0'), '{"n":0,"checksum":2463534242}');
});

test('a path that the contract leaves open has no expected answer', () => {
  assert.equal(expectedBody('/burn?ms=5'), undefined);
  assert.equal(expectedBody('/json'), undefined);
});
