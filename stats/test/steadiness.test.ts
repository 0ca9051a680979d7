import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mean, variance } from '../moments.ts';
import { mostWarmupSeconds, unsteadiness, type Window, warmupKind, warmupState } from '../steadiness.ts';
import { type Answer, closedLoop, draws, openLoop, windowsOf } from './draws.ts';

const window = (throughput: number, p50Us = 1000): Window => ({ throughput, p50Us, requests: 50_000 });
const calm = Array.from({ length: 5 }, () => window(50_000));

test('[ST2] five equal windows are steady, four are not enough', () => {
  assert.equal(unsteadiness(calm), undefined);
  assert.equal(unsteadiness(calm.slice(1)), 'too-few-windows');
});

test('[ST2] only the last five windows count', () => {
  assert.equal(unsteadiness([window(10), window(90_000), ...calm]), undefined);
});

for (const [what, throughputs, expected] of [
  ['a slope of 3 %', [98.5, 99.25, 100, 100.75, 101.5], undefined],
  ['a slope of 3.2 %', [98.4, 99.2, 100, 100.8, 101.6], 'throughput'],
  ['a falling slope of 3.2 %', [101.6, 100.8, 100, 99.2, 98.4], 'throughput'],
  ['a variation of 4.5 % without slope', [104.5, 95.5, 100, 95.5, 104.5], undefined],
  ['a variation of 5.5 % without slope', [105.5, 94.5, 100, 94.5, 105.5], 'throughput'],
] as const) {
  test(`[ST2] ${what} in throughput is ${expected ? 'not ' : ''}steady`, () => {
    assert.equal(unsteadiness(throughputs.map((value) => window(value * 500))), expected);
  });
  test(`[ST2] ${what} in the median is ${expected ? 'not ' : ''}steady`, () => {
    const windows = throughputs.map((value) => window(50_000, value * 10));
    assert.equal(unsteadiness(windows), expected && 'p50');
  });
}

/** Ten windows that scatter by 8 % around a line. No line fits the scatter itself: it is even about its middle. */
const scattered = (perWindow: number) =>
  [1, -1, -1, 1, 0, 0, 1, -1, -1, 1].map((sign, i) => 1000 + perWindow * i + 80 * sign);

// t = slope / √(51,200 / 8 / 82.5), against stats.t.ppf(0.9, 8) = 1.3968 of scipy 1.17.1.
for (const [perWindow, t, expected] of [
  [0, 0, undefined],
  [12, 1.363, undefined],
  [12.6, 1.431, 'p50'],
  [-12.6, -1.431, 'p50'],
] as const)
  test(`[ST2] a median that scatters is ${expected ? 'not ' : ''}steady when ten windows have a trend with t = ${t}`, () => {
    const windows = scattered(perWindow).map((p50Us) => window(50_000, p50Us));
    assert.equal(unsteadiness(windows), expected);
    assert.equal(unsteadiness(windows.slice(1)), 'p50', 'nine windows are too few to tell');
  });

test('[ST2] throughput may scatter by 8 % where so few requests are counted by chance, and not where many are', () => {
  const windows = (requests: number) => scattered(0).map((throughput) => ({ throughput, p50Us: 1000, requests }));
  assert.equal(unsteadiness(windows(300)), undefined);
  assert.equal(unsteadiness(windows(50_000)), 'throughput');
});

for (const [kind, elapsedMs, requests, expected] of [
  ['default', 2_999, 20_000, 'go-on'],
  ['default', 3_000, 19_999, 'go-on'],
  ['default', 3_000, 20_000, 'steady'],
  ['jvm', 9_999, 500_000, 'go-on'],
  ['jvm', 10_000, 20_000, 'steady'],
  ['slow', 3_000, 199, 'go-on'],
  ['slow', 3_000, 200, 'steady'],
  ['slowJvm', 29_999, 10_000, 'go-on'],
  ['slowJvm', 30_000, 199, 'go-on'],
  ['slowJvm', 30_000, 200, 'steady'],
] as const)
  test(`[ST2] calm windows of kind ${kind} after ${elapsedMs} ms and ${requests} requests: ${expected}`, () => {
    assert.equal(warmupState(calm, kind, elapsedMs, requests), expected);
  });

