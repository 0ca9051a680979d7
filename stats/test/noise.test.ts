import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foreignOf, isDisturbed } from '../block-noise.ts';
import { noiseFloor } from '../noise-floor.ts';

const quiet = { foreignShare: 0, stealShare: 0 };
const windows = (bad: number, all: number, window: typeof quiet) =>
  Array.from({ length: all }, (_, i) => (i < bad ? window : quiet));

for (const [what, window, counts] of [
  ['5 % of foreign CPU', { foreignShare: 0.05, stealShare: 0 }, false],
  ['5.1 % of foreign CPU', { foreignShare: 0.051, stealShare: 0 }, true],
  ['1 % of steal', { foreignShare: 0, stealShare: 0.01 }, false],
  ['1.1 % of steal', { foreignShare: 0, stealShare: 0.011 }, true],
] as const)
  test(`[ST7] a window with ${what} is ${counts ? 'disturbed' : 'undisturbed'}`, () => {
    assert.equal(isDisturbed([window]), counts);
  });

test('[ST7] a block is disturbed when more than a tenth of its windows are, whichever way', () => {
  const steal = { foreignShare: 0, stealShare: 0.5 };
  assert.equal(isDisturbed(windows(2, 20, steal)), false);
  assert.equal(isDisturbed(windows(3, 20, steal)), true);
  assert.equal(isDisturbed([steal, { foreignShare: 1, stealShare: 0 }, ...windows(0, 17, quiet)]), true);
});

test('[ST7] without windows nothing is known to disturb', () => {
  assert.equal(isDisturbed([]), false);
});

test('[ST8] the floor is the end of the interval that lies further from 0', () => {
  // scipy 1.17.1: stats.t.interval(0.95, 4, loc=mean, scale=sem) of these five is (-0.02207, 0.01007).
  const logs = [-0.02, 0.01, -0.015, 0.005, -0.01];
  assert.ok(Math.abs((noiseFloor(logs) ?? 0) - 0.02206983785365995) < 1e-12);
  assert.ok(Math.abs((noiseFloor(logs.map((log) => -log)) ?? 0) - 0.02206983785365995) < 1e-12);
});

test('[ST8] one pair of A and A gives no floor', () => {
  assert.equal(noiseFloor([0.01]), undefined);
});

for (const [what, cores, others] of [
  ['both ways of counting agree', { whole: 100, busy: 60, looked: 60, ours: 40 }, 20],
  ['waking the cores took time', { whole: 100, busy: 50, looked: 41, ours: 40 }, 1],
  ['each look fell on a request of ours', { whole: 100, busy: 42, looked: 90, ours: 40 }, 2],
  ['each look fell between our requests, and others ran', { whole: 100, busy: 62, looked: 25, ours: 40 }, 22],
  [
    'each look fell between our requests, and waking took time that no process used',
    { whole: 100, busy: 62, looked: 25, ours: 40, others: 1 },
    1,
  ],
  [
    'all processes of the host are known, and others ran elsewhere',
    { whole: 100, busy: 45, looked: 45, ours: 40, others: 30 },
    5,
  ],
  ['looks missed a little by chance', { whole: 100, busy: 44, looked: 36, ours: 40 }, 0],
] as const)
  test(`[ST7] CPU of others is found where ${what}`, () => {
    assert.equal(foreignOf(cores), others);
  });
