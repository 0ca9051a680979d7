import assert from 'node:assert/strict';
import { test } from 'node:test';
import { watchLineSchema } from '../watch-lines.ts';

const tick = {
  t: 'watch',
  atUs: 250_013.2,
  spanUs: 250_011,
  processes: { server: { cpuUs: 120_000.5, rssBytes: 4_259_840, threads: 3 } },
  host: { busyUs: [240_000, 0], lookedBusyUs: [250_000, 0], stealUs: [0, 0] },
  self: { cpuUs: 150 },
};

test('ME4: a line of the sampler may leave out what the host does not offer, and nothing else', () => {
  assert.ok(watchLineSchema.safeParse(tick).success);
  const { cpuUs: _, ...withoutCpu } = tick.processes.server;
  assert.ok(!watchLineSchema.safeParse({ ...tick, processes: { server: withoutCpu } }).success);
  assert.ok(!watchLineSchema.safeParse({ ...tick, runDelayUs: 3 }).success, 'an unknown field');
});

test('ME4: an absent source is one that the sampler can name', () => {
  assert.ok(watchLineSchema.safeParse({ t: 'absent', sources: ['pressure', 'PSS'] }).success);
  assert.ok(!watchLineSchema.safeParse({ t: 'absent', sources: ['weather'] }).success);
});
