import assert from 'node:assert/strict';
import { test } from 'node:test';
import cores from '../../content/experiments/cores.experiment.ts';
import { experimentSchema, type Tier } from '../../protocol/experiment.ts';
import { type Plan, planSchema } from '../../protocol/plan.ts';
import type { Flag, NoiseFloor, Point } from '../../protocol/result.ts';
import {
  calibrationsOf,
  compileCalibration,
  compilePlan,
  type HostForPlan,
  type VariantReadiness,
} from '../compile-plan.ts';
import { doubtWords, floorOf, judge } from '../judge.ts';

const spec = experimentSchema.parse(cores);
const ready = new Map<string, VariantReadiness>([
  ['node/http', { spreads: 'one-thread' }],
  ['node/cluster', { spreads: 'processes' }],
  ['rust/hyper', { spreads: 'threads' }],
  ['rust/axum', { spreads: 'threads' }],
]);
const host = (physicalCores: number[]): HostForPlan => ({
  physicalCores,
  dependent: [],
  rho: 1,
  floorBlocks: () => 10,
});
const plan = (tier: Parameters<typeof compilePlan>[1], seed = 1, physical = [0, 1], variants = ready) =>
  compilePlan(spec, tier, seed, host(physical), variants) as Plan;

test('a plan is the same for the same seed, another for another, and fits its schema', () => {
  assert.deepEqual(plan('standard', 5), plan('standard', 5));
  assert.notDeepEqual(plan('standard', 5), plan('standard', 6));
  planSchema.parse(plan('standard'));
});

test('[ST4] a look measures every series once on every core count and repeats nothing', () => {
  const { steps } = plan('look');
  assert.deepEqual(
    steps.map((step) => step.id),
    spec.series.flatMap(({ id }) => [`look-${id}-1`, `look-${id}-2`]),
  );
});

test('[ST4] [ST1] the standard tier repeats each deciding series in five blocks, A B B A or B A A B', () => {
  const blocks = plan('standard').steps.filter((step) => step.kind === 'block');
  assert.equal(blocks.length, 5 * 4, 'questions that compare the same points share their blocks');
  for (const block of blocks) {
    assert.match(block.slices.map((slice) => slice.server).join(''), /^(abba|baab)$/);
    assert.deepEqual(
      block.servers.map((server) => server.cores.length),
      [2, 1],
    );
  }
  const orders = new Set(blocks.map((block) => block.slices[0]?.server));
  assert.equal(orders.size, 2, 'both orders occur');
});

test('[CP5] [ST14] on sixteen cores a careful run repeats every number of cores, and says how far a law may be drawn', () => {
  const sixteen = Array.from({ length: 16 }, (_, i) => i);
  const careful = plan('careful', 1, sixteen);
  const [, ...more] = careful.sweep.values;
  const compared = new Set(careful.steps.flatMap(({ pair }) => pair ?? []));
  for (const { id } of spec.series)
    for (const x of more) assert.ok(compared.has(`${id}@${x}/${id}@1`), `${id} on ${x} cores`);
  assert.deepEqual(careful.reach, { law: 'usl', upTo: 4 * (careful.sweep.values.at(-1) as number) });
  assert.equal(plan('standard', 1, sixteen).reach, undefined, 'five blocks give no band');
  assert.equal(plan('careful').reach, undefined, 'two cores allow no model');
});

test('[CP7] on shared cores the load tool runs where the server runs', () => {
  for (const step of plan('standard').steps)
    for (const slice of step.slices)
      assert.deepEqual(slice.loadCores, step.servers.find((server) => server.key === slice.server)?.cores);
});

test('a variant that is not built is left out with its reason, the others run', () => {
  const partly = new Map(ready).set('rust/axum', { spreads: 'threads', unavailable: 'It is being built.' });
  const { skipped, steps } = plan('look', 1, [0, 1], partly);
  assert.deepEqual(skipped, [{ series: 'rust-axum', reason: 'It is being built.' }]);
  assert.equal(steps.length, 8);
});

test('[CP5] one core is refused in words', () => {
  const refused = compilePlan(spec, 'look', 1, host([0]), ready) as { refused: string; text: string };
  assert.equal(refused.refused, 'too-few-cores');
  assert.match(refused.text, /needs 2 physical cores; this host has 1/);
});

