import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  erlangC,
  fixedServiceQueue,
  fixedServiceResponseQuantile,
  littleRatio,
  multiServerQueue,
  multiServerWaitQuantile,
  singleServerResponseQuantile,
  stalledShare,
  stallQuantile,
} from '../queueing.ts';
import { closedLoop, draws, openLoop } from './draws.ts';

const near = (actual: number | undefined, expected: number, relative = 1e-12) =>
  assert.ok(Math.abs((actual as number) / expected - 1) < relative, `${actual} is not ${expected}`);

// Python 3.11, exact fractions: sums of powers over factorials (the textbook form).
for (const [servers, load, expected] of [
  [1, 0.5, 0.5],
  [2, 1.5, 0.6428571428571429],
  [10, 8, 0.40918015079644354],
  [64, 60, 0.5068662709757633],
  [500, 480, 0.26651251996236414],
] as const)
  test(`Erlang C of ${servers} servers with load ${load} is ${expected.toFixed(4)}`, () => {
    near(erlangC(servers, load), expected);
  });

test('M/M/1 at 80 %: four services of wait, five of response', () => {
  const answer = multiServerQueue({ arrivals: 80, serves: 100 }, 1);
  near(answer?.utilisation, 0.8);
  near(answer?.meanWait, 0.04);
  near(answer?.meanResponse, 0.05);
});

test('M/D/1 waits half as long as M/M/1', () => {
  const queue = { arrivals: 80, serves: 100 };
  near(fixedServiceQueue(queue)?.meanWait, (multiServerQueue(queue, 1)?.meanWait as number) / 2);
});

test('quantiles: the response of M/M/1 is exponential, the wait of M/M/c has a share of zeros', () => {
  near(singleServerResponseQuantile({ arrivals: 50, serves: 100 }, 0.99), Math.log(100) / 50);
  const ten = { arrivals: 8, serves: 1 };
  near(multiServerWaitQuantile(ten, 10, 0.99), 1.8557852162834185);
  assert.equal(multiServerWaitQuantile(ten, 10, 0.5), 0, '59 % need not wait');
});

test('quantiles of M/D/1: who need not wait takes one service, and whoever does at least that', () => {
  const half = { arrivals: 50, serves: 100 };
  assert.equal(fixedServiceResponseQuantile(half, 0.4), 0.01, 'half of them find nobody there');
  // Within the first service, P(wait ≤ t) = (1 − ρ) exp(λt).
  near(fixedServiceResponseQuantile(half, 0.7), 0.01 + Math.log(0.7 / 0.5) / 50, 1e-9);
});

test('the mean of all quantiles of M/D/1 is the mean of Pollaczek and Khinchine', () => {
  for (const load of [0.2, 0.8, 0.95]) {
    const queue = { arrivals: load * 100, serves: 100 };
    const n = 4000;
    let sum = 0;
    for (let i = 0; i < n; i++) sum += fixedServiceResponseQuantile(queue, (i + 0.5) / n) as number;
    near(sum / n, fixedServiceQueue(queue)?.meanResponse as number, 0.005);
  }
});

test('quantiles of M/D/1 agree with a simulated queue of 400,000 requests', () => {
  const { exponential } = draws(5);
  const times = [...openLoop(80, () => 0.01, exponential).take(400_000)]
    .map(({ responseSeconds }) => responseSeconds)
    .sort((a, b) => a - b);
  for (const p of [0.5, 0.9, 0.99])
    near(
      times[Math.floor(p * times.length)],
      fixedServiceResponseQuantile({ arrivals: 80, serves: 100 }, p) as number,
      0.05,
    );
});

test('a queue that is offered all it can serve, or more, has no answer', () => {
  const full = { arrivals: 100, serves: 100 };
  assert.equal(multiServerQueue(full, 1), undefined);
  assert.equal(fixedServiceQueue(full), undefined);
  assert.equal(fixedServiceResponseQuantile(full, 0.5), undefined);
  assert.equal(singleServerResponseQuantile(full, 0.5), undefined);
  assert.equal(multiServerWaitQuantile(full, 1, 0.5), undefined);
  assert.ok(multiServerQueue(full, 2));
});

test('M/D/1 and M/M/1 agree with a simulated queue of 200,000 requests', () => {
  const { exponential } = draws(11);
  const simulated = (service: () => number) =>
    openLoop(60, service, exponential)
      .take(200_000)
      .reduce((sum, { responseSeconds }) => sum + responseSeconds, 0) / 200_000;
  const queue = { arrivals: 60, serves: 100 };
  near(
    simulated(() => 0.01),
    fixedServiceQueue(queue)?.meanResponse as number,
    0.02,
  );
  near(
    simulated(() => exponential(100)),
    multiServerQueue(queue, 1)?.meanResponse as number,
    0.03,
  );
});

test("Little's law is 1 for a closed loop, and 1.1 for an instrument that counts a tenth too many", () => {
  const answers = [...closedLoop(32, () => 0.001).take(10_000)].slice(32);
  const seconds = (answers.at(-1)?.endSeconds as number) - 0.032;
  const mean = answers.reduce((sum, { responseSeconds }) => sum + responseSeconds, 0) / answers.length;
  near(littleRatio(answers.length / seconds, mean, 32), 1, 1e-9);
  near(littleRatio((1.1 * answers.length) / seconds, mean, 32), 1.1, 1e-9);
});

const stall = { arrivals: 2_000, serves: 1e9, frozenSeconds: 1, everySeconds: 5 };

// Section 1 of the measuring rules.
for (const [p, expected] of [
  [0.9, 0.5],
  [0.95, 0.75],
  [0.99, 0.95],
] as const)
  test(`[AB4] a stall of 1 s every 5 s gives p${p * 100} of ${expected} s`, () => {
    near(stallQuantile(stall, p), expected, 1e-5);
  });

test('[AB4] most requests meet no stall', () => {
  assert.equal(stallQuantile(stall, 0.5), 0);
});

test('[AB4] where the queue drains slowly the oracle agrees with a simulated server that freezes', () => {
  const slow = { arrivals: 600, serves: 1_000, frozenSeconds: 1, everySeconds: 5 };
  near(stalledShare(slow), 0.5);
  const delays: number[] = [];
  let free = 0;
  for (let i = 0; i < 600 * 5 * 20; i++) {
    const planned = i / 600;
    const from = Math.max(planned, free);
    // Frozen in the first second of every five.
    const thawed = from % 5 < 1 ? from - (from % 5) + 1 : from;
    free = thawed + 1 / 1_000;
    delays.push(thawed - planned);
  }
  delays.sort((a, b) => a - b);
  for (const p of [0.6, 0.9, 0.99]) near(delays[Math.floor(p * delays.length)], stallQuantile(slow, p), 0.01);
});
