import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ExperimentSpec, experimentSchema } from '../../protocol/experiment.ts';
import { type Plan, planSchema } from '../../protocol/plan.ts';
import { calibrationsOf, compilePlan, type HostForPlan, type VariantReadiness } from '../compile-plan.ts';

const host = (cores: number): HostForPlan => ({
  physicalCores: Array.from({ length: cores }, (_, i) => i),
  dependent: [],
  rho: 1,
  floorBlocks: () => 10,
});
const POOL = { name: 'POOL', summary: 'Connections.', least: 1, most: 200, default: 10 };
const SLOTS = { name: 'SLOTS', summary: 'Slots.', least: 1, most: 100, default: 10 };
const ready = new Map<string, VariantReadiness>([
  ['node/http', { spreads: 'one-thread', knobs: [] }],
  ['rust/axum', { spreads: 'threads', knobs: [] }],
  ['node/users-pg', { spreads: 'one-thread', knobs: [POOL], services: ['postgres'] }],
  ['upstream/slow', { spreads: 'threads', knobs: [SLOTS] }],
]);
const series = [{ id: 'one', label: 'one', variant: 'node/http' }];
const open = { kind: 'open', path: '/sleep?ms=5', rate: 100, arrivals: 'poisson', connections: 64 } as const;
const base = {
  id: 'loads',
  title: 'Loads',
  question: 'What is asked?',
  series,
  load: open,
  sweep: { over: 'nothing' },
  questions: [],
  needs: { cores: 1 },
  willNotShowWhen: ['never'],
} satisfies ExperimentSpec;

function look(change: Partial<ExperimentSpec>, cores = 2): Plan {
  const plan = compilePlan(experimentSchema.parse({ ...base, ...change }), 'look', 1, host(cores), ready);
  assert.ok('steps' in plan, JSON.stringify(plan));
  return planSchema.parse(plan);
}
const refusal = (change: Partial<ExperimentSpec>) => {
  const parsed = experimentSchema.safeParse({ ...base, ...change });
  if (!parsed.success) return parsed.error.issues[0]?.message ?? '';
  const plan = compilePlan(parsed.data, 'look', 1, host(2), ready);
  return 'refused' in plan ? plan.text : '';
};
const slices = ({ steps }: Plan) => steps.flatMap((step) => step.slices);
const servers = ({ steps }: Plan) => steps.flatMap((step) => step.servers);

const burn = { name: 'burn', path: '/burn?ms=200', percent: 0 };
const labels = { label: 'Share', unit: '%' };

test('a share is swept: at 0 the requests of this kind are left out', () => {
  const plan = look({
    load: { ...open, seconds: 20, among: [burn] },
    sweep: { over: 'share', name: 'burn', ...labels, values: [5, 0, 0.1] },
  });
  assert.deepEqual(
    slices(plan).map(({ among }) => among?.[0]?.percent),
    [undefined, 0.1, 5],
  );
  assert.deepEqual(plan.sweep, { over: 'parameter', ...labels, values: [0, 0.1, 5] });
  assert.deepEqual(slices(plan)[0]?.shape, {
    kind: 'open',
    segments: [{ from: 100, to: 100, seconds: 20 }],
    arrivals: 'poisson',
    connections: 64,
  });
});

test('those beside are swept: with none of them there is no second load', () => {
  const beside = { path: '/burn?ms=500', connections: 1 };
  const plan = look({
    load: { ...open, beside },
    sweep: { over: 'beside', label: 'Computing', unit: 'requests', values: [0, 1, 4] },
  });
  assert.deepEqual(
    slices(plan).map((slice) => slice.beside?.connections),
    [undefined, 1, 4],
  );
});

test('a knob of the servers is swept, WORKERS too where more than one answers', () => {
  const workers = {
    over: 'knob',
    name: 'WORKERS',
    label: 'Workers',
    unit: '',
    values: [1, 2, 4],
  } satisfies ExperimentSpec['sweep'];
  const axum = [{ id: 'axum', label: 'axum', variant: 'rust/axum' }];
  assert.deepEqual(
    servers(look({ series: axum, sweep: workers })).map(({ knobs }) => knobs?.['WORKERS']),
    [1, 2, 4],
  );
  assert.match(refusal({ sweep: workers }), /node\/http has no knob WORKERS/);
  assert.match(refusal({ series: axum, sweep: { ...workers, values: [0] } }), /WORKERS of rust\/axum must be/);
});

