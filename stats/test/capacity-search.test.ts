import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterLoad, beginSearch, wasSustained } from '../capacity-search.ts';

function search(start: number, sustains: (rate: number) => boolean) {
  let state = beginSearch(start);
  while (!state.over) state = afterLoad(state, sustains(state.rate));
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

test('[ST12] one load that fails by chance ends the search lower, never higher', () => {
  let loads = 0;
  const { sustained } = search(500, (rate) => ++loads !== 3 && rate <= 1_000);
  assert.ok(sustained > 600 && sustained <= 1_000, String(sustained));
});

test('[ST12] a server that sustains nothing has no capacity, and the search ends', () => {
  const { sustained, over } = search(1_000, () => false);
  assert.equal(sustained, 0);
  assert.ok(over);
});

const good = { p99Us: 10_000, limitUs: 50_000, offered: 100, achieved: 100, failedShare: 0, leftShare: 0 };
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
