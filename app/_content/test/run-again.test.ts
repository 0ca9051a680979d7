import assert from 'node:assert/strict';
import { test } from 'node:test';
import { syntheticPlan } from '../../../components/charts/test/fixtures/synthetic-run.ts';
import { changedSince } from '../../../components/islands/result-differences.ts';
import type { Plan } from '../../../protocol/plan.ts';
import { compilePlan } from '../../../stats/compile-plan.ts';
import { readExperiments, readRecording } from '../experiments.ts';

for (const spec of await readExperiments())
  test(`a run of ${spec.id} can be repeated: its plan is that of the experiment`, () => {
    for (const tier of ['look', 'standard'] as const)
      assert.deepEqual(changedSince(spec, syntheticPlan(4, tier, spec)), []);
  });

for (const spec of await readExperiments()) {
  const recording = spec.load.kind === 'program' ? readRecording(spec.id) : undefined;
  if (!recording) continue;
  test(`what ${spec.id} says that it takes is about what its recorded run took`, () => {
    const { plan, startedAt, endedAt } = recording.result;
    const tookMs = Date.parse(endedAt) - Date.parse(startedAt);
    const variants = new Map(spec.series.map(({ variant }) => [variant, {}]));
    const host = { physicalCores: [0, 1], dependent: [], rho: 0, floorBlocks: () => 10 };
    const { estimatedMs } = compilePlan(spec, plan.tier, plan.seed, host, variants) as Plan;
    const isShort = Math.max(tookMs, estimatedMs) < 15_000;
    assert.ok(isShort || (estimatedMs / tookMs > 0.4 && estimatedMs / tookMs < 2.5), `${estimatedMs} ms, ${tookMs} ms`);
  });
}
