import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import { decode, maxUs, quantilesOf, sum } from '../histograms.ts';

test('[AB14] the largest value stays what it was through encoding, decoding and adding', () => {
  const once = sum([]);
  for (let i = 1; i <= 1_000; i++) once.recordValue(i * 1_000_000);
  const again = sum([decode(encodeIntoCompressedBase64(once)), sum([])]);
  assert.equal(maxUs(again), maxUs(once));
  assert.deepEqual(quantilesOf(again), quantilesOf(once));
});

test('a percentile is absent when fewer than ten values lie above it', () => {
  const few = sum([]);
  for (let i = 1; i <= 999; i++) few.recordValue(i * 1_000_000);
  assert.deepEqual(Object.keys(quantilesOf(few)), ['p50', 'p90', 'max']);
  few.recordValue(1_000_000_000);
  assert.deepEqual(Object.keys(quantilesOf(few)), ['p50', 'p90', 'p99', 'max']);
});