test('[ST8] the first standard run on a host measures its noise floor before the blocks, five times a server with itself', () => {
  const unknown = compilePlan(spec, 'standard', 1, { ...host([0, 1]), floorBlocks: () => 0 }, ready) as Plan;
  const floors = unknown.steps.filter((step) => step.kind === 'floor');
  assert.equal(floors.length, 5);
  for (const { servers } of floors) assert.deepEqual({ ...servers[0], key: 'b' }, servers[1]);
  assert.ok(
    unknown.steps.findIndex((step) => step.kind === 'floor') < unknown.steps.findIndex((step) => step.kind === 'block'),
  );
  assert.equal(plan('standard').steps.filter((step) => step.kind === 'floor').length, 0);
});

test('[ST8] a careful run measures a floor of its ten blocks where only one of five is known', () => {
  const known = (tier: Tier, blocks: number) => {
    const { steps } = compilePlan(spec, tier, 1, { ...host([0, 1]), floorBlocks: () => blocks }, ready) as Plan;
    return steps.filter(({ kind }) => kind === 'floor').length;
  };
  assert.deepEqual(
    [known('standard', 5), known('careful', 5), known('careful', 10), known('standard', 10)],
    [0, 10, 0, 0],
  );
});

test('[FR13] both servers of a block meet the same seeds', () => {
  for (const { slices } of plan('standard').steps.filter((step) => step.kind === 'block')) {
    const seeds = (key: string) => slices.filter((slice) => slice.server === key).map(({ seed }) => seed);
    assert.deepEqual(seeds('a'), seeds('b'));
  }
});

test('[CP2] cores that slow each other down count half', () => {
  const shared = compilePlan(spec, 'look', 1, { ...host([0, 1, 2, 3]), dependent: [[0, 1]] }, ready) as Plan;
  assert.deepEqual(shared.sweep.values, [1, 2]);
});

const open = experimentSchema.parse({
  ...cores,
  id: 'open',
  series: [
    { id: 'one', label: 'one', variant: 'node/http', path: '/burn?n={n}' },
    { id: 'two', label: 'two', variant: 'rust/axum' },
  ],
  load: { kind: 'open', path: '/burn?n={n}', rate: 200, arrivals: 'poisson', connections: 16 },
  sweep: { over: 'parameter', name: 'n', label: 'Work', unit: 'rounds', values: [2000, 1000] },
  questions: [
    {
      ...cores.questions[0],
      metric: 'responseP99',
      of: { series: 'one', at: 'most' },
      against: { series: 'two', at: 1000 },
    },
  ],
});

test('[CP5] [CP6] two servers on one core each are compared on separate cores, by time and by plan', () => {
  const { mode, steps, sweep } = compilePlan(open, 'standard', 1, host([0, 1]), ready) as Plan;
  assert.equal(mode, 'split');
  assert.deepEqual(sweep.values, [1000, 2000]);
  const block = steps.find((step) => step.kind === 'block');
  assert.deepEqual(
    block?.servers.map(({ series, x, cores: own }) => [series, x, own]),
    [
      ['one', 2000, [1]],
      ['two', 1000, [1]],
    ],
  );
  for (const slice of block?.slices ?? []) {
    assert.deepEqual(slice.loadCores, [0]);
    assert.deepEqual(slice.shape, {
      kind: 'open',
      segments: [{ from: 200, to: 200, seconds: 5 }],
      arrivals: 'poisson',
      connections: 16,
    });
  }
  assert.equal(block?.slices.find(({ server }) => server === 'a')?.path, '/burn?n=2000');
});

test('[CP4] a calibration loads each server once on one core, with another for the load tool', () => {
  const loads = calibrationsOf(open, ready);
  assert.deepEqual(
    loads.map(({ variant, path }) => [variant, path]),
    [
      ['node/http', '/burn?n=1000'],
      ['rust/axum', '/burn?n=1000'],
    ],
  );
  const calibration = compileCalibration(plan('look'), loads, [0, 1]);
  planSchema.parse(calibration);
  for (const { servers, slices } of calibration.steps) {
    assert.equal(servers[0]?.cores.length, 1);
    assert.ok(!slices[0]?.loadCores.includes(servers[0]?.cores[0] as number));
  }
});

