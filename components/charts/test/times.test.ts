import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Predictions } from '../../../protocol/owner-state.ts';
import { metricOf } from '../../../stats/point-metrics.ts';
import { seriesOfExperiment, seriesStyle } from '../series.ts';
import { kindOfTimes, saidOfTimes, timeLines, timesSentence } from '../times.ts';
import { openExperiment, syntheticResult } from './fixtures/synthetic-run.ts';

const { plan, points } = syntheticResult(4, 'look', openExperiment);
const of = seriesOfExperiment(openExperiment).find(({ id }) => id === 'node-http');
assert.ok(of);
const lines = timeLines(of, points);
const withoutPlan = points.map(({ responseUs: _, ...point }) => point);

test('each percentile of a series is a line of its own, told apart like series are', () => {
  assert.deepEqual(
    lines.map(({ series, index }) => [series.label, seriesStyle(index).marker]),
    [
      ['median', 'circle'],
      ['p90', 'square'],
      ['p99', 'triangle'],
    ],
  );
  const last = points.find(({ series, x }) => series === of.id && x === plan.sweep.values.at(-1));
  assert.ok(last);
  assert.equal(lines[2]?.line.at(-1)?.value, metricOf(last, 'responseP99'));
});

test('with a plan the times are response times, without one service times', () => {
  assert.equal(kindOfTimes(points), 'Response time');
  assert.equal(kindOfTimes(withoutPlan), 'Service time');
  assert.deepEqual(
    timeLines(of, withoutPlan).map(({ series }) => series.id),
    ['serviceP50', 'serviceP90', 'serviceP99'],
  );
});

test('the title tells all percentiles where the sweep ends', () => {
  assert.match(
    timesSentence(of, lines, plan.sweep, 'Response time'),
    /^Response time of node\/http at 4,000 requests\/s: median (at least )?[\d.,]+ ms, p90 .+ and p99 (at least )?[\d.,]+ ms\.$/,
  );
  assert.equal(timesSentence(of, [], plan.sweep, 'Response time'), 'Nothing is measured yet.');
});

test('a curve that was drawn of one percentile lies under the line of that percentile', () => {
  const curve = [{ x: 500, value: 7 }];
  const kept = {
    made: [{ kind: 'curve', metric: 'responseP99', curves: { [of.id]: curve, other: curve } }],
  } as unknown as Predictions;
  assert.deepEqual(saidOfTimes(kept, of, plan.sweep, 'Response time').curves, { responseP99: curve });
});
