import assert from 'node:assert/strict';
import { test } from 'node:test';
import startUp from '../../../content/experiments/start-up.experiment.ts';
import { experimentSchema } from '../../../protocol/experiment.ts';
import type { Prediction } from '../../../protocol/owner-state.ts';
import type { Plan } from '../../../protocol/plan.ts';
import type { Point, Verdict } from '../../../protocol/result.ts';
import { compilePlan } from '../../../stats/compile-plan.ts';
import { cameOf, choiceWords, curveWords, type Found, numberWords, rankWords, roughly } from '../prediction-words.ts';
import { saidOf } from '../predictions.ts';
import { seriesOfExperiment } from '../series.ts';
import {
  experiment,
  openExperiment,
  syntheticPlan,
  syntheticPoints,
  syntheticResult,
} from './fixtures/synthetic-run.ts';

const said = { id: 'one', at: '2026-11-21T14:00:00.000Z', ask: 'What do you expect?' };

/** A look over one and two cores with the throughputs given. */
const overCores = (rates: Record<string, [number, number]>): Found => {
  const plan = syntheticPlan(2, 'look');
  const points = syntheticPoints(plan, 2).flatMap((point) => {
    const rate = rates[point.series]?.[point.x - 1];
    return rate ? [{ ...point, throughput: rate }] : [];
  });
  return { series: seriesOfExperiment(experiment), points, sweep: plan.sweep, verdicts: [] };
};

/** An open load whose p99 is given in ms, by series and rate. */
const overRates = (p99: Record<string, Record<number, number>>): Found => {
  const { plan, points } = syntheticResult(4, 'look', openExperiment);
  const own = points.flatMap((point) => {
    const ms = p99[point.series]?.[point.x];
    return ms === undefined || point.kind !== 'look'
      ? []
      : [{ ...point, flags: [], responseUs: { ...point.serviceUs, p99: ms * 1000 } } satisfies Point];
  });
  return { series: seriesOfExperiment(openExperiment), points: own, sweep: plan.sweep, verdicts: [] };
};

/** Programs that are started, with their start-up times in ms. */
const started = (times: Record<string, number>): Found => {
  const spec = experimentSchema.parse(startUp);
  const readiness = new Map(spec.series.map(({ variant }) => [variant, { spreads: 'threads' } as const]));
  const known = { physicalCores: [0, 1], dependent: [], rho: 0.01, floorBlocks: () => 10 };
  const plan = compilePlan(spec, 'look', 1, known, readiness) as Plan;
  const [like] = syntheticPoints(syntheticPlan(2, 'look'), 2) as [Point];
  const points = Object.entries(times).map(([series, ms]): Point => {
    const { throughput: _, ...rest } = like;
    return { ...rest, kind: 'look', series, x: 1, flags: [], figures: { startUp: ms } };
  });
  return { series: seriesOfExperiment(spec), points, sweep: plan.sweep, verdicts: [] };
};

test('a curve: the largest gap is named, with what was drawn and what was measured', () => {
  const curve = (value: number) => [
    { x: 1, value: 1 },
    { x: 2, value },
  ];
  const found = overCores({ 'node-http': [400, 404], 'rust-hyper': [500, 930] });
  const words = (curves: Record<string, { x: number; value: number }[]>) =>
    curveWords({ curves, metric: 'speedUp' }, found);
  assert.equal(
    words({ 'node-http': curve(2), 'rust-hyper': curve(2) }),
    'The largest gap is node/http on 2 cores: you drew 2.00 times, measured 1.01 times.',
  );
  assert.equal(
    words({ 'node-http': curve(1.05) }),
    'What you drew came within 10 %: node/http on 2 cores: you drew 1.05 times, measured 1.01 times.',
  );
  assert.equal(words({ 'rust-axum': curve(2) }), 'You drew 1 curve. It is compared as the points come in.');
});

test('a curve of any metric over any sweep says values with their units', () => {
  const found = overRates({ 'node-http': { 500: 4, 1000: 5, 2000: 12, 4000: 980 } });
  const curves = { 'node-http': [500, 1000, 2000, 4000].map((x) => ({ x, value: x === 4000 ? 400 : 5 })) };
  assert.equal(
    curveWords({ curves, metric: 'responseP99' }, found),
    'The largest gap is node/http at 4,000 requests/s: you drew 400 ms, measured 980 ms.',
  );
});

test('points of a curve that this run did not measure are left out', () => {
  const found = overRates({ 'node-http': { 500: 4 } });
  const curves = {
    'node-http': [
      { x: 500, value: 4 },
      { x: 64_000, value: 1 },
    ],
  };
  assert.match(curveWords({ curves, metric: 'responseP99' }, found), /^What you drew came within 10 %/);
});

const order = ['rust-axum', 'node-http', 'spring'];
const rank = (put: string[]): Extract<Prediction, { kind: 'rank' }> => ({
  kind: 'rank',
  ...said,
  metric: 'startUp',
  place: 'most',
  order: put,
});

test('a rank: how many pairs were right, and which one is furthest off', () => {
  const found = started({ 'rust-axum': 3, 'node-http': 40, spring: 2100 });
  assert.equal(rankWords(rank(order), found), 'All 3 pairs are in the order you said.');
  assert.equal(
    rankWords(rank(['spring', 'rust-axum', 'node-http']), found),
    '1 of 3 pairs is in the order you said. Furthest off: you put java/spring-platform before rust/axum, measured 2,100 ms and 3 ms.',
  );
});

