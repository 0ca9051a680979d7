import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge } from '../attempts.ts';
import { liesWithin } from '../bar.ts';

const quiet = { disturbed: false, text: '' };
const busy = { disturbed: true, text: 'others disturbed 2 of 3 s' };
const figures = { p50Us: 1 };

test('ST7: a bar of speed passes and fails only on a host that nobody disturbed', () => {
  for (const met of [true, false]) {
    assert.equal(judge({ figures, speed: { fast: met } }, quiet).outcome, met ? 'PASS' : 'FAIL');
    const { outcome, speed, note } = judge({ figures, speed: { fast: met } }, busy);
    assert.deepEqual([outcome, speed], ['NOISY', met]);
    assert.match(note ?? '', /others disturbed/);
  }
});

test('ST7: a load tool that was late or starved disturbs too; its other flags do not', () => {
  const found = { figures, speed: { fast: true } };
  for (const flag of ['generatorLate', 'generatorStarved'] as const)
    assert.equal(judge({ ...found, flags: [flag] }, quiet).outcome, 'NOISY');
  assert.equal(judge({ ...found, flags: ['backlog'] }, quiet).outcome, 'PASS');
});

test('ST7: a wrong count fails however busy the host is', () => {
  const { outcome, exact, speed, failed } = judge(
    { figures, exact: { accounted: false, flagged: true }, speed: { fast: true } },
    busy,
  );
  assert.deepEqual([outcome, exact, speed, failed], ['FAIL', false, true, ['accounted']]);
});

test('ST7: counts alone need no quiet host', () => {
  assert.equal(judge({ figures, exact: { accounted: true } }, busy).outcome, 'PASS');
});

test('an interval that contains the edge of what is demanded neither passes nor fails', () => {
  const [inside, outside, both] = [
    { low: 0.99, high: 1.01 },
    { low: 1.03, high: 1.05 },
    { low: 0.96, high: 1.02 },
  ].map((interval) => judge({ figures, speed: { near: liesWithin(interval, 0.98, 1.02) } }, quiet));
  assert.deepEqual([inside?.outcome, outside?.outcome, both?.outcome], ['PASS', 'FAIL', 'NOISY']);
  assert.deepEqual(both?.failed, []);
  assert.match(both?.note ?? '', /cannot tell: near/);
});

test('figures without a bar are information', () => {
  const result = judge({ figures }, quiet);
  assert.deepEqual([result.outcome, result.exact, result.speed], ['INFO', undefined, undefined]);
});
