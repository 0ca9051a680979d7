import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type ExperimentSpec, experimentSchema } from '../../../protocol/experiment.ts';
import type { BuildState } from '../../../protocol/host.ts';
import type { HubMessage } from '../../../protocol/messages.ts';
import type { Order, VariantInfo } from '../../../protocol/runner-messages.ts';
import { readHostCard } from '../../runner/host-card.ts';
import { readVariants } from '../../runner/variants.ts';
import { Runs } from '../runs.ts';
import { openStore } from '../store.ts';

/** What may run, as far as the hub decides it: a runner that only notes its orders, everything else as it is. */
const data = mkdtempSync(join(tmpdir(), 'loadstone-readiness-'));
after(() => rmSync(data, { recursive: true, force: true }));
const { all } = readVariants(join(import.meta.dirname, '../../variants'));
const http = all.get('node/http') as VariantInfo;
const host = { ...readHostCard('pod', {}), physicalCores: [0, 1], usableCores: [0, 1] };

const spec = (knobs?: Record<string, number>) =>
  experimentSchema.parse({
    id: 'one',
    title: 'One',
    question: 'Does it run?',
    series: [{ id: 'a', label: 'a', variant: 'node/http', ...(knobs ? { knobs } : {}) }],
    load: { kind: 'closed', path: '/ping', connections: 8, requests: { look: 100, block: 100 } },
    sweep: { over: 'cores' },
    questions: [],
    needs: { cores: 2, cpuPerRequestUs: 0 },
    willNotShowWhen: ['never'],
  } satisfies ExperimentSpec);

function hub(state: Partial<BuildState>, experiment = spec(), variant = http) {
  const ready = (target: string): [string, BuildState] => [target, { target, title: target, state: 'ready' }];
  const orders: Order[] = [];
  const said: HubMessage[] = [];
  const runner = {
    host,
    problem: undefined,
    variants: new Map([['node/http', variant]]),
    subjects: new Map(),
    builds: new Map([ready('load'), ['node/http', { ...ready('node/http')[1], ...state }]]),
    send: (order: Order) => void orders.push(order),
  };
  const store = openStore(join(data, `${Math.random()}.sqlite`));
  const runs = new Runs(store, runner, new Map([['one', experiment]]), (message) => said.push(message));
  return { runs, runner, orders, said };
}

const refusal = (code: string, text: RegExp) => (error: { problem?: { code: string; text: string } }) => {
  assert.equal(error.problem?.code, code);
  assert.match(error.problem?.text ?? '', text);
  return true;
};

test('an experiment on a server that breaks the contract is refused, with what it does wrong', () => {
  const complaint = 'GET /json answers 935 bytes instead of 936.';
  const { runs, orders } = hub({
    state: 'failed',
    text: `It breaks the contract: ${complaint}`,
    complaints: [complaint],
  });
  assert.throws(() => runs.start('one', 'look', 1), refusal('variant-unavailable', /node\/http: .*935 bytes/));
  assert.deepEqual(orders, []);
});

test('while a server is being checked its experiment is refused, with that; afterwards it runs', () => {
  const { runs, runner, orders } = hub({ state: 'checking', text: 'It is being checked against the contract.' });
  assert.throws(() => runs.start('one', 'look', 1), refusal('variant-unavailable', /is being checked/));
  runner.builds.set('node/http', { target: 'node/http', title: 'node/http', state: 'ready' });
  runs.start('one', 'look', 1);
  assert.equal(orders[0]?.t, 'run.start');
});

test('a knob that a server does not have, or a value out of its range, is refused with one sentence', () => {
  assert.throws(
    () => hub({}, spec({ CAPACITY: 5 })).runs.start('one', 'look', 1),
    refusal('bad-spec', /^node\/http has no knob CAPACITY; it has UV_THREADPOOL_SIZE\.$/),
  );
  const knobs = [{ name: 'CAPACITY', summary: 'Entries.', least: 1, most: 10, default: 5 }];
  const variant = { ...http, manifest: { ...http.manifest, knobs } };
  const started = (value: number) => hub({}, spec({ CAPACITY: value }), variant).runs.start('one', 'look', 1).plan;
  assert.throws(
    () => started(11),
    refusal('bad-spec', /^CAPACITY of node\/http must be a whole number from 1 to 10, not 11/),
  );
  assert.deepEqual(started(7).steps[0]?.servers[0]?.knobs, { CAPACITY: 7 });
});

test('a run that waited while a new runner found other sources is not measured under the old hash', () => {
  const { runs, runner, orders, said } = hub({});
  runs.start('one', 'look', 1);
  const { run } = runs.start('one', 'look', 2);
  runner.variants.set('node/http', { ...http, sourceHash: '0'.repeat(64) });
  runs.runnerGone();
  runs.runnerReady();
  const ended = said.find((message) => message.t === 'run.result' && message.run === run);
  assert.equal(ended?.t === 'run.result' && ended.result.problem?.code, 'source-mismatch');
  assert.equal(orders.length, 1);
});