test('a spec whose load and sweep do not fit is refused with the field', () => {
  const fault = (change: object) => {
    const parsed = experimentSchema.safeParse({ ...cores, ...change });
    return parsed.success ? '' : (parsed.error.issues[0]?.message ?? '');
  };
  assert.match(fault({ load: { kind: 'closed', path: '/ping', connections: 4 } }), /by count/);
  assert.match(fault({ sweep: { over: 'rate', values: [1] } }), /open load/);
  assert.match(fault({ sweep: { over: 'parameter', name: 'n', label: 'n', unit: '', values: [1] } }), /no path holds/);
  assert.match(fault({ questions: [{ ...cores.questions[0], against: undefined }] }), /a ratio needs/);
  assert.match(fault({ questions: [{ ...cores.questions[0], and: { series: 'node-http', at: 1 } }] }), /only a limit/);
});

const FLOOR: NoiseFloor = {
  mode: 'shared',
  measuredAt: '2026-01-01T00:00:00Z',
  variant: 'node/http',
  blocks: 5,
  byMetric: { throughput: 0.02, serviceP99: 0.05 },
};

/** Points of `blocks` blocks in which `series` does `ratio` times the work of one core on two. */
function points(series: string, ratio: number, blocks: number, flags: Flag[] = []): Point[] {
  return Array.from({ length: blocks }, (_, i) =>
    [2, 1, 1, 2].map(
      (x, slice): Point => ({
        step: `block-${i + 1}`,
        kind: 'block',
        block: i + 1,
        attempt: 0,
        pair: `${series}@2/${series}@1`,
        server: x === 2 ? 'a' : 'b',
        slice,
        series,
        variant: 'rust/axum',
        x,
        cores: x,
        connections: 64,
        ok: 800,
        failed: 0,
        censored: 0,
        unsent: 0,
        measuredUs: 1e6,
        throughput: 300 * (x === 2 ? ratio * (1 + (i % 2) * 0.01) : 1),
        busyByCore: [],
        serviceUs: {},
        limiter: 'serverCpu',
        flags: [...flags],
      }),
    ),
  ).flat();
}
const verdictOf = (
  series: string,
  given: Point[],
  tier: Plan['tier'] = 'standard',
  floor: NoiseFloor | undefined = FLOOR,
) => judge(spec, plan(tier), given, floor).find((verdict) => verdict.of.series === series);

test('[ST10] [ST13] five blocks at 1.8 hold for a server that should use its cores, with ratio, interval, floor and limiter', () => {
  const verdict = verdictOf('rust-axum', points('rust-axum', 1.8, 5));
  assert.equal(verdict?.outcome, 'holds');
  assert.ok(
    verdict?.ratio && verdict.low && verdict.high && verdict.low < verdict.ratio && verdict.ratio < verdict.high,
  );
  assert.equal(verdict.blocks, 5);
  assert.equal(verdict.floor, 0.02);
  assert.deepEqual(verdict.limiters, ['serverCpu']);
});

test('how many connections were held is counted: a look decides it, also where the others failed', () => {
  const counted = experimentSchema.parse({
    ...cores,
    load: { kind: 'hold', path: '/ws', connections: 1000, echoRate: 100 },
    sweep: { over: 'connections', values: [1000, 10_000] },
    questions: [
      {
        ...cores.questions[0],
        metric: 'held',
        of: { series: 'rust-axum', at: 'most' },
        against: undefined,
        rule: { kind: 'limit', below: 5000 },
      },
    ],
  });
  const look = planSchema.parse(compilePlan(counted, 'look', 1, host([0, 1]), ready));
  const [sample] = points('rust-axum', 1, 1) as [Point];
  const outcome = (...flags: Flag[]) =>
    judge(counted, look, [{ ...sample, kind: 'look', block: 0, x: 10_000, held: 4000, flags }], undefined)[0]?.outcome;
  assert.equal(outcome('errors', 'generatorStarved', 'drift'), 'holds');
  assert.equal(outcome('fault'), 'cannot-tell', 'the load tool itself had no files or ports left');
});

test('[ST4] a look decides nothing, whatever it shows', () => {
  assert.equal(verdictOf('rust-axum', points('rust-axum', 1.8, 5), 'look')?.outcome, 'cannot-tell');
});

test('[ST4] quick decides only beyond a factor of two, and needs no noise floor', () => {
  assert.equal(verdictOf('node-http', points('node-http', 1.0, 3), 'quick')?.outcome, 'cannot-tell');
  assert.equal(verdictOf('node-http', points('node-http', 2.5, 3), 'quick')?.outcome, 'does-not-hold');
  const unknown = judge(spec, plan('quick'), points('node-http', 2.5, 3), undefined);
  assert.equal(unknown.find((verdict) => verdict.of.series === 'node-http')?.outcome, 'does-not-hold');
});

