import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterLoad, beginSearch, wasSustained } from '../capacity-search.ts';
import { draws, openLoop } from './draws.ts';

const good = { p99Us: 10_000, limitUs: 50_000, offered: 100, achieved: 100, failedShare: 0, leftShare: 0 };

function search(start: number, sustains: (rate: number) => boolean) {
  let state = beginSearch(start);
  while (!state.over) state = afterLoad(state, sustains(state.rate) ? 'sustained' : 'too-much');
  return state;
}

for (const start of [10, 500, 999, 1_000, 5_000, 40_000])
  test(`[ST12] from ${start} a second the search ends within 5 % below a capacity of 1,000`, () => {
    const { sustained, loads } = search(start, (rate) => rate <= 1_000);
    assert.ok(sustained <= 1_000 && sustained >= 1_000 / 1.05, String(sustained));
    assert.ok(loads <= 30);
  });

test('[ST12] the response time of an M/M/1 queue gives its capacity: p99 = ln 100 / (mu - lambda)', () => {
  const [mu, limitUs] = [2_000, 20_000];
  const p99Us = (rate: number) => (rate >= mu ? undefined : (Math.log(100) / (mu - rate)) * 1e6);
  const exact = mu - Math.log(100) / (limitUs / 1e6);
  const { sustained } = search(100, (rate) =>
    wasSustained({
      p99Us: p99Us(rate),
      limitUs,
      offered: rate,
      achieved: Math.min(rate, mu),
      failedShare: 0,
      leftShare: 0,
    }),
  );
  assert.ok(sustained <= exact && sustained >= exact / 1.05, `${sustained} of ${exact}`);
});

for (let unlucky = 1; unlucky <= 7; unlucky++)
  test(`[ST12] load ${unlucky} fails by chance: that costs loads and not accuracy`, () => {
    let loads = 0;
    const { sustained } = search(500, (rate) => ++loads !== unlucky && rate <= 1_000);
    assert.ok(sustained <= 1_000 && sustained >= 1_000 / 1.05, String(sustained));
    assert.ok(loads <= 20, String(loads));
  });

test('[ST12] a load that the host disturbed is tried again, and three in a row end the search', () => {
  const begun = afterLoad(beginSearch(500), 'sustained');
  const once = afterLoad(begun, 'disturbed');
  assert.deepEqual([once.rate, once.over, once.tooMuch], [begun.rate, false, Number.POSITIVE_INFINITY]);
  const { disturbed } = afterLoad(once, 'sustained');
  assert.equal(disturbed, 0);
  const end = afterLoad(afterLoad(once, 'disturbed'), 'disturbed');
  assert.deepEqual([end.over, end.sustained, end.loads], [true, 500, 4]);
});

test('[ST12] when each load fails by chance once in ten times, 95 of 100 searches still end within 5 %', () => {
  const { random } = draws(12);
  const ends = Array.from({ length: 1_000 }, () => search(500, (rate) => rate <= 1_000 && random() >= 0.1));
  const near = ends.filter(({ sustained }) => sustained >= 1_000 / 1.05).length;
  assert.ok(near >= 950, String(near));
  assert.ok(ends.every(({ sustained }) => sustained <= 1_000));
});

test('[ST12] the capacity of a simulated M/D/1 server, by p99 of slices of 5 s, is near that of very long ones', () => {
  const { exponential } = draws(13);
  const serviceSeconds = 0.001;
  const limitUs = 10_000;
  const p99Us = (rate: number, requests: number) => {
    const times = openLoop(rate, () => serviceSeconds, exponential)
      .map(({ responseSeconds }) => responseSeconds)
      .take(requests)
      .toArray()
      .sort((a, b) => a - b);
    return (times[Math.floor(0.99 * requests)] as number) * 1e6;
  };
  const capacity = (requestsAt: (rate: number) => number) =>
    search(300, (rate) =>
      wasSustained({ ...good, p99Us: p99Us(rate, requestsAt(rate)), limitUs, offered: rate, achieved: rate }),
    ).sustained;
  const long = capacity(() => 100_000);
  // Above 1,000 a second nothing is sustained; the limit of ten services leaves about 80 % of that.
  assert.ok(long > 700 && long < 900, String(long));
  const short = Array.from({ length: 10 }, () => capacity((rate) => Math.round(rate * 5)));
  for (const found of short) assert.ok(Math.abs(found / long - 1) < 0.15, `${found} against ${long}`);
});

test('[ST12] a server that sustains nothing has no capacity, and the search ends', () => {
  const { sustained, over } = search(1_000, () => false);
  assert.equal(sustained, 0);
  assert.ok(over);
});

for (const [what, change] of [
  ['a p99 above the limit', { p99Us: 50_001 }],
  ['a p99 that is not known', { p99Us: undefined }],
  ['fewer than 99 % of the answers', { achieved: 98.9 }],
  ['more than 0.1 % of errors', { failedShare: 0.0011 }],
  ['a queue that grows', { leftShare: 0.011 }],
] as const)
  test(`[ST12] a load with ${what} is not sustained`, () => {
    assert.equal(wasSustained(good), true);
    assert.equal(wasSustained({ ...good, ...change }), false);
  });
