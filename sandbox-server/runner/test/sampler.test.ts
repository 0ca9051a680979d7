import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WatchTick } from '../../../protocol/watch-lines.ts';
import { sumOf } from '../sampler.ts';

const tick = (cpuUs: number, details: { voluntarySwitches?: number; countedUs?: number } = {}): WatchTick => ({
  t: 'watch',
  atUs: 0,
  spanUs: 250_000,
  processes: { server: { cpuUs, rssBytes: 1, threads: 64, ...details } },
  host: { busyUs: [0], lookedBusyUs: [0], stealUs: [0] },
  self: { cpuUs: 0 },
});

const switchesOf = (...ticks: WatchTick[]) => sumOf(ticks).processes.get('server')?.switches;

test('[ME4] switches are added up when all CPU time was that of threads whose switches were read', () => {
  assert.equal(switchesOf(tick(200_000), tick(200_000, { voluntarySwitches: 70, countedUs: 395_000 })), 70);
});

test('[ME4] switches are not known where threads ended with turns that nobody saw', () => {
  assert.equal(switchesOf(tick(200_000), tick(200_000, { voluntarySwitches: 70, countedUs: 200_000 })), undefined);
});

test('[ME4] switches are not known where they are partly those of a time before', () => {
  assert.equal(switchesOf(tick(200_000), tick(200_000, { voluntarySwitches: 70, countedUs: 900_000 })), undefined);
});

test('[ME4] a host that keeps no time for each thread tells its switches all the same', () => {
  assert.equal(switchesOf(tick(200_000, { voluntarySwitches: 70 })), 70);
});
