import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Keys, RateLimit, type Session } from '../keys.ts';

function at() {
  let now = 0;
  return {
    clock: () => now,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

const signIn = (keys: Keys) => keys.session(keys.exchange(keys.start()) as string) as Session;

test('[A8] a start token is exchanged once', () => {
  const keys = new Keys();
  const token = keys.start();
  const key = keys.exchange(token);
  assert.ok(key && keys.session(key));
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
  assert.equal(keys.session('guess'), undefined);
  keys.logout(keys.session(key) as Session);
  assert.equal(keys.session(key), undefined);
});

test('[A11] a ticket opens its own resource once, within 30 seconds', () => {
  const { clock, pass } = at();
  const keys = new Keys(clock);
  const session = signIn(keys);
  const ticket = keys.ticket(session, 'terminal:t-1');
  assert.deepEqual(keys.redeem(ticket), { session, resource: 'terminal:t-1', until: 30_000 });
  assert.equal(keys.redeem(ticket), undefined);
  const late = keys.ticket(session, 'events');
  pass(30_000);
  assert.equal(keys.redeem(late), undefined);
});

test('[A10] the end of a session closes its sockets, and its tickets open nothing any more', () => {
  const keys = new Keys();
  const [leaving, staying] = [signIn(keys), signIn(keys)];
  const closed: number[] = [];
  leaving.sockets.add({ close: (code) => closed.push(code) });
  staying.sockets.add({ close: () => assert.fail('of another session') });
  const [mine, other] = [keys.ticket(leaving, 'events'), keys.ticket(staying, 'events')];
  keys.logout(leaving);
  assert.deepEqual(closed, [4001]);
  assert.equal(keys.redeem(mine), undefined);
  assert.equal(keys.redeem(other)?.resource, 'events');
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
