import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rounded, short } from '../format.ts';
import { amount, atWords, sweepName, xWords } from '../sweep-words.ts';

const cores = { over: 'cores', label: 'Cores', unit: 'cores', values: [1, 2] } as const;
const rate = { over: 'rate', label: 'Offered load', unit: 'requests/s', values: [500] } as const;

test('a place is said as one would: on cores, at anything else, nowhere when nothing changes', () => {
  assert.equal(atWords({ ...cores, values: [...cores.values] }, 1), ' on 1 core');
  assert.equal(atWords({ ...rate, values: [...rate.values] }, 2000), ' at 2,000 requests/s');
  assert.equal(atWords({ over: 'nothing', label: '', unit: '', values: [1] }, 1), '');
});

test('a parameter brings its own unit, or none', () => {
  const parameter = { over: 'parameter' as const, label: 'Payload', values: [1] };
  assert.equal(xWords({ ...parameter, unit: 'kB' }, 64), '64 kB');
  assert.equal(xWords({ ...parameter, unit: '' }, 1.5), '1.5');
  assert.equal(sweepName({ ...parameter, unit: 'kB' }), 'payload, kB');
});

test('a tick has no more digits than it needs', () => {
  assert.deepEqual([0, 0.5, 1.5, 20, 4000, 0.025].map(amount), ['0', '0.5', '1.5', '20', '4,000', '0.025']);
});

test('what is counted is its own unit', () => {
  const threads = { over: 'parameter' as const, label: 'Threads', unit: 'threads', values: [1, 2] };
  assert.deepEqual([xWords(threads, 1), xWords(threads, 2)], ['1 thread', '2 threads']);
  assert.equal(sweepName(threads), 'threads');
  const messages = { ...threads, label: 'Messages', unit: 'messages/s' };
  assert.deepEqual([xWords(messages, 1), xWords(messages, 10)], ['1 message/s', '10 messages/s']);
  assert.equal(xWords({ ...threads, unit: 'ms' }, 1), '1 ms', 'not every s is a plural');
});

test('a value is told with the digits that say something, millions in words', () => {
  assert.deepEqual(
    [175.974, 0.049, 2.131, 543_742.06, 98_170_969, 4_698_925_920].map((value) => rounded(value, 2)),
    ['176.0', '0.05', '2.13', '543,742', '98.2 million', '4.7 billion'],
  );
  assert.deepEqual(
    [8.5188, 0.0346].map((value) => rounded(value, 3)),
    ['8.52', '0.035'],
  );
  assert.equal(short(469_892_592, 0), '470 M');
  assert.equal(amount(400_000_000), '400 M');
  assert.deepEqual([0.001, 0.0001, 0.00001, 0].map(amount), ['0.001', '0.0001', '0.00001', '0']);
});

test('a number whose last bit differs between engines is told alike', () => {
  assert.equal(rounded(0.285 + 1e-16, 2), rounded(0.285 - 1e-16, 2));
  assert.equal(rounded(4.645000000000001, 2), rounded(4.644999999999999, 2));
});
