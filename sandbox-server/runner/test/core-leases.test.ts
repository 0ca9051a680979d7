import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CoreLeases } from '../core-leases.ts';

test('a run takes all its cores or none', () => {
  const leases = new CoreLeases();
  assert.equal(leases.take('a', [0, 1]), true);
  assert.equal(leases.take('b', [2, 1]), false);
  assert.equal(leases.take('c', [2]), true, 'the refused run left nothing taken');
});

test('released cores can be taken again', () => {
  const leases = new CoreLeases();
  leases.take('a', [0, 1]);
  leases.release('a');
  assert.equal(leases.busy, false);
  assert.equal(leases.take('b', [0, 1]), true);
});

test('a second attempt of the same run does not get the cores while the first has them', () => {
  const leases = new CoreLeases();
  leases.take('a', [0, 1]);
  assert.equal(leases.take('a', [0, 1]), false);
});
