import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loopDelayOf } from '../probes/loop-delay.ts';

const BEAT_US = 40_000;
const [STALL_US, EVERY_US, BLOCKS] = [1_000_000, 5_000_000, 4];

/** Delays of a heartbeat on a loop that is blocked for the last second of every five, for four whole periods. */
function beatsOfBlockedLoop(): number[] {
  const delays: number[] = [];
  for (let atUs = 0; atUs < BLOCKS * EVERY_US; ) {
    const dueUs = atUs + BEAT_US;
    const inPeriod = dueUs % EVERY_US;
    const delayUs = inPeriod >= EVERY_US - STALL_US ? EVERY_US - inPeriod : 0;
    delays.push(delayUs);
    atUs = dueUs + delayUs;
  }
  return delays;
}

/** Of arrivals spread over time, the quantile p of their wait for a stall S of every T: S(1 − (1 − p)/f), f = S/T. */
const oracleUs = (p: number) => STALL_US * (1 - (1 - p) / (STALL_US / EVERY_US));

test('AB16: the loop delay of a loop blocked 1 s in 5 s is that of the stall oracle, p90 within 5 %, p99 within 3 %', () => {
  const histogram = loopDelayOf(beatsOfBlockedLoop());
  for (const [p, tolerance] of [
    [0.9, 0.05],
    [0.99, 0.03],
  ] as const) {
    const us = histogram.getValueAtPercentile(p * 100) / 1000;
    assert.ok(Math.abs(us / oracleUs(p) - 1) <= tolerance, `p${p * 100} ${us} µs, oracle ${oracleUs(p)} µs`);
  }
});

test('AB16: without the heartbeats that were left out, the blocks would vanish from p98', () => {
  const delays = beatsOfBlockedLoop().sort((a, b) => a - b);
  assert.equal(delays.filter((us) => us > 0).length, BLOCKS);
  assert.equal(delays[Math.floor(delays.length * 0.98)], 0);
});

test('ME1: a delay beyond the bounds counts as the longest one', () => {
  assert.ok(loopDelayOf([10 ** 12]).maxValue >= 119_000_000_000);
});