test('[ST8] without a noise floor, or with one as large as the claim, nothing is decided', () => {
  const given = points('node-http', 1.0, 5);
  assert.equal(verdictOf('node-http', given)?.outcome, 'holds');
  const noFloor = judge(spec, plan('standard'), given, undefined)[0];
  assert.match(noFloor?.reason ?? '', /noise floor .* not known/);
  const loud = verdictOf('node-http', given, 'standard', { ...FLOOR, byMetric: { throughput: 0.2 } });
  assert.equal(loud?.outcome, 'cannot-tell');
  assert.match(loud?.reason ?? '', /smallest difference/);
});

for (const flag of ['workTooSmall', 'notSteady', 'drift', 'throttled', 'fault', 'otherServerBusy'] as const)
  test(`${flag === 'workTooSmall' ? '[CP8] ' : ''}[ST9] ${flag} on one slice leaves the verdict open and names the reason`, () => {
    const given = points('rust-axum', 1.8, 5);
    (given[3] as Point).flags = [flag];
    const verdict = verdictOf('rust-axum', given);
    assert.equal(verdict?.outcome, 'cannot-tell');
    assert.equal(verdict?.reason, doubtWords(flag));
  });

test('[ST9] fewer blocks than the tier asks for cannot tell', () => {
  assert.equal(verdictOf('rust-axum', points('rust-axum', 1.8, 4))?.outcome, 'cannot-tell');
});

test('[ST7] with more than a quarter of its slices disturbed a comparison decides nothing; with fewer it may', () => {
  assert.equal(verdictOf('rust-axum', points('rust-axum', 1.8, 5, ['noisy']))?.outcome, 'cannot-tell');
  const given = points('rust-axum', 1.8, 5);
  (given[0] as Point).flags = ['noisy'];
  assert.equal(verdictOf('rust-axum', given)?.outcome, 'holds');
});

test('[ST7] of a block that was repeated only the last attempt counts, and the repeats are told', () => {
  const given = points('rust-axum', 1.8, 5);
  const disturbed = given
    .filter(({ block }) => block === 2)
    .map((point) => ({ ...point, throughput: 10, flags: ['noisy' as const] }));
  const repeated = given.map((point) => (point.block === 2 ? { ...point, attempt: 1 } : point));
  const verdict = verdictOf('rust-axum', [...disturbed, ...repeated]);
  assert.equal(verdict?.outcome, 'holds');
  assert.equal(verdict?.repeats, 1);
});

test('[CP8] [ST11] a throughput that is "at least" may support a claim as the numerator, never as what is compared with', () => {
  const busy = (server: 'a' | 'b', ratio: number) =>
    verdictOf(
      'rust-axum',
      points('rust-axum', ratio, 5).map((point) => ({
        ...point,
        flags: point.server === server ? ['generatorBusy' as const] : [],
      })),
    );
  assert.equal(busy('a', 1.8)?.outcome, 'holds');
  assert.equal(busy('a', 1.1)?.outcome, 'cannot-tell');
  assert.equal(busy('b', 1.8)?.outcome, 'cannot-tell');
});

test('[ST11] a response time that is "at least" cannot be shown to be better', () => {
  const backlog = points('rust-axum', 1, 5).map((point) => ({
    ...point,
    responseUs: { p99: point.server === 'a' ? 10_000 + point.block : 20_000 },
    flags: point.server === 'a' ? ['backlog' as const] : [],
  }));
  const question = spec.questions.find(({ of }) => of.series === 'rust-axum') as (typeof spec.questions)[0];
  const floor = { ...FLOOR, byMetric: { responseP99: 0.02 } };
  const [better] = judge(
    { ...spec, questions: [{ ...question, metric: 'responseP99', rule: { kind: 'better' } }] },
    plan('standard'),
    backlog,
    floor,
  );
  assert.equal(better?.outcome, 'cannot-tell');
  const whole = backlog.map((point) => ({ ...point, flags: [] }));
  const [shown] = judge(
    { ...spec, questions: [{ ...question, metric: 'responseP99', rule: { kind: 'better' } }] },
    plan('standard'),
    whole,
    floor,
  );
  assert.equal(shown?.outcome, 'holds');
});

const limitOfBoth = (below: number) => ({
  ...(spec.questions.find(({ of }) => of.series === 'rust-axum') as (typeof spec.questions)[0]),
  metric: 'responseP99' as const,
  against: undefined,
  and: { series: 'rust-axum', at: 'least' as const },
  rule: { kind: 'limit' as const, below },
});

