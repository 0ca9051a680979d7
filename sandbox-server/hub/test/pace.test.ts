import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pace } from '../pace.ts';

/** How much one client may send, on a clock that the test moves. */
function paced(bytesPerSecond: number) {
  let now = 0;
  const pace = new Pace(bytesPerSecond, () => now);
  return { pace, pass: (ms: number) => (now += ms) };
}

test('one second of input is taken at once, and what is beyond waits until it is paid for', () => {
  const { pace, pass } = paced(1000);
  assert.equal(pace.take(1000), 0);
  assert.equal(pace.take(500), 500);
  pass(500);
  assert.equal(pace.take(0), 0);
});

test('a pause does not save up more than one second', () => {
  const { pace, pass } = paced(1000);
  pass(60_000);
  assert.equal(pace.take(3000), 2000);
});

test('[T18] it is told for how long it has been too much, and one calm moment begins anew', () => {
  const { pace, pass } = paced(1000);
  for (let second = 0; second < 12; second++) {
    pace.take(5000);
    pass(1000);
  }
  assert.equal(pace.throttledMs, 12_000);
  pass(60_000);
  pace.take(1);
  assert.equal(pace.throttledMs, 0);
});
