import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problem } from '../../../protocol/errors.ts';
import type { HubMessage, RunState, RunStatus } from '../../../protocol/messages.ts';
import {
  syntheticHost,
  syntheticPlan,
  syntheticPoints,
  syntheticResult,
  syntheticSamples,
} from '../../charts/test/fixtures/synthetic-run.ts';
import { activeRun, emptyState, type LiveEvent, type LiveState, liveReducer, nextSample } from '../run-reducer.ts';

const plan = syntheticPlan(2, 'look');
const points = syntheticPoints(plan, 2);
const samples = syntheticSamples(plan, points);
const status = (state: RunState, attempt = 1): RunStatus => ({
  run: 'r-1',
  experiment: 'cores',
  tier: 'look',
  attempt,
  state,
  text: state,
});
const message = (body: HubMessage): LiveEvent => ({ kind: 'message', message: body });
const state = (next: RunStatus) => message({ v: 1, t: 'run.state', status: next });
const after = (events: readonly LiveEvent[], from: LiveState = emptyState) => events.reduce(liveReducer, from);
const accepted = message({ v: 1, t: 'run.accepted', ref: 'mark', run: 'r-1', experiment: 'cores', plan });
const run = (live: LiveState) => live.runs.get('r-1');

test('an answered request is found by its mark', () => {
  assert.deepEqual(after([accepted]).asked.get('mark'), { run: 'r-1' });
  const refusal = problem('too-few-cores', 'One core only.');
  assert.deepEqual(after([message({ v: 1, t: 'error', ref: 'mark', problem: refusal })]).asked.get('mark'), {
    problem: refusal,
  });
});

test('welcome brings host, builds and the runs under way', () => {
  const live = after([
    message({
      v: 1,
      t: 'welcome',
      boot: 'b',
      host: syntheticHost(2),
      facilities: { tools: [{ title: 'Rust', use: 'the load tool', version: '1.95.0' }] },
      independent: true,
      builds: [],
      floors: [],
      runs: [status('measuring')],
    }),
  ]);
  assert.equal(live.host?.usableCores.length, 2);
  assert.equal(live.facilities.tools[0]?.version, '1.95.0');
  assert.equal(live.independent, true);
  assert.equal(activeRun(live, 'cores')?.run, 'r-1');
});

test('samples and points that are sent again count once', () => {
  const first = message({ v: 1, t: 'run.samples', run: 'r-1', samples: samples.slice(0, 5) });
  const again = message({ v: 1, t: 'run.samples', run: 'r-1', samples: samples.slice(3, 8) });
  const live = after([
    accepted,
    first,
    again,
    ...points.map((point) => message({ v: 1, t: 'run.point', run: 'r-1', point })),
    ...points.map((point) => message({ v: 1, t: 'run.point', run: 'r-1', point })),
  ]);
  assert.deepEqual(
    run(live)?.samples.map((sample) => sample.seq),
    [0, 1, 2, 3, 4, 5, 6, 7],
  );
  assert.equal(run(live)?.points.length, points.length);
  assert.equal(nextSample(run(live)), 8);
  assert.equal(nextSample(undefined), 0);
});

test('a plan that the hub made final replaces the one that was accepted', () => {
  const final = { ...plan, estimatedMs: plan.estimatedMs + 1000 };
  const live = after([accepted, message({ v: 1, t: 'run.plan', run: 'r-1', plan: final })]);
  assert.equal(run(live)?.plan?.estimatedMs, final.estimatedMs);
});

test('a noise floor that a run found is known for the next plan', () => {
  const result = { ...syntheticResult(2, 'standard'), run: 'r-1' };
  assert.deepEqual(after([message({ v: 1, t: 'run.result', run: 'r-1', result })]).floors, [result.floor]);
});

test('what an older attempt still says is dropped', () => {
  const live = after([accepted, state(status('measuring', 2)), state(status('failed', 1))]);
  assert.equal(run(live)?.status?.state, 'measuring');
});

test('a newer attempt begins with an empty chart', () => {
  const live = after([
    accepted,
    state(status('measuring', 1)),
    message({ v: 1, t: 'run.samples', run: 'r-1', samples: samples.slice(0, 3) }),
    state(status('starting', 2)),
  ]);
  assert.deepEqual(run(live)?.samples, []);
});

test('leaving the queue loses nothing: attempt 0 is the wait', () => {
  const live = after([
    accepted,
    state(status('queued', 0)),
    message({ v: 1, t: 'run.samples', run: 'r-1', samples: samples.slice(0, 3) }),
    state(status('measuring', 1)),
  ]);
  assert.equal(run(live)?.samples.length, 3);
});

test('a run that is over stays over', () => {
  const live = after([accepted, state(status('done')), state(status('measuring'))]);
  assert.equal(run(live)?.status?.state, 'done');
  assert.equal(activeRun(live, 'cores'), undefined);
});

test('the result brings what was missed', () => {
  const result = { ...syntheticResult(2, 'look'), run: 'r-1' };
  const live = after([message({ v: 1, t: 'run.result', run: 'r-1', result })]);
  assert.equal(run(live)?.points.length, result.points.length);
  assert.equal(run(live)?.result, result);
});

test('samples of a run nobody asked for are ignored', () => {
  assert.equal(after([message({ v: 1, t: 'run.samples', run: 'r-9', samples: samples.slice(0, 2) })]), emptyState);
});

test('a kept run and the live one are the same record', () => {
  const live = after([
    { kind: 'stored', status: status('measuring'), plan, samples: samples.slice(0, 4), points: points.slice(0, 2) },
    message({ v: 1, t: 'run.samples', run: 'r-1', samples: samples.slice(2, 6) }),
  ]);
  assert.equal(run(live)?.samples.length, 6);
});

test('faults are counted and the first one is kept', () => {
  const live = after([
    { kind: 'fault', text: 'a' },
    { kind: 'fault', text: 'b' },
  ]);
  assert.deepEqual(live.faults, { count: 2, first: 'a' });
});

test('a build is replaced by its newer state', () => {
  const build = (done: number) =>
    message({
      v: 1,
      t: 'build.state',
      build: { target: 'rust/hyper', title: 'rust/hyper', state: 'building', done, total: 58 },
    });
  assert.deepEqual(
    after([build(3), build(31)]).builds.map((item) => item.done),
    [31],
  );
});