test('[ST10] a limit that two points have to keep is judged by the worse of them', () => {
  const given = points('rust-axum', 1, 5).map((point) => ({
    ...point,
    responseUs: { p99: (point.server === 'a' ? 2000 : 4000) + point.block },
  }));
  const judged = (below: number) =>
    judge({ ...spec, questions: [limitOfBoth(below)] }, plan('standard'), given, FLOOR)[0];
  assert.equal(judged(5)?.outcome, 'holds');
  assert.deepEqual(judged(5)?.of, { series: 'rust-axum', x: 1 });
  assert.equal(judged(5)?.against, undefined);
  assert.equal(judged(5)?.ratio?.toFixed(1), '4.0');
  assert.equal(judged(3)?.outcome, 'does-not-hold');
  const half = given.map(({ responseUs, ...point }) => ({ ...point, ...(point.server === 'b' ? {} : { responseUs }) }));
  const [unknown] = judge({ ...spec, questions: [limitOfBoth(5)] }, plan('standard'), half, FLOOR);
  assert.equal(unknown?.outcome, 'cannot-tell', 'what is not known keeps no limit');
});

test('[ST9] a share of failures is judged though the server still changed: each request is known to have failed or not', () => {
  const judged = (flag: Flag) => {
    const question = { ...limitOfBoth(1), metric: 'errorShare' as const };
    return judge({ ...spec, questions: [question] }, plan('standard'), points('rust-axum', 1, 5, [flag]), FLOOR)[0];
  };
  assert.deepEqual([judged('notSteady')?.outcome, judged('notSteady')?.flags], ['holds', ['notSteady']]);
  assert.equal(judged('drift')?.outcome, 'holds');
  assert.equal(judged('fault')?.outcome, 'cannot-tell', 'control');
});

test('[ST10] a share that is zero keeps a limit; one that is zero at times is judged on its own scale', () => {
  const judged = (failedIn: (block: number) => number, below: number) => {
    const given = points('rust-axum', 1, 5).map((point) => ({ ...point, failed: failedIn(point.block) }));
    const question = { ...limitOfBoth(below), metric: 'errorShare' as const };
    return judge({ ...spec, questions: [question] }, plan('standard'), given, FLOOR)[0];
  };
  const never = judged(() => 0, 1);
  assert.equal(never?.outcome, 'holds');
  assert.equal(never?.ratio, undefined);
  const sometimes = (block: number) => (block === 1 ? 8 : 0);
  assert.equal(judged(sometimes, 1)?.outcome, 'holds');
  assert.equal(judged(sometimes, 0.5)?.outcome, 'cannot-tell');
});

test('[ST9] a drift leaves a ratio undecided, unless the whole interval is a factor of two away from the edges', () => {
  const drifting = points('rust-axum', 5, 5, ['drift']);
  const judged = (k: number) => {
    const questions = spec.questions
      .filter(({ of }) => of.series === 'rust-axum')
      .map((question) => ({ ...question, rule: { kind: 'atLeast', k } as const }));
    return judge({ ...spec, questions }, plan('standard'), drifting, FLOOR)[0];
  };
  assert.deepEqual(
    [2.4, 2.6, 9.9, 10.5].map((k) => judged(k)?.outcome),
    ['holds', 'cannot-tell', 'cannot-tell', 'does-not-hold'],
  );
  assert.deepEqual(judged(2.4)?.flags, ['drift']);
});

test('[ST9] a drift leaves a limit undecided, unless the limit is a factor of two away', () => {
  const drifting = points('rust-axum', 1, 5, ['drift']).map((point) => ({ ...point, responseUs: { p99: 4000 } }));
  const judged = (below: number) =>
    judge({ ...spec, questions: [limitOfBoth(below)] }, plan('standard'), drifting, FLOOR)[0];
  assert.deepEqual(
    [9, 7, 3, 1.9].map((below) => judged(below)?.outcome),
    ['holds', 'cannot-tell', 'cannot-tell', 'does-not-hold'],
  );
  assert.deepEqual(judged(9)?.flags, ['drift']);
});

