import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, mock, test } from 'node:test';
import type { NoiseFloor } from '../../../protocol/result.ts';
import { readHostCard } from '../../runner/host-card.ts';
import { HostFacts } from '../host-facts.ts';
import { openStore } from '../store.ts';

const folder = mkdtempSync(join(tmpdir(), 'loadstone-facts-'));
after(() => rmSync(folder, { recursive: true }));

const HOUR_MS = 3_600_000;
const floorOf = (byMetric: NoiseFloor['byMetric']): NoiseFloor => ({
  mode: 'shared',
  measuredAt: new Date().toISOString(),
  variant: 'node/http',
  blocks: 5,
  byMetric,
});

test('[ST8] a noise floor lasts a day, and one of another metric that is measured later does not renew it', () => {
  mock.timers.enable({ apis: ['Date'], now: Date.parse('2026-01-01T00:00:00Z') });
  const store = openStore(join(folder, 'floors.sqlite'));
  const facts = new HostFacts(store, readHostCard('none', {}));
  facts.setFloor(floorOf({ throughput: 0.02, serviceP50: 0.03 }));
  mock.timers.tick(23 * HOUR_MS);
  facts.setFloor(floorOf({ responseP50: 0.04, serviceP50: 0.05 }));
  assert.deepEqual(facts.floor('shared')?.byMetric, { throughput: 0.02, serviceP50: 0.05, responseP50: 0.04 });
  assert.equal(facts.floor('shared')?.measuredAt, '2026-01-01T00:00:00.000Z', 'as old as the oldest of it');
  mock.timers.tick(2 * HOUR_MS);
  assert.deepEqual(facts.floor('shared')?.byMetric, { serviceP50: 0.05, responseP50: 0.04 });
  assert.equal(facts.floor('split'), undefined);
  store.close();
  mock.timers.reset();
});

test('[CP2] cores that slow each other down are asked again after a day, independent ones are not', () => {
  mock.timers.enable({ apis: ['Date'], now: Date.parse('2026-01-01T00:00:00Z') });
  const store = openStore(join(folder, 'pairs.sqlite'));
  const facts = new HostFacts(store, readHostCard('none', {}));
  assert.equal(facts.dependent, undefined);
  facts.setDependent([[0, 1]]);
  assert.deepEqual(facts.dependent, [[0, 1]]);
  mock.timers.tick(25 * HOUR_MS);
  assert.equal(facts.dependent, undefined);
  facts.setDependent([]);
  mock.timers.tick(25 * HOUR_MS);
  assert.deepEqual(facts.dependent, []);
  store.close();
  mock.timers.reset();
});
