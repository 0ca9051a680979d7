import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Sample } from '../../../protocol/sample.ts';
import { lastSamples, steppedArea, stretches, thinned } from '../strips.ts';
import { syntheticPlan, syntheticPoints, syntheticSamples } from './fixtures/synthetic-run.ts';

const plan = syntheticPlan(2, 'standard');
const samples = syntheticSamples(plan, syntheticPoints(plan, 2));

test('each slice is one stretch, also when the same server serves two in a row', () => {
  assert.equal(
    stretches(samples).length,
    plan.steps.reduce((sum, step) => sum + step.slices.length, 0),
  );
});

test('warm-up ends where measuring begins', () => {
  for (const part of stretches(samples)) {
    assert.ok(part.warmUntil > part.from);
    assert.ok(part.warmUntil < part.to);
  }
});

test('thinning keeps time, requests and phases', () => {
  const few = thinned(samples, 120);
  assert.ok(few.length < samples.length);
  const ok = (list: readonly Sample[]) => list.reduce((sum, sample) => sum + sample.ok, 0);
  assert.equal(ok(few), ok(samples));
  assert.equal(few.at(-1)?.atMs, samples.at(-1)?.atMs);
  assert.equal(stretches(few).length, stretches(samples).length);
});

test('few samples are not touched', () => {
  assert.equal(thinned(samples.slice(0, 10), 100).length, 10);
});

test('a window holds the newest samples only', () => {
  const window = lastSamples(samples, 5000);
  const end = samples.at(-1)?.atMs ?? 0;
  assert.ok(window.every((sample) => sample.atMs > end - 5000));
  assert.equal(window.at(-1), samples.at(-1));
});

test('one sample is a mark at once', () => {
  assert.equal(
    steppedArea(
      samples.slice(0, 1),
      () => 0.5,
      (ms) => ms / 10,
      40,
      40,
    ),
    'M60.0 40.0v-20.0H85.0V40.0z',
  );
});