test('[ST1] two points that have to keep a limit are measured in turn, without a noise floor', () => {
  const unknown = { ...host([0, 1]), floorBlocks: () => 0 };
  const { steps } = compilePlan({ ...spec, questions: [limitOfBoth(5)] }, 'standard', 1, unknown, ready) as Plan;
  const blocks = steps.filter(({ kind }) => kind !== 'look');
  assert.equal(blocks.length, 5);
  for (const { kind, slices } of blocks) {
    assert.equal(kind, 'block');
    assert.match(slices.map(({ server }) => server).join(''), /^(abba|baab)$/);
  }
});

test('[ST8] the floor steps of a run give the larger end of the interval of A against A, for each metric', () => {
  const given = points('node-http', 1, 5).map(
    (point): Point => ({
      ...point,
      kind: 'floor',
      pair: 'floor',
      x: 1,
      throughput: point.server === 'a' ? 300 + point.block : 300,
      serviceUs: { p99: point.server === 'a' ? 5000 + point.block : 5000 },
    }),
  );
  const floor = floorOf(plan('standard'), given, '2026-01-01T00:00:00Z');
  assert.equal(floor?.blocks, 5);
  const throughput = floor?.byMetric.throughput ?? 0;
  assert.ok(throughput > Math.log(1.01) && throughput < 0.05, String(throughput));
  assert.ok(floor?.byMetric.serviceP99);
  assert.equal(floor?.byMetric.responseP99, undefined, 'a closed loop has no floor for a load by plan');
});

/** Node's CPU time of a request against Rust's, at `ratio`, with flags on each slice, for "at least twice". */
function twiceTheCpu(ratio: number, flags: Point['flags']) {
  const given = points('rust-axum', 1, 5, flags).map((point) => ({
    ...point,
    cpuPerRequestUs: 100 * (point.server === 'a' ? ratio : 1) * (1 + point.block / 1000),
  }));
  const question = spec.questions.find(({ of }) => of.series === 'rust-axum') as (typeof spec.questions)[0];
  const asked = { ...question, metric: 'cpuPerRequest' as const, rule: { kind: 'atLeast' as const, k: 2 } };
  const floor = { ...FLOOR, byMetric: { cpuPerRequest: 0.02 } };
  return judge({ ...spec, questions: [asked] }, plan('standard'), given, floor)[0];
}

for (const flag of ['noisy', 'drift', 'generatorStarved'] as const)
  test(`[ST9] CPU time is judged over ${flag} only where it is a factor of one and a half from the limit, and the flag stays`, () => {
    assert.deepEqual(
      [1.2, 1.4, 2.8, 3.2].map((ratio) => twiceTheCpu(ratio, [flag])?.outcome),
      ['does-not-hold', 'cannot-tell', 'cannot-tell', 'holds'],
    );
    assert.deepEqual(twiceTheCpu(3.2, [flag])?.flags, [flag]);
    assert.equal(twiceTheCpu(2.8, [])?.outcome, 'holds', 'control: without it the limit alone decides');
  });

test('[ST9] a server that was not steady leaves its CPU time open, however far from the limit', () => {
  assert.equal(twiceTheCpu(8, ['notSteady'])?.outcome, 'cannot-tell');
});

test('[ST9] a peak of memory passes over CPU that others took, and over a server that still changed as a least value', () => {
  const outcome = (megabytes: number, flag: Flag) => {
    const given = points('rust-axum', 1, 5, [flag]).map((point) => ({
      ...point,
      peakRssBytes: megabytes * 1e6 * (1 + point.block / 1000),
    }));
    const limit = { ...limitOfBoth(100), metric: 'peakMemory' as const };
    return judge({ ...spec, questions: [limit] }, plan('standard'), given, FLOOR)[0]?.outcome;
  };
  assert.deepEqual(
    [40, 66, 80, 300].map((each) => outcome(each, 'noisy')),
    ['holds', 'holds', 'cannot-tell', 'does-not-hold'],
  );
  assert.deepEqual(
    [40, 80, 300].map((each) => outcome(each, 'notSteady')),
    ['cannot-tell', 'cannot-tell', 'does-not-hold'],
  );
});

test('[LD16] requests that were sent late spoil times and not what a request costs', () => {
  assert.equal(twiceTheCpu(2.5, ['generatorLate'])?.outcome, 'holds');
  const late = points('rust-axum', 1, 5, ['generatorLate']).map((point) => ({ ...point, responseUs: { p99: 4000 } }));
  const [verdict] = judge({ ...spec, questions: [limitOfBoth(100)] }, plan('standard'), late, FLOOR);
  assert.equal(verdict?.outcome, 'cannot-tell');
});
