import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Keys, RateLimit } from '../keys.ts';

function at() {
  let now = 0;
  return {
    clock: () => now,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

test('[A8] a start token is exchanged once', () => {
  const keys = new Keys();
  const token = keys.start();
  const key = keys.exchange(token);
  assert.ok(key && keys.isSession(key));
  assert.equal(keys.exchange(token), undefined);
});

test('[A8] a start token is too old after ten minutes', () => {
  const { clock, pass } = at();
  const keys = new Keys(clock);
  const [young, old] = [keys.start(), keys.start()];
  pass(10 * 60_000 - 1);
  assert.ok(keys.exchange(young));
  pass(1);
  assert.equal(keys.exchange(old), undefined);
});

test('[A10] an unknown key and the key of an ended session are no sessions', () => {
  const keys = new Keys();
  const key = keys.exchange(keys.start()) as string;
  assert.equal(keys.isSession('guess'), false);
  keys.logout(key);
  assert.equal(keys.isSession(key), false);
});

test('[A11] a ticket opens its own resource once, within 30 seconds', () => {
  const { clock, pass } = at();
  const keys = new Keys(clock);
  const ticket = keys.ticket('terminal:t-1');
  assert.equal(keys.redeem(ticket), 'terminal:t-1');
  assert.equal(keys.redeem(ticket), undefined);
  const late = keys.ticket('events');
  pass(30_000);
  assert.equal(keys.redeem(late), undefined);
});

test('[A9] a full window says how long to wait, for that key only, and opens again', () => {
  const { clock, pass } = at();
  const limit = new RateLimit(2, 60_000, clock);
  limit.count('a');
  limit.count('a');
  assert.equal(limit.wait('a'), 60);
  assert.equal(limit.wait('b'), undefined);
  pass(60_000);
  assert.equal(limit.wait('a'), undefined);
});
