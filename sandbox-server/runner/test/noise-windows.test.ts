import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WatchTick } from '../../../protocol/watch-lines.ts';
import { noiseWindows } from '../noise.ts';

/** A quarter of a second on two cores: 100 ms of ours, and 40 ms more that the clock finds busy. */
const tick = (host: Partial<WatchTick['host']> = {}): WatchTick => ({
  t: 'watch',
  atUs: 0,
  spanUs: 250_000,
  processes: { server: { cpuUs: 100_000, rssBytes: 1, threads: 1 } },
  host: { busyUs: [70_000, 70_000], lookedBusyUs: [0, 0], stealUs: [0, 0], ...host },
  self: { cpuUs: 0 },
});
const second = (everyoneUs?: number) => [tick(), tick(), tick(), tick(everyoneUs === undefined ? {} : { everyoneUs })];
const foreign = (ticks: WatchTick[]) =>
  noiseWindows(ticks, [0, 1], [0, 1], 0).map(({ foreignShare }) => Math.round(foreignShare * 1000) / 1000);

test('[ST7] without a count of all processes a window is a second of ticks, and the clock says what others used', () => {
  assert.deepEqual(foreign([...second(), ...second()]), [0.08, 0.08]);
});

test('[ST7] with a count of all processes a window ends with it, and others used no more than is left of it', () => {
  assert.deepEqual(foreign([...second(400_000), ...second(440_000)]), [0, 0.02]);
  assert.deepEqual(foreign([...second(400_000), tick(), tick({ everyoneUs: 300_000 })]), [0, 0.08]);
});

test('[ST7] what others used on cores that were not measured on does not disturb', () => {
  const elsewhere = noiseWindows(second(900_000), [0, 1], [0], 0);
  assert.deepEqual(
    elsewhere.map(({ foreignShare }) => foreignShare),
    [0],
  );
});
