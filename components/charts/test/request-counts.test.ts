import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Sample } from '../../../protocol/sample.ts';
import { countedLoads, countsSentence, countsTable, firstStall } from '../request-counts.ts';
import { syntheticPlan, syntheticPoints, syntheticSamples } from './fixtures/synthetic-run.ts';

const plan = syntheticPlan(2, 'look');
const [some] = syntheticSamples(plan, syntheticPoints(plan, 2));
const series = ['closed', 'open'].map((id) => ({ id, label: `${id} loop`, variant: 'node/http' }));

/** Four intervals of 250 ms at 2,000 requests a second; nothing is answered in the two in the middle. */
function stalled(id: string, offered: number | undefined): Sample[] {
  const { offered: _, ...bare } = some as Sample;
  return [500, 0, 0, 500].map((ok, i) => ({
    ...bare,
    series: id,
    kind: 'look' as const,
    phase: 'measure' as const,
    atMs: 1000 + (i + 1) * 250,
    spanMs: 250,
    ok,
    failed: 0,
    inFlight: 64,
    ...(offered === undefined ? {} : { offered }),
  }));
}
const samples = [...stalled('closed', undefined), ...stalled('open', 2000)];
const loads = countedLoads(series, samples);

test('a plan goes on while nothing is answered, and the gap is who waits', () => {
  const [, open] = loads;
  assert.deepEqual(
    open?.counts.map(({ ms, planned, answered }) => [ms, planned, answered]),
    [
      [250, 500, 500],
      [500, 1000, 500],
      [750, 1500, 500],
      [1000, 2000, 1000],
    ],
  );
  assert.equal(open?.waiting, 1000);
});

test('a closed loop plans nothing: those wait whose requests are sent, one for each connection', () => {
  const [closed] = loads;
  assert.deepEqual(
    closed?.counts.map(({ planned, sent }) => [planned, sent]),
    [564, 564, 564, 1064].map((sent) => [undefined, sent]),
  );
  assert.equal(closed?.waiting, 64);
});

test('warm-up and repeated blocks are not counted', () => {
  const more = samples.flatMap((sample): Sample[] => [
    { ...sample, phase: 'warmup' },
    { ...sample, kind: 'block' },
  ]);
  assert.deepEqual(countedLoads(series, more), []);
  assert.equal(countsSentence([]), 'Nothing is measured yet.');
});

test('the title names who waited with each load', () => {
  assert.equal(
    countsSentence(loads),
    'Requests that waited at one time: up to 64 with closed loop and up to 1,000 with open loop.',
  );
});

test('the table says of a closed loop that nothing was planned', () => {
  const { rows } = countsTable('x', loads);
  assert.deepEqual(rows[1], ['closed loop', 0.5, undefined, 564, 500, 64]);
  assert.deepEqual(rows[5], ['open loop', 0.5, 1000, 564, 500, 500]);
});

test('a server stands still in the middle of each period', () => {
  assert.deepEqual(firstStall({ everyMs: 5000, forMs: 1000 }), { from: 2000, to: 3000 });
});
