import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Point, Verdict } from '../../../protocol/result.ts';
import { doubtsOf, limitersOf } from '../doubts.ts';
import { usualLimiter } from '../limiter-words.ts';
import { seriesOfExperiment } from '../series.ts';
import { basisWords, floorWords, ratioWords, verdictBand } from '../verdict-words.ts';
import { experiment, openExperiment, syntheticResult } from './fixtures/synthetic-run.ts';

const series = seriesOfExperiment(experiment);
const { points, plan, verdicts } = syntheticResult(2, 'standard');
const looks = points.filter(({ kind }) => kind === 'look');

test('what makes a number invalid is said before what only warns, with its place and where it is explained', () => {
  const flagged = looks.map((point, i) => ({
    ...point,
    flags: i === 0 ? ['noisy' as const] : i === 3 ? ['drift' as const, 'noisy' as const] : [],
  }));
  assert.deepEqual(
    doubtsOf(series, flagged, plan.sweep).map(({ where, href }) => [where, href]),
    [
      ['node/cluster on 2 cores', '/measuring#flag-drift'],
      ['node/http on 1 core and node/cluster on 2 cores', '/measuring#flag-noisy'],
    ],
  );
});

test('ME6: each limiter is one sentence; a series it holds for everywhere is named once', () => {
  const limits = limitersOf(series, looks, plan.sweep);
  const thread = limits.find(({ href }) => href === '/measuring#limit-oneThread');
  assert.match(thread?.text ?? '', /^One thread was busy/);
  assert.equal(thread?.where, 'node/http on 2 cores');
  const all = looks.map((point) => ({ ...point, limiter: 'gc' as const }));
  assert.equal(limitersOf(series, all, plan.sweep)[0]?.where, 'everywhere');
});

test('a place has the limiter of most of its measurements, so that no two sentences about it contradict', () => {
  assert.equal(usualLimiter(['serverCpu', 'oneThread', 'oneThread']), 'oneThread');
  assert.equal(usualLimiter(['unknown', 'oneThread']), 'oneThread');
  assert.equal(usualLimiter(['unknown', 'oneThread', 'unknown']), 'unknown');
  const [one] = looks.filter(({ limiter }) => limiter === 'oneThread') as [Point];
  const again = [one, one, { ...one, limiter: 'serverCpu' as const }];
  assert.deepEqual(
    limitersOf(series, again, plan.sweep).map(({ href }) => href),
    ['/measuring#limit-oneThread'],
  );
});

test('a ratio over cores is work; of another metric it is named', () => {
  const [verdict] = verdicts as [Verdict];
  assert.match(ratioWords(verdict, plan.sweep) ?? '', /^[\d.]+ times the work on 2 cores, between/);
  const open = syntheticResult(4, 'standard', openExperiment);
  assert.match(
    ratioWords(open.verdicts[0] as Verdict, open.plan.sweep) ?? '',
    /^0\.[\d]+ times the response time \(p99\), between/,
  );
});

test('a limit is told as a value with its unit', () => {
  const { against: _, ...limit } = {
    ...(verdicts[0] as Verdict),
    metric: 'responseP99' as const,
    ratio: 41.23,
    low: 40,
    high: 43,
  };
  assert.equal(ratioWords(limit, plan.sweep), '41.2 ms, between 40.0 and 43.0');
  const counted = { ...limit, low: 41.23, high: 41.23, blocks: 1, repeats: 0 };
  assert.equal(ratioWords(counted, plan.sweep), '41.2 ms', 'one value has no interval');
  assert.equal(basisWords({ ...counted, compared: false }), '1 repetition');
});

test('repeats and the noise floor stand beside the verdict', () => {
  const verdict = { ...(verdicts[0] as Verdict), blocks: 5, repeats: 1, floor: 0.0208 };
  assert.equal(
    basisWords({ ...verdict, compared: false }),
    '5 repetitions, 1 of them again because the machine was disturbed, interval at 95 % confidence',
  );
  assert.match(
    basisWords({ ...verdict, compared: true }),
    /^5 repetitions, each with a ratio of its own, 1 of them again/,
  );
  assert.equal(floorWords(verdict), 'Smallest difference this machine can show: 2.1 %');
  assert.equal(
    floorWords({ ...verdict, floor: Math.log(5.3) }),
    'Smallest difference this machine can show: 5.30 times as much',
  );
  assert.equal(floorWords({ rule: verdict.rule }), undefined);
});

test('ST10: where less is better, better lies below 1', () => {
  const verdict = { ...(verdicts[0] as Verdict), rule: { kind: 'better' as const }, floor: 0 };
  assert.deepEqual(verdictBand({ ...verdict, metric: 'throughput' }), { low: 1.03, high: Number.POSITIVE_INFINITY });
  assert.deepEqual(verdictBand({ ...verdict, metric: 'responseP99' }), { low: 0, high: 1 / 1.03 });
});
