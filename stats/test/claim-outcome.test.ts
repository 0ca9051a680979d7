import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outcomeOfClaim, worstForClaim } from '../claim-outcome.ts';

test('a claim does not hold where a sentence that denies it does, and is not shown where such a sentence fails', () => {
  assert.equal(outcomeOfClaim({ outcome: 'holds' }), 'holds');
  assert.equal(outcomeOfClaim({ outcome: 'does-not-hold' }), 'does-not-hold');
  assert.equal(outcomeOfClaim({ outcome: 'holds', denies: true }), 'does-not-hold');
  assert.equal(outcomeOfClaim({ outcome: 'does-not-hold', denies: true }), 'cannot-tell');
  assert.equal(outcomeOfClaim({ outcome: 'cannot-tell', denies: true }), 'cannot-tell');
});

test('of several sentences about a claim it stands with the one that it meets worst', () => {
  const held = { outcome: 'holds' } as const;
  const denied = { outcome: 'holds', denies: true } as const;
  assert.equal(worstForClaim([held, denied]), denied);
  assert.equal(worstForClaim([held]), held);
  assert.equal(worstForClaim([]), undefined);
});
