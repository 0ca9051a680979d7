import assert from 'node:assert/strict';
import { test } from 'node:test';
import { syntheticPlan } from '../../../components/charts/test/fixtures/synthetic-run.ts';
import { changedSince } from '../../../components/islands/result-differences.ts';
import { readExperiments } from '../experiments.ts';

for (const spec of await readExperiments())
  test(`a run of ${spec.id} can be repeated: its plan is that of the experiment`, () => {
    for (const tier of ['look', 'standard'] as const)
      assert.deepEqual(changedSince(spec, syntheticPlan(4, tier, spec)), []);
  });
