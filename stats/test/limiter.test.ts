import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LimiterEvidence, limiterOf } from '../limiter.ts';

const calm: LimiterEvidence = { serverCores: 4, coresUsed: 2.8, busiestThreadShare: 0.7, flags: [] };

// In order of precedence: each case adds one cause, and keeps those of all cases above it out.
const causes: readonly (readonly [string, string, Partial<LimiterEvidence>])[] = [
  ['errors', 'failed requests', { flags: ['errors'] }],
  ['generator', 'a busy load tool', { flags: ['generatorBusy'] }],
  ['gc', 'more than a fifth of the time in the collector', { gcShare: 0.21 }],
  ['serverCpu', 'cores used to 95 %', { coresUsed: 3.8 }],
  ['oneThread', 'a thread that uses 95 % of a core', { busiestThreadShare: 0.95 }],
  ['backlog', 'a backlog', { flags: ['backlog'] }],
];
for (const [limiter, what, change] of causes)
  test(`[ME6] ${what}: ${limiter}`, () => {
    assert.equal(limiterOf({ ...calm, ...change }), limiter);
  });

for (const [i, [limiter, , change]] of causes.entries())
  for (const [weaker, , other] of causes.slice(i + 1))
    test(`[ME6] ${limiter} is named before ${weaker}`, () => {
      const flags = [...(change.flags ?? []), ...(other.flags ?? [])];
      assert.equal(limiterOf({ ...calm, ...other, ...change, flags }), limiter);
    });

test('[ME6] on one core a busy thread leaves no other core free', () => {
  assert.equal(limiterOf({ ...calm, serverCores: 1, coresUsed: 0.94, busiestThreadShare: 0.95 }), 'unknown');
});

const idle: LimiterEvidence = { ...calm, coresUsed: 2.3 };
const fullPool = { inFlight: 10, pool: 10 };
const waiting = { upstreamShare: 0.8 };

test('[ME6] a full pool, or another program, limits only a server that has CPU to spare', () => {
  assert.equal(limiterOf({ ...idle, ...fullPool }), 'pool');
  assert.equal(limiterOf({ ...idle, ...waiting }), 'upstream');
  assert.equal(limiterOf({ ...calm, ...fullPool, ...waiting }), 'unknown');
  assert.equal(limiterOf({ ...idle, coresUsed: undefined, ...fullPool, ...waiting }), 'unknown');
});

test('[ME6] a full pool is named before the program that its places wait for, both before a backlog', () => {
  const flags = ['backlog'] as const;
  assert.equal(limiterOf({ ...idle, ...fullPool, ...waiting, flags }), 'pool');
  assert.equal(limiterOf({ ...idle, ...waiting, flags }), 'upstream');
});

test('[ME6] a pool with free places, and a server that waits less than half of the time, explain nothing', () => {
  assert.equal(limiterOf({ ...idle, inFlight: 9.4, pool: 10, upstreamShare: 0.5 }), 'unknown');
});

test('[ME6] on one core a busy thread is the whole server', () => {
  assert.equal(limiterOf({ serverCores: 1, coresUsed: 0.97, busiestThreadShare: 0.97, flags: [] }), 'serverCpu');
});

for (const flag of ['generatorLate', 'generatorStarved', 'planMissed', 'fault'] as const)
  test(`[ME6] ${flag} speaks of the load tool`, () => {
    assert.equal(limiterOf({ ...calm, flags: [flag] }), 'generator');
  });

test('[ME6] nothing used up, or nothing sampled: unknown', () => {
  assert.equal(limiterOf(calm), 'unknown');
  assert.equal(
    limiterOf({ serverCores: 1, coresUsed: undefined, busiestThreadShare: undefined, flags: [] }),
    'unknown',
  );
});

test('[ME6] a planned load that nothing holds back is limited by its plan', () => {
  assert.equal(limiterOf({ ...calm, answeredShare: 0.95 }), 'plan');
  assert.equal(limiterOf({ ...calm, answeredShare: 0.94 }), 'unknown');
  assert.equal(limiterOf({ ...calm, answeredShare: 1, flags: ['backlog'] }), 'backlog');
  assert.equal(limiterOf({ ...calm, answeredShare: 1, coresUsed: 3.8 }), 'serverCpu');
});

test('[ME6] an idle server waits for another program whose places are nine tenths used, or its cores nearly all', () => {
  assert.equal(limiterOf({ ...idle, upstreamPlacesUse: 0.9 }), 'upstream');
  assert.equal(limiterOf({ ...idle, upstreamPlacesUse: 0.89 }), 'unknown');
  assert.equal(limiterOf({ ...idle, upstreamUse: 0.95 }), 'upstream');
  assert.equal(limiterOf({ ...idle, upstreamUse: 0.94 }), 'unknown');
});
