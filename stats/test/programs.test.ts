import assert from 'node:assert/strict';
import { test } from 'node:test';
import memoryPerTask from '../../content/experiments/memory-per-task.experiment.ts';
import spawned from '../../content/experiments/spawned.experiment.ts';
import { experimentSchema } from '../../protocol/experiment.ts';
import { type Plan, planSchema, type Step } from '../../protocol/plan.ts';
import { type Point, pointSchema } from '../../protocol/result.ts';
import { compilePlan, type HostForPlan, type VariantReadiness } from '../compile-plan.ts';
import { floorOf, judge } from '../judge.ts';

const spec = experimentSchema.parse(memoryPerTask);
const ready = new Map<string, VariantReadiness>(spec.series.map(({ variant }) => [variant, {}]));
const host = (physicalCores: number[]): HostForPlan => ({
  physicalCores,
  dependent: [],
  rho: 0,
  floorBlocks: () => 10,
});
const compile = (of: typeof spec, tier: Plan['tier'], physical = [0, 1, 2], facts = {}) =>
  planSchema.parse(compilePlan(of, tier, 1, { ...host(physical), ...facts }, ready));

const [one, two] = ['user', 'box'].map((id) => ({
  id,
  label: id,
  variant: 'rust/size-of',
  knobs: { TYPE: id },
}));
const question = {
  claim: 'memory.rust-user-64-bytes',
  metric: 'size',
  of: { series: 'user', at: 1 },
  sentence: 'A user takes less than 65 bytes.',
  rule: { kind: 'limit', below: 65 },
  status: 'settled',
  meaning: { holds: 'So it is.', doesNotHold: 'It is not so.' },
} as const;
/** A value and a ratio that are counted, not timed. */
const sizes = experimentSchema.parse({
  ...memoryPerTask,
  id: 'sizes',
  series: [one, two],
  sweep: { over: 'nothing' },
  questions: [
    question,
    { ...question, against: { series: 'box', at: 1 }, rule: { kind: 'about', k: 8 } },
    { ...question, against: { series: 'box', at: 1 }, rule: { kind: 'atLeast', k: 9 } },
  ],
});
const readySizes = ready.set('rust/size-of', {});

/** A point as a process of a program gives it. */
const pointOf = (step: Step, key: 'a' | 'b', slice: number, figures: Point['figures']): Point => {
  const server = step.servers.find((planned) => planned.key === key) as Step['servers'][number];
  return pointSchema.parse({
    step: step.id,
    kind: step.kind,
    block: step.block,
    attempt: 0,
    ...(step.pair ? { pair: step.pair } : {}),
    server: key,
    slice,
    series: server.series,
    variant: server.variant,
    x: server.x,
    cores: server.cores.length,
    ok: 1,
    failed: 0,
    censored: 0,
    unsent: 0,
    measuredUs: 1000,
    busyByCore: [],
    serviceUs: {},
    figures,
    limiter: 'unknown',
    flags: [],
  } satisfies Point);
};
const pointsOf = (plan: Plan, figures: (series: string, n: number) => Point['figures']) => {
  let n = 0;
  return plan.steps.flatMap((step) =>
    (step.processes ?? []).map(({ server: key }, slice) => {
      const series = step.servers.find((planned) => planned.key === key)?.series ?? '';
      return pointOf(step, key, slice, figures(series, n++));
    }),
  );
};

test('[ST8] the noise floor is that of a point that another one is compared with, never of one held against a limit', () => {
  const tasks = experimentSchema.parse(spawned);
  ready.set('rust/spawned', {});
  const { steps } = compile(tasks, 'standard', [0, 1], { floorBlocks: () => 0 });
  const floors = steps.filter(({ kind }) => kind === 'floor');
  assert.equal(floors.length, 5);
  for (const { servers } of floors) assert.equal(servers[0]?.series, 'one', 'and the smallest load of these');
});

test('[ST1] programs run in fresh processes, A B B A or B A A B, and nobody loads them', () => {
  const plan = compile(spec, 'standard');
  for (const { slices, processes, kind, servers } of plan.steps) {
    assert.deepEqual(slices, []);
    const order = (processes ?? []).map(({ server }) => server).join('');
    const expected = kind === 'look' ? /^a$/ : servers.length === 1 ? /^aa$/ : /^(abba|baab)$/;
    assert.match(order, expected);
  }
});

test('[FR13] both programs of a block are told the same seeds', () => {
  for (const { processes = [], servers } of compile(spec, 'standard').steps) {
    if (servers.length < 2) continue;
    const seeds = (key: string) => processes.filter(({ server }) => server === key).map(({ seed }) => seed);
    assert.deepEqual(seeds('a'), seeds('b'));
  }
});

test('a swept parameter is a knob of the program, beside those of its series', () => {
  const [first] = compile(spec, 'look').steps;
  assert.deepEqual(first?.servers[0]?.knobs, { KIND: 'threads', STACK_KB: 8192, COUNT: 1000 });
});

