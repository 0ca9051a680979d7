import assert from 'node:assert/strict';
import { test } from 'node:test';
import { experiment, openExperiment } from '../../../components/charts/test/fixtures/synthetic-run.ts';
import type { Experiment } from '../../../protocol/experiment.ts';
import { readExperiments } from '../experiments.ts';
import { loadWords, placeWords, ruleWords, sweptWords } from '../spec-words.ts';

const sized: Pick<Experiment, 'series' | 'sweep'> = {
  series: [{ id: 'node', label: 'Node', variant: 'node/sha256' }],
  sweep: { over: 'parameter', name: 'bytes', label: 'Size', unit: 'bytes', values: [64, 1024] },
};

test('what changes is named with its values and their unit', () => {
  assert.equal(sweptWords(sized as Experiment), 'size: 64 and 1,024 bytes');
  assert.equal(sweptWords(openExperiment), 'offered load: 500, 1,000, 2,000 and 4,000 requests/s');
  assert.equal(sweptWords(experiment), 'the cores of the server, from one to as many as the machine has');
});

test('a load is told with its path, and whether it waits for answers', () => {
  assert.match(loadWords(experiment), /^64 connections ask for `\/burn\?n=1800000`\..*\(closed load\)\.$/);
  assert.match(loadWords(openExperiment), /1,000 requests a second .* at random moments .*\(open load\)\.$/);
});

test('a server behind the others is told with its settings', () => {
  const behind = { variant: 'upstream/slow', knobs: { DELAY_MS: 50 } };
  assert.match(
    loadWords({ ...experiment, behind }),
    /Each server asks another one in its turn: `upstream\/slow` with `DELAY_MS=50`\.$/,
  );
});

test('a point is named by its series and where it stands', () => {
  assert.equal(placeWords(sized, { series: 'node', at: 1024 }), 'Node at 1,024 bytes');
  assert.equal(placeWords(sized, { series: 'node', at: 'least' }), 'Node at 64 bytes');
  assert.equal(placeWords(experiment, { series: 'rust-axum', at: 'most' }), 'rust/axum on all cores');
  assert.equal(placeWords(experiment, { series: 'rust-axum', at: 'least' }), 'rust/axum on one core');
});

for (const [rule, words] of [
  [{ kind: 'limit', below: 1.1 }, 'holds when the whole interval lies below 1.1 × the first round'],
  [
    { kind: 'atLeast', perCore: 0.75 },
    'holds when the interval of the ratio begins at 0.75 times the number of cores, or above',
  ],
  [{ kind: 'atLeast', k: 5 }, 'holds when the interval of the ratio begins at 5 or above'],
  [{ kind: 'equal', margin: 0.1 }, 'holds when the whole interval of the ratio lies between 0.909 and 1.1'],
  [{ kind: 'about', k: 50 }, 'holds when the whole interval of the ratio lies between 40 and 62.5'],
] as const)
  test(`the rule "${rule.kind}" is told by the interval: ${words}`, () => {
    assert.equal(ruleWords({ rule, metric: 'growth' }), words);
  });

test('every experiment of the course can be told', async () => {
  for (const one of await readExperiments())
    for (const text of [
      sweptWords(one),
      loadWords(one),
      ...one.questions.flatMap((question) => [ruleWords(question), placeWords(one, question.of)]),
    ])
      assert.doesNotMatch(text, /undefined|NaN|Infinity| {2}/, one.id);
});
