import assert from 'node:assert/strict';
import { test } from 'node:test';

import { problem } from '../../../protocol/errors.ts';
import type { RunStatus } from '../../../protocol/messages.ts';
import { seriesOfExperiment } from '../../charts/series.ts';
import {
  experiment,
  openExperiment,
  syntheticHost,
  syntheticPlan,
  syntheticPoints,
  syntheticSamples,
} from '../../charts/test/fixtures/synthetic-run.ts';
import type { RunRecord } from '../../connection/run-reducer.ts';
import {
  announcement,
  buildWords,
  foresee,
  mismatchWords,
  pendingBuilds,
  planWords,
  progress,
  statusLine,
  tierLabel,
  tierWords,
} from '../run-words.ts';

const plan = syntheticPlan(2, 'look');
const points = syntheticPoints(plan, 2);
const samples = syntheticSamples(plan, points);
const status: RunStatus = {
  run: 'r-1',
  experiment: 'cores',
  tier: 'look',
  attempt: 1,
  state: 'measuring',
  text: 'Measuring rust/hyper on 2 cores',
};
const record = (change: Partial<RunRecord>): RunRecord => ({
  run: 'r-1',
  experiment: 'cores',
  status,
  plan,
  samples: [],
  points: [],
  result: undefined,
  ...change,
});

test('the time of a tier is known before it runs', () => {
  assert.match(
    tierLabel('Standard', foresee(experiment, 'standard', syntheticHost(2), [], [])),
    /^Standard, about \d+ min$/,
  );
  assert.match(tierLabel('Look', foresee(experiment, 'look', syntheticHost(2), [], [])), /^Look, about \d+ s$/);
});

test('a tier says what it repeats, and of what is only counted that it repeats nothing', () => {
  const seen = foresee(experiment, 'standard', syntheticHost(2), [], []);
  assert.equal(tierWords('standard', seen), 'repeats five times and gives verdicts');
  const counted = 'steps' in seen ? { ...seen, steps: seen.steps.filter(({ kind }) => kind === 'look') } : seen;
  assert.match(tierWords('standard', counted), /^gives verdicts: .* needs no repetition$/);
  assert.equal(tierWords('look', counted), 'draws a first picture and decides nothing');
});

test('before it starts a plan says of what it consists, the noise floor only when it is not known', () => {
  const words = (floors: Parameters<typeof foresee>[4]) => {
    const seen = foresee(openExperiment, 'standard', syntheticHost(4), [], floors);
    return 'steps' in seen ? planWords(seen) : seen.refused;
  };
  assert.match(
    words([]),
    /^8 points, each measured once, the noise floor, once for this machine \(5 blocks of a server against itself\) and 1 comparison in 5 blocks each: about \d+ min\.$/,
  );
  const floor = {
    mode: 'split',
    measuredAt: '2026-11-20T09:00:00.000Z',
    variant: 'node/http',
    blocks: 5,
    byMetric: { responseP99: 0.04 },
  } as const;
  assert.match(words([floor]), /^8 points, each measured once and 1 comparison in 5 blocks each: about /);
});

test('one core is refused before Run, with the reason', () => {
  assert.deepEqual(foresee(experiment, 'look', syntheticHost(1), [], []), {
    refused: 'This experiment needs 2 physical cores; this host has 1 physical core.',
  });
});

test('a queued run says its place and its wait', () => {
  assert.equal(
    statusLine({ ...status, state: 'queued', place: 2, expectedWaitMs: 61_000 }, plan),
    'Waiting for the cores: place 2, about 60 s to wait.',
  );
  assert.equal(statusLine({ ...status, state: 'queued' }, plan), 'Waiting for the cores.');
});

test('a failed run says what happened and what to do', () => {
  const cause = problem('server-failed', 'node/http ended with code 1.');
  assert.equal(
    statusLine({ ...status, state: 'failed', problem: cause }, plan),
    `Failed. ${cause.text} ${cause.remedy}`,
  );
});

test('progress counts steps', () => {
  assert.deepEqual(progress(record({})), { done: 0, steps: 10 });
  assert.deepEqual(progress(record({ samples })), { done: 9, steps: 10 });
  assert.deepEqual(progress(record({ status: { ...status, state: 'done' } })), { done: 10, steps: 10 });
});

test('of programs there are no samples: a step is over when each of its processes has a point', () => {
  const [first, second] = plan.steps as [(typeof plan.steps)[0], (typeof plan.steps)[0]];
  const processes = Array.from({ length: 2 }, () => ({}) as NonNullable<typeof first.processes>[number]);
  const programs = { ...plan, steps: [first, second].map((step) => ({ ...step, processes })) };
  const point = (step: string) => ({ ...(points[0] as (typeof points)[0]), step });
  const seen = (...steps: string[]) => progress(record({ plan: programs, points: steps.map(point) })).done;
  assert.deepEqual(
    [seen(), seen(first.id), seen(first.id, first.id), seen(first.id, first.id, second.id)],
    [0, 0, 1, 1],
  );
});

test('listeners hear start, half and end, not each point', () => {
  const series = seriesOfExperiment(experiment);
  const heard = new Set(samples.map((_, i) => announcement(record({ samples: samples.slice(0, i + 1) }), series)));
  assert.deepEqual([...heard], ['The run has started.', 'The run is half done.']);
  assert.match(
    announcement(record({ status: { ...status, state: 'done' }, points }), series),
    /^The run is done\. On 2 cores /,
  );
});

test('a build says how far it is, or the command that helps', () => {
  const build = { target: 'rust/hyper', title: 'rust/hyper' };
  assert.equal(
    buildWords({ ...build, state: 'building', done: 31, total: 58 }),
    'rust/hyper is being built, 31 of 58 parts.',
  );
  assert.equal(
    buildWords({ ...build, state: 'unavailable', text: 'Rust is not installed.', command: 'x' }),
    'rust/hyper is not available: Rust is not installed. The command that brings it:',
  );
});

test('a server that was built and does not answer as all must is not called a failed build', () => {
  const build = { target: 'rust/hyper', title: 'rust/hyper', state: 'failed' as const };
  assert.match(buildWords({ ...build, text: 'The compiler refused it.' }), /^rust\/hyper could not be built: /);
  const broken = { ...build, text: 'It breaks the contract: …', complaints: ['GET /json answers 935 bytes.'] };
  assert.match(buildWords(broken), /^rust\/hyper does not answer as all servers must, so nothing runs it:$/);
});

test('the load tool comes first among what is waited for, and other experiments do not count', () => {
  const builds = ['rust/hyper', 'java/other', 'load'].map((target) => ({
    target,
    title: target,
    state: 'building' as const,
  }));
  assert.deepEqual(
    pendingBuilds(experiment, builds).map((build) => build.target),
    ['load', 'rust/hyper'],
  );
});

test('other code than the measured one is named', () => {
  assert.equal(mismatchWords({ 'node/http': 'a' }, { 'node/http': 'a', 'rust/hyper': 'b' }), undefined);
  assert.equal(
    mismatchWords({ 'node/http': 'a', 'rust/hyper': 'c' }, { 'node/http': 'a', 'rust/hyper': 'b' }),
    'The page shows other code than what was measured: rust/hyper changed in between.',
  );
});
