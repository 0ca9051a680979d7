import assert from 'node:assert/strict';
import { test } from 'node:test';
import cores from '../../content/experiments/cores.experiment.ts';
import { experimentSchema, type Rule } from '../../protocol/experiment.ts';
import { type Plan, planSchema } from '../../protocol/plan.ts';
import type { Flag, Point } from '../../protocol/result.ts';
import { compilePlan, type VariantReadiness } from '../compile-plan.ts';
import { applyRule, judge } from '../judge.ts';

const spec = experimentSchema.parse(cores);
const ready = new Map<string, VariantReadiness>([
  ['node/http', { spreads: 'one-thread' }],
  ['node/cluster', { spreads: 'processes' }],
  ['rust/hyper', { spreads: 'threads' }],
  ['rust/axum', { spreads: 'threads' }],
]);
const plan = (tier: Parameters<typeof compilePlan>[1], seed = 1, physical = [0, 1], variants = ready) =>
  compilePlan(spec, tier, seed, physical, variants) as Plan;

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
  assert.equal(blocks.length, 5 * 4);
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
  const refused = compilePlan(spec, 'look', 1, [0], ready) as { refused: string; text: string };
  assert.equal(refused.refused, 'too-few-cores');
  assert.match(refused.text, /needs 2 physical cores; this host has 1/);
});

const equal: Rule = { kind: 'equal', margin: 0.1 };
const atLeast: Rule = { kind: 'atLeast', perCore: 0.75 };
for (const [name, rule, low, high, cores_, expected] of [
  ['inside the band of equal', equal, 0.95, 1.05, 2, 'holds'],
  ['across the upper edge of equal', equal, 1.05, 1.2, 2, 'cannot-tell'],
  ['above the band of equal', equal, 1.2, 1.3, 2, 'does-not-hold'],
  ['below the band of equal', equal, 0.7, 0.85, 2, 'does-not-hold'],
  ['above three quarters of two cores', atLeast, 1.6, 1.9, 2, 'holds'],
  ['across three quarters of two cores', atLeast, 1.4, 1.9, 2, 'cannot-tell'],
  ['below three quarters of two cores', atLeast, 1.0, 1.1, 2, 'does-not-hold'],
  ['above three quarters of two, below of four cores', atLeast, 1.6, 1.9, 4, 'does-not-hold'],
] as const) {
  test(`[ST10] an interval ${name} is judged "${expected}"`, () => {
    assert.equal(applyRule(rule, { low, high }, cores_), expected);
  });
}

/** Points of `blocks` blocks in which `series` does `ratio` times the work of one core on two. */
function points(series: string, ratio: number, blocks: number, flags: Flag[] = []): Point[] {
  return Array.from({ length: blocks }, (_, i) =>
    [2, 1, 1, 2].map(
      (count): Point => ({
        step: `block-${i + 1}-${series}`,
        kind: 'block',
        block: i + 1,
        series,
        variant: 'rust/axum',
        cores: count,
        connections: 64,
        ok: 800,
        failed: 0,
        measuredUs: 1e6,
        throughput: 300 * (count === 2 ? ratio * (1 + (i % 2) * 0.01) : 1),
        busyByCore: [],
        serviceUs: {},
        flags,
      }),
    ),
  ).flat();
}
const verdictOf = (series: string, given: Point[], tier: Parameters<typeof judge>[1] = 'standard') =>
  judge(spec, tier, [1, 2], given).find((verdict) => verdict.series === series);

test('[ST10] [ST13] five blocks at 1.8 hold for a server that should use its cores, with ratio and interval', () => {
  const verdict = verdictOf('rust-axum', points('rust-axum', 1.8, 5));
  assert.equal(verdict?.outcome, 'holds');
  assert.ok(
    verdict?.ratio && verdict.low && verdict.high && verdict.low < verdict.ratio && verdict.ratio < verdict.high,
  );
  assert.equal(verdict.blocks, 5);
});

test('[ST4] a look decides nothing, whatever it shows', () => {
  assert.equal(verdictOf('rust-axum', points('rust-axum', 1.8, 5), 'look')?.outcome, 'cannot-tell');
});

test('[ST4] quick decides only beyond a factor of two', () => {
  assert.equal(verdictOf('node-http', points('node-http', 1.0, 3), 'quick')?.outcome, 'cannot-tell');
  assert.equal(verdictOf('node-http', points('node-http', 2.5, 3), 'quick')?.outcome, 'does-not-hold');
});

test('[ST9] an invalid flag on one slice leaves the verdict open and names the reason', () => {
  const given = points('rust-axum', 1.8, 5);
  (given[3] as Point).flags = ['workTooSmall'];
  const verdict = verdictOf('rust-axum', given);
  assert.equal(verdict?.outcome, 'cannot-tell');
  assert.match(verdict?.reason ?? '', /too little CPU time/);
});

test('[ST9] fewer blocks than the tier asks for cannot tell', () => {
  assert.equal(verdictOf('rust-axum', points('rust-axum', 1.8, 4))?.outcome, 'cannot-tell');
});

test('[ST7] disturbed blocks cannot refute a gain, but may support it', () => {
  assert.equal(verdictOf('rust-axum', points('rust-axum', 1.2, 5, ['noisy']))?.outcome, 'cannot-tell');
  assert.equal(verdictOf('rust-axum', points('rust-axum', 1.8, 5, ['noisy']))?.outcome, 'holds');
  assert.equal(verdictOf('rust-axum', points('rust-axum', 1.2, 5))?.outcome, 'does-not-hold');
});
