import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axisOf, placesOf, restOf, scaleFor } from '../../../components/islands/prediction-scale.ts';
import type { Experiment } from '../../../protocol/experiment.ts';
import { sweepOn } from '../../../stats/compile-plan.ts';
import { experimentIds, readExperiment } from '../experiments.ts';
import { askedBy, metricAsked } from '../predictions.ts';

const experiments = await Promise.all(experimentIds().map(async (id) => (await readExperiment(id)) as Experiment));
const cores = experiments.find(({ id }) => id === 'cores') as Experiment;

for (const spec of experiments)
  test(`${spec.id}: what it sweeps can be drawn, on two cores and on sixteen`, () => {
    for (const count of [2, 16]) {
      const sweep = sweepOn(
        spec,
        Array.from({ length: count }, (_, i) => i),
      );
      assert.ok(sweep.values.length > 0);
      const metric = metricAsked(spec);
      const scale = scaleFor(metric, sweep);
      const { y, ticks } = axisOf(scale, [240, 20]);
      assert.ok(ticks.length >= 2, `${metric} has ticks`);
      const positions = [...placesOf(sweep, [50, 390]).values()];
      for (const [i, position] of positions.entries())
        assert.ok(i === 0 || position - (positions[i - 1] as number) >= 20, `${sweep.values[i]} is apart`);
      assert.ok(Number.isFinite(y(restOf(metric, scale))));
    }
  });

test('a prediction is known by all that it asks: with another text it is asked anew', () => {
  const number = { kind: 'number', experiment: 'cores', ask: 'How many?', series: 'node-http' } as const;
  const { id } = askedBy(number, cores, []);
  assert.equal(askedBy({ ...number }, cores, []).id, id);
  assert.notEqual(askedBy({ ...number, ask: 'How many cores?' }, cores, []).id, id);
  assert.notEqual(askedBy({ ...number, at: 'least' }, cores, []).id, id);
});

test('a curve over cores is one of speed-up, and the same as the first form kept', () => {
  const curve = askedBy({ kind: 'curve', experiment: 'cores' }, cores, []);
  assert.equal(curve.id, 'curve-speed-up');
  assert.deepEqual(curve.kind === 'curve' && curve.series, ['node-http', 'rust-hyper', 'rust-hyper-one']);
});
