import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readHostCard } from '../host-card.ts';
import { probeIndependence } from '../independence.ts';

test('[CP2] a core beside itself keeps about half of its speed: that is what dependent cores look like', async () => {
  const [core = 0] = readHostCard('none', {}).usableCores;
  const [pair] = await probeIndependence([[core, core]]);
  assert.ok(pair && Math.min(...pair.kept) < 0.75, JSON.stringify(pair));
});
