import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quantilesOfWrk2 } from '../stall.ts';

const corrected = `  Latency Distribution (HdrHistogram - Recorded Latency)
 50.000%    1.28ms
 90.000%  522.24ms
 99.000%    0.95s 
 99.900%    1.01m
`;
const uncorrected = `
  Latency Distribution (HdrHistogram - Uncorrected Latency (measured without taking delayed starts into account))
 50.000%   99.00us
 90.000%  217.00us
 99.000%    2.82ms
`;

test("AB5: wrk2's quantiles are read in µs, whatever their unit", () => {
  assert.deepEqual(quantilesOfWrk2(corrected), { p50: 1280, p90: 522_240, p99: 950_000, p999: 60_600_000 });
});

test('AB5: where there are uncorrected quantiles, these are read', () => {
  assert.deepEqual(quantilesOfWrk2(corrected + uncorrected), { p50: 99, p90: 217, p99: 2820 });
});