test('a series with an end of its own is not run beyond it, and nothing may be asked of it there', () => {
  const short = { ...spec.series[0], upTo: 1000 };
  const cut = experimentSchema.parse({ ...memoryPerTask, series: [short, ...spec.series.slice(1)], questions: [] });
  const xs = (tier: Plan['tier'], id: string) =>
    compile(cut, tier).steps.flatMap(({ servers }) => servers.filter(({ series }) => series === id).map(({ x }) => x));
  assert.deepEqual(xs('look', 'rust-threads'), [1000]);
  assert.deepEqual(xs('look', 'rust-tasks'), [1000, 10_000]);
  assert.deepEqual([...new Set(xs('standard', 'rust-threads'))], [1000], 'also where each point is repeated');
  const asked = experimentSchema.safeParse({ ...memoryPerTask, series: [short, ...spec.series.slice(1)] });
  assert.match(asked.error?.issues[0]?.message ?? '', /rust-threads` is not run beyond 1000/);
});

test('a program that runs for long says so in its plan', () => {
  const lasting = (seconds: number) =>
    experimentSchema.parse({ ...memoryPerTask, load: { ...memoryPerTask.load, seconds } });
  assert.equal(compile(lasting(6), 'look').estimatedMs, 3 * compile(lasting(2), 'look').estimatedMs);
});

test('[H3] a program has the last core, or all of them: there is no load tool to keep one for', () => {
  const coresOf = (of: typeof spec) => compile(of, 'look').steps.map(({ servers }) => servers[0]?.cores);
  assert.deepEqual(coresOf(spec)[0], [2]);
  assert.deepEqual(coresOf({ ...spec, load: { kind: 'program', cores: 'all' } })[0], [0, 1, 2]);
  const swept = coresOf({ ...spec, series: spec.series.slice(0, 1), sweep: { over: 'cores' } });
  assert.deepEqual(swept, [[2], [1, 2], [0, 1, 2]]);
});

test('[CP5] one core is refused for programs, too', () => {
  const refused = compilePlan(spec, 'look', 1, host([0]), ready);
  assert.equal('refused' in refused && refused.refused, 'too-few-cores');
});

test('a field that a program would ignore cannot be written', () => {
  const faultOf = (change: object) =>
    experimentSchema.safeParse({ ...memoryPerTask, ...change }).error?.issues[0]?.message;
  assert.match(faultOf({ sweep: { over: 'rate', values: [1] } }) ?? '', /offered no load/);
  assert.match(faultOf({ probes: true }) ?? '', /no inner probes/);
  assert.match(
    faultOf({ series: [{ ...memoryPerTask.series[0], path: '/ping' }] }) ?? '',
    /neither path nor connections/,
  );
});

test('[ST8] what is timed needs a noise floor, what is counted none', () => {
  const floors = (of: typeof spec) =>
    compile(of, 'standard', [0, 1], { floorBlocks: () => 0 }).steps.filter(({ kind }) => kind === 'floor').length;
  assert.equal(floors(spec), 5);
  assert.equal(floors(sizes), 0);
});

test('an exact value is measured once in every tier, and the look decides it', () => {
  for (const tier of ['look', 'standard'] as const) {
    const plan = planSchema.parse(compilePlan(sizes, tier, 1, host([0, 1]), readySizes));
    assert.deepEqual(
      plan.steps.map(({ kind }) => kind),
      ['look', 'look'],
    );
    const points = pointsOf(plan, (series) => ({ size: series === 'user' ? 64 : 8 }));
    const verdicts = judge(sizes, plan, points, undefined);
    assert.deepEqual(
      verdicts.map(({ outcome, ratio, low, high, blocks }) => ({ outcome, ratio, low, high, blocks })),
      [
        { outcome: 'holds', ratio: 64, low: 64, high: 64, blocks: 1 },
        { outcome: 'holds', ratio: 8, low: 8, high: 8, blocks: 1 },
        { outcome: 'does-not-hold', ratio: 8, low: 8, high: 8, blocks: 1 },
      ],
    );
  }
});

test('an exact value that was not measured decides nothing', () => {
  const plan = planSchema.parse(compilePlan(sizes, 'look', 1, host([0, 1]), readySizes));
  const [verdict] = judge(sizes, plan, [], undefined);
  assert.equal(verdict?.outcome, 'cannot-tell');
});

test('[ST10] figures of programs are judged by blocks like those of servers', () => {
  const plan = compile(spec, 'standard');
  const floor = {
    mode: 'split',
    measuredAt: '2026-01-01T00:00:00Z',
    variant: 'rust/waiting',
    blocks: 5,
    byMetric: { residentEach: 0.01, virtualEach: 0.01 },
  } as const;
  const points = pointsOf(plan, (series, n) => ({
    residentEach: (series === 'rust-threads' ? 9800 : 470) + (n % 3),
    virtualEach: series === 'rust-threads' ? 8_500_000 : 1_060_000,
  }));
  assert.deepEqual(
    judge(spec, plan, points, floor).map(({ outcome, blocks }) => ({ outcome, blocks })),
    [
      { outcome: 'holds', blocks: 5 },
      { outcome: 'holds', blocks: 5 },
      { outcome: 'holds', blocks: 5 },
      { outcome: 'holds', blocks: 5 },
      { outcome: 'does-not-hold', blocks: 5 },
    ],
  );
});

test('[ST8] the floor of a program speaks of what it says, and not of the memory of servers', () => {
  const plan = compile(spec, 'standard', [0, 1], { floorBlocks: () => 0 });
  const points = pointsOf(plan, (_, n) => ({ residentEach: 9800 + (n % 5) })).map((point) => ({
    ...point,
    peakRssBytes: 1e6,
  }));
  const floor = floorOf(plan, points, '2026-01-01T00:00:00Z');
  assert.deepEqual(Object.keys(floor?.byMetric ?? {}), ['residentEach']);
});

test('an experiment on programs knows subjects only', () => {
  const refused = compilePlan(spec, 'look', 1, host([0, 1]), new Map());
  assert.match('refused' in refused ? refused.text : '', /There is no subject rust\/waiting\./);
});
