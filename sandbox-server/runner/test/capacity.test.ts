import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Flag, Point } from '../../../protocol/result.ts';
import { searchCapacity, secondsForP99 } from '../capacity.ts';

/** The search for the highest rate that is answered in time, on servers whose answer is known. */
const LIMIT_US = 50_000;

/** What a load at `rate` would say of a server that answers in time up to `capacity`; `flags` by rate. */
const server =
  (capacity: number, flags: (rate: number) => Flag[] = () => [], told = true) =>
  async (rate: number): Promise<Point> => {
    const isInTime = rate <= capacity;
    return {
      ok: 1000,
      failed: 0,
      censored: 0,
      unsent: 0,
      offered: rate,
      throughput: rate,
      responseUs: told ? { p50: 1000, p99: isInTime ? 10_000 : 90_000 } : { p50: 1000 },
      flags: flags(rate),
      limiter: 'unknown',
    } as unknown as Point;
  };

test('[ST12] the capacity of a known server is found within 5 %, from below and from above', async () => {
  for (const start of [50, 2000]) {
    const { capacity = 0 } = await searchCapacity(start, LIMIT_US, server(333));
    assert.ok(capacity <= 333 && capacity > 333 / 1.06, `${start}: ${capacity}`);
  }
});

test('[ST12] where too few requests came for a p99, or the host was in the way, there is no capacity, not one of 0', async () => {
  assert.equal((await searchCapacity(100, LIMIT_US, server(333, undefined, false))).capacity, undefined);
  const { capacity, flags } = await searchCapacity(
    400,
    LIMIT_US,
    server(333, () => ['noisy']),
  );
  assert.equal(capacity, undefined);
  assert.deepEqual(flags, ['noisy']);
});

test('[ST12] a search that the host breaks off above what was sustained does not pass that off as the capacity', async () => {
  const disturbedAbove = server(333, (rate) => (rate > 200 ? ['noisy'] : []));
  const { capacity, offered = 0 } = await searchCapacity(100, LIMIT_US, async (rate) => {
    const point = await disturbedAbove(rate);
    return rate > 200 ? { ...point, responseUs: { p99: 90_000 } } : point;
  });
  assert.ok(offered > 100 && offered <= 200);
  assert.equal(capacity, undefined);
});

test('[ST12] a server for which every load is too much has a capacity of 0', async () => {
  assert.equal((await searchCapacity(100, LIMIT_US, server(0))).capacity, 0);
});

test('a load lasts long enough for a thousand requests', () => {
  assert.ok(secondsForP99(100) * 100 > 1000);
});