for (const [kind, seconds] of [
  ['default', 20],
  ['jvm', 60],
  ['slow', 20],
  ['slowJvm', 60],
] as const)
  test(`[ST2] a server of kind ${kind} that still changes is given up after ${seconds} s`, () => {
    const rising = [1, 2, 3, 4, 5].map((value) => window(value * 1000));
    assert.equal(mostWarmupSeconds(kind), seconds);
    assert.equal(warmupState(rising, kind, seconds * 1000 - 1, 1e6), 'go-on');
    assert.equal(warmupState(rising, kind, seconds * 1000, 1e6), 'not-steady');
  });

for (const [isJvm, requestsPerSecond, expected] of [
  [false, 1_000, 'default'],
  [false, 999, 'slow'],
  [true, 334, 'jvm'],
  [true, 333, 'slowJvm'],
] as const)
  test(`[ST2] with ${requestsPerSecond} requests a second ${isJvm ? 'a JVM' : 'a server'} is of kind ${expected}: 20,000 within its longest warm-up, or not`, () => {
    assert.equal(warmupKind(isJvm, requestsPerSecond), expected);
  });

type Load = (slowness: (atSeconds: number) => number, seed: number) => Iterable<Answer>;
const fixedClosed: Load = (slowness) => closedLoop(4, (at) => 0.003 * slowness(at));
const randomClosed: Load = (slowness, seed) => {
  const { exponential } = draws(seed);
  return closedLoop(4, (at) => slowness(at) * exponential(333));
};
const queue =
  (arrivals: number, serves: number): Load =>
  (slowness, seed) => {
    const { exponential } = draws(seed);
    return openLoop(arrivals, (at) => slowness(at) * exponential(serves), exponential);
  };

const steadily = () => 1;
const RUNS = 40;
const WINDOWS = 40;

/** Second at which each of 40 simulated warm-ups (half-second windows) is called steady; undefined for never. */
function steadyAt(load: Load, slowness: (atSeconds: number) => number): (number | undefined)[] {
  return Array.from({ length: RUNS }, (_, seed) => {
    const windows = windowsOf(load(slowness, seed + 1), 0.5, WINDOWS);
    for (let count = 6; count <= WINDOWS; count++)
      if (warmupState(windows.slice(0, count), 'slow', count * 500, 1e6) === 'steady') return count / 2;
    return undefined;
  });
}

test('[ST2] windows of 330 requests of 3 ms each are steady at the first look: nothing is counted by chance', () => {
  assert.deepEqual(new Set(steadyAt(fixedClosed, steadily)), new Set([3]));
});

test('[ST2] limits of 5 % and 3 % alone would hardly ever call 50 Poisson arrivals a second steady: counting gives 14 %', () => {
  const withinLimits = Array.from({ length: 200 }, (_, seed) => {
    const counts = windowsOf(queue(50, 1e6)(steadily, seed + 1), 1, 5).map(({ throughput }) => throughput);
    return Math.sqrt(variance(counts)) / mean(counts) <= 0.05;
  });
  assert.ok(withinLimits.filter(Boolean).length < 200 * 0.1);
});

for (const [what, load] of [
  ['50 Poisson arrivals a second at an idle server', queue(50, 500)],
  ['a closed loop of random times, 333 a second', randomClosed],
  ['a queue with 200 arrivals a second, 80 % used', queue(200, 250)],
] as const)
  test(`[ST2] ${what} is called steady in every warm-up: what scatters and does not move`, () => {
    assert.equal(steadyAt(load, steadily).filter((at) => at === undefined).length, 0);
  });

/** A server that starts at one and a half times its final time and loses the rest with a time constant of 3 s. */
const warming = (atSeconds: number) => 1 + 0.5 * Math.exp(-atSeconds / 3);

for (const [what, load, most] of [
  ['with 3 ms each time', fixedClosed, 0.05],
  ['with random times', randomClosed, 0.15],
] as const)
  test(`[ST2] a server ${what} that becomes faster is called steady with at most ${most * 100} % to go, by the median`, () => {
    // The last five windows had to look alike, so what counts is their middle.
    const left = steadyAt(load, warming).map((at) => warming((at ?? WINDOWS / 2) - 1.25) - 1);
    const median = left.toSorted((a, b) => a - b)[RUNS / 2] as number;
    assert.ok(median <= most, String(median));
  });