test('a rank: a pair that is too close has no order, and one that was not measured waits', () => {
  const found = started({ 'rust-axum': 40, 'node-http': 40.5, spring: 2100 });
  assert.equal(rankWords(rank(order), found), 'Both pairs are in the order you said. 1 pair is too close to call.');
  assert.match(rankWords(rank(order), started({ spring: 2100 })), /^You put 3 bars in order\. It is compared as/);
});

const number = (value: number, low: number, high: number): Extract<Prediction, { kind: 'number' }> => ({
  kind: 'number',
  ...said,
  metric: 'startUp',
  series: 'node-http',
  place: 'most',
  value,
  low,
  high,
});

test('a number: inside the range, or off by which factor', () => {
  const found = started({ 'node-http': 40 });
  assert.equal(
    numberWords(number(50, 25, 100), found),
    'Start-up of node/http: you said 50 ms, 25 to 100 ms; measured 40 ms, inside your range.',
  );
  assert.equal(
    numberWords(number(128, 64, 256), found),
    'Start-up of node/http: you said 128 ms, 64 to 256 ms; measured 40 ms, outside your range: 3.20 times too much.',
  );
  assert.match(numberWords(number(10, 5, 20), found), /outside your range: 4\.00 times too little\.$/);
  assert.match(
    numberWords(number(10, 5, 20), started({})),
    /10 ms, 5 to 20 ms\. It is compared as the points come in\.$/,
  );
});

test('a choice is right by the verdict of the run; a look has none', () => {
  const result = syntheticResult(2, 'standard');
  const verdict = result.verdicts.find(({ outcome }) => outcome === 'holds') as Verdict;
  const found = { ...result, series: seriesOfExperiment(experiment), sweep: result.plan.sweep };
  const options = [
    { says: 'It gains nothing', outcome: 'holds' as const },
    { says: 'It gains a lot', outcome: 'does-not-hold' as const },
  ];
  const choice = (chosen: number) =>
    ({ kind: 'choose', ...said, by: { claim: verdict.claim }, options, chosen }) as const;
  assert.equal(choiceWords(choice(0), found), 'You chose “It gains nothing”, and that is what this run found.');
  assert.equal(
    choiceWords(choice(1), found),
    'You chose “It gains a lot”; this run found otherwise: “It gains nothing”.',
  );
  assert.match(choiceWords(choice(0), { ...found, verdicts: [] }), /it takes a Standard run/);
  const unsure = result.verdicts.map((one) => ({ ...one, outcome: 'cannot-tell' as const }));
  assert.match(choiceWords(choice(0), { ...found, verdicts: unsure }), /cannot tell/);
});

test('a choice is right by the number measured', () => {
  const found = started({ 'node-http': 40 });
  const by = { metric: 'startUp' as const, series: 'node-http', place: 'most' as const };
  const options = [
    { says: 'Below 20 ms', to: 20 },
    { says: 'Above', from: 20 },
  ];
  const choice = (chosen: number) => ({ kind: 'choose', ...said, by, options, chosen }) as const;
  assert.equal(cameOf(choice(1), found), 'You chose “Above”, and so it is: measured 40 ms.');
  assert.equal(cameOf(choice(0), found), 'You chose “Below 20 ms”; measured 40 ms: “Above”.');
});

test('shares are compared by their difference, so that nothing is infinitely far from 0 %', () => {
  const found = started({});
  const [point] = started({ 'rust-axum': 1 }).points as [Point];
  const kept = { ...found, points: [{ ...point, figures: { kept: 97 } }] };
  const curves = { 'rust-axum': [{ x: 1, value: 100 }] };
  assert.match(curveWords({ curves, metric: 'kept' }, kept), /within 10 points: .* you drew 100 %.*, measured 97 %/);
});

test('values have three digits at most and their unit', () => {
  assert.equal(roughly(1234.5, 'responseP99'), '1,230 ms');
  assert.equal(roughly(0.01234, 'timeEach'), '0.012 ns');
  assert.equal(roughly(1.234, 'speedUp'), '1.23 times');
});

test('a chart of one metric shows what was predicted of it, and nothing else', () => {
  const { sweep } = started({});
  const predictions = { v: 2 as const, made: [rank(order), number(50, 25, 100)], older: [] };
  const about = saidOf(predictions, 'startUp', sweep);
  assert.deepEqual(about.places, { 'rust-axum': 1, 'node-http': 2, spring: 3 });
  assert.deepEqual(about.guesses, [{ series: 'node-http', x: 1, value: 50, low: 25, high: 100 }]);
  assert.deepEqual(saidOf(predictions, 'size', sweep), { curves: {}, guesses: [], places: {} });
});

test('what was measured is called doubtful only where the doubt is about that metric', () => {
  const found = overRates({ 'node-http': { 4000: 30 } });
  const flagged = { ...found, points: found.points.map((point): Point => ({ ...point, flags: ['generatorLate'] })) };
  const number = { kind: 'number', ...said, series: 'node-http', place: 'most', value: 30, low: 20, high: 40 } as const;
  assert.match(numberWords({ ...number, metric: 'responseP99' }, flagged), /measured 30 ms \(in doubt\), inside/);
  assert.doesNotMatch(numberWords({ ...number, metric: 'throughput' }, flagged), /in doubt/);
});