test('what is behind the servers has its knobs, and a core of its own where there are four', () => {
  const behind = { variant: 'upstream/slow', knobs: { SLOTS: 10 } };
  const swept = {
    over: 'knob',
    of: 'behind',
    name: 'SLOTS',
    label: 'Slots',
    unit: '',
    values: [1, 20],
  } satisfies ExperimentSpec['sweep'];
  const few = servers(look({ behind, sweep: swept }));
  assert.deepEqual(
    few.map((server) => server.behind),
    [1, 20].map((slots) => ({ cores: [0], variant: 'upstream/slow', knobs: { SLOTS: slots } })),
  );
  const [four] = look({ behind }, 4).steps;
  assert.deepEqual(four?.servers[0]?.behind?.cores, [3]);
  assert.ok(!four?.servers[0]?.cores.includes(3) && !four?.slices[0]?.loadCores.includes(3));
  assert.match(refusal({ sweep: swept }), /nothing is behind/);
  assert.match(refusal({ behind: { variant: 'upstream/slow', knobs: { SLOTS: 0 } } }), /SLOTS of upstream\/slow/);
});

test('a database runs where the plan says, and only beside who needs one', () => {
  const users = { id: 'users', label: 'users', variant: 'node/users-pg', path: '/users?limit=1' };
  const plan = look({ series: [...series, users] }, 4);
  assert.deepEqual(
    servers(plan).map(({ behind }) => behind),
    [undefined, { cores: [3] }],
  );
});

test('the same server is asked in two ways, side by side', () => {
  const closed = { kind: 'closed', path: '/ping', connections: 64, seconds: 20 } as const;
  const plan = look({
    series: [...series, { id: 'two', label: 'closed', variant: 'node/http', load: closed }],
    freeze: { everyMs: 5000, forMs: 1000 },
  });
  assert.deepEqual(
    slices(plan).map(({ path, shape }) => [path, shape.kind]),
    [
      ['/sleep?ms=5', 'open'],
      ['/ping', 'closed'],
    ],
  );
  assert.deepEqual(plan.freeze, { everyMs: 5000, forMs: 1000 });
  assert.match(
    refusal({ series: [{ ...series[0], id: 'two', label: 'two', variant: 'node/http', load: closed, path: '/json' }] }),
    /its own path/,
  );
});

test('connections are held over a sweep, with the same number of echoes a second of all together', () => {
  const load = { kind: 'hold', path: '/ws', connections: 100, echoRate: 50 } as const;
  const spec = experimentSchema.parse({ ...base, load, sweep: { over: 'connections', values: [100, 1000] } });
  const plan = compilePlan(spec, 'look', 1, host(2), ready) as Plan;
  assert.deepEqual(
    slices(plan).map(({ shape }) => shape),
    [100, 1000].map((connections) => ({ kind: 'hold', connections, echoRate: 50 / connections, seconds: 5 })),
  );
  assert.deepEqual(calibrationsOf(spec, ready), [], 'the load tool has nothing to keep up with');
});

test('an experiment that asks nothing repeats each of its points, beside no other', () => {
  const spec = experimentSchema.parse({
    ...base,
    series: [...series, { id: 'two', label: 'two', variant: 'rust/axum' }],
  });
  const blocks = (compilePlan(spec, 'quick', 1, host(2), ready) as Plan).steps.filter(({ kind }) => kind === 'block');
  assert.equal(blocks.length, 2 * 3);
  for (const block of blocks) assert.equal(block.servers.length, 1);
});

const relative = { kind: 'relative', path: '/burn?n=600000', arrivals: 'poisson', connections: 64 } as const;

test("a load that is a share of each server's full rate is swept in percent, and the rate is left to the run", () => {
  const plan = look({ load: relative, sweep: { over: 'load', values: [110, 50] } });
  assert.deepEqual(
    slices(plan).map(({ shape }) => shape),
    [50, 110].map((percent) => ({ kind: 'relative', percent, arrivals: 'poisson', connections: 64, seconds: 5 })),
  );
  assert.equal(plan.sweep.unit, '% of the full rate');
  const open = look({ sweep: { over: 'rate', values: [50, 110] } });
  assert.ok(plan.estimatedMs > open.estimatedMs, 'finding the full rate takes time as well');
});

test('a spec whose parts do not fit is refused with what to do', () => {
  assert.match(refusal({ sweep: { over: 'share', name: 'burn', ...labels, values: [1] } }), /no load has requests/);
  assert.match(refusal({ sweep: { over: 'beside', ...labels, values: [1] } }), /nobody asks beside/);
  assert.match(refusal({ load: { ...open, among: [{ ...burn, name: 'main' }] } }), /a name of its own/);
  assert.match(refusal({ load: { ...open, among: [{ ...burn, percent: 100 }] } }), /leave nothing/);
  assert.match(refusal({ freeze: { everyMs: 1000, forMs: 1000 } }), /always stands still/);
  assert.match(refusal({ sweep: { over: 'load', values: [50] } }), /needs a relative load/);
  assert.match(refusal({ load: relative }), /sweep over `load`/);
  assert.match(refusal({ model: 'fixed-service-queue' }), /response times over load/);
  const many = Array.from({ length: 9 }, (_, i) => ({ id: `s${i}`, label: 's', variant: 'node/http' }));
  assert.match(refusal({ series: many, sweep: { over: 'rate', values: [1] } }), /cannot be told apart/);
  assert.equal(refusal({ series: many }), '');
});
