import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyVerdictRule, bandOf, type VerdictRule } from '../verdict.ts';

const HOLDS = 'holds';
const NOT = 'does-not-hold';
const CROSSES = 'cannot-tell: crosses';
const FLOOR = 'cannot-tell: floor';
const AT_LEAST = 'cannot-tell: at-least';

function ruling(rule: VerdictRule, low: number, high: number, floor = 0, atLeastOnly = false): string {
  const { outcome, why } = applyVerdictRule(rule, { low, high }, { floor, atLeastOnly });
  return why ? `${outcome}: ${why}` : outcome;
}

const about2: VerdictRule = { kind: 'about', k: 2 };
const atLeast2: VerdictRule = { kind: 'atLeast', k: 2 };
const better: VerdictRule = { kind: 'better' };
const equal: VerdictRule = { kind: 'equal' };
const below50: VerdictRule = { kind: 'limit', below: 50 };

// Each rule: an interval, what it means when the values are exact, and when they are "at least" (ST11).
for (const [rule, low, high, exact, atLeast] of [
  [about2, 1.6, 2.5, HOLDS, AT_LEAST],
  [about2, 1.59, 2.5, CROSSES, AT_LEAST],
  [about2, 1.6, 2.51, CROSSES, AT_LEAST],
  [about2, 1.2, 1.59, NOT, AT_LEAST],
  [about2, 1.2, 1.6, CROSSES, AT_LEAST],
  [about2, 2.51, 3, NOT, AT_LEAST],
  [about2, 2.5, 3, CROSSES, AT_LEAST],
  [about2, 1, 4, CROSSES, AT_LEAST],
  [{ kind: 'about', k: 2, band: 1.1 }, 1.9, 2.1, HOLDS, AT_LEAST],
  [{ kind: 'about', k: 2, band: 1.1 }, 1.6, 1.7, NOT, AT_LEAST],
  [atLeast2, 2, 3, HOLDS, HOLDS],
  [atLeast2, 1.99, 3, CROSSES, AT_LEAST],
  [atLeast2, 1.5, 1.99, NOT, AT_LEAST],
  [atLeast2, 1.5, 2, CROSSES, AT_LEAST],
  [{ kind: 'atLeast', k: 1 }, 1, 1.1, HOLDS, HOLDS],
  [better, 1.031, 1.2, HOLDS, HOLDS],
  [better, 1.03, 1.2, CROSSES, AT_LEAST],
  [better, 1.01, 1.029, NOT, AT_LEAST],
  [better, 1.01, 1.03, CROSSES, AT_LEAST],
  [better, 0.5, 0.6, NOT, AT_LEAST],
  [equal, 1 / 1.1, 1.1, HOLDS, AT_LEAST],
  [equal, 0.9, 1.1, CROSSES, AT_LEAST],
  [equal, 0.95, 1.101, CROSSES, AT_LEAST],
  [equal, 1.101, 1.3, NOT, AT_LEAST],
  [equal, 0.5, 0.9, NOT, AT_LEAST],
  [{ kind: 'equal', margin: 0.2 }, 0.84, 1.19, HOLDS, AT_LEAST],
  [below50, 10, 49.9, HOLDS, AT_LEAST],
  [below50, 10, 50, CROSSES, AT_LEAST],
  [below50, 50, 60, CROSSES, AT_LEAST],
  [below50, 50.1, 60, NOT, NOT],
] as const) {
  test(`[ST10] ${JSON.stringify(rule)} and [${low}, ${high}]: ${exact}`, () => {
    assert.equal(ruling(rule, low, high), exact);
  });
  test(`[ST11] ${JSON.stringify(rule)} and [${low}, ${high}] of values that are "at least": ${atLeast}`, () => {
    assert.equal(ruling(rule, low, high, 0, true), atLeast);
  });
}

// Each rule: an interval that decides it, the largest floor that lets it, and the least that does not.
for (const [rule, low, high, decided, enough, tooMuch] of [
  [about2, 1.9, 2.1, HOLDS, Math.log(1.249), Math.log(1.25)],
  [{ kind: 'about', k: 2, band: 4 }, 1.9, 2.1, HOLDS, Math.log(1.99), Math.log(2)],
  [{ kind: 'about', k: 0.9 }, 0.89, 0.91, HOLDS, Math.log(1.11), Math.log(1.112)],
  [{ kind: 'about', k: 1 }, 0.99, 1.01, HOLDS, Math.log(1.249), Math.log(1.25)],
  [{ kind: 'atLeast', k: 1.5 }, 2.2, 4, HOLDS, Math.log(1.49), Math.log(1.5)],
  [{ kind: 'atLeast', k: 0.8 }, 0.1, 0.7, NOT, Math.log(1.24), Math.log(1.2501)],
  [equal, 0.99, 1.01, HOLDS, Math.log(1.099), Math.log(1.1)],
  [equal, 1.15, 3, NOT, Math.log(1.099), Math.log(1.1)],
] as const)
  test(`[ST8] ${JSON.stringify(rule)} is decided with a floor of ${enough.toFixed(4)} and not with ${tooMuch.toFixed(4)}`, () => {
    assert.equal(ruling(rule, low, high, enough), decided);
    assert.equal(ruling(rule, low, high, tooMuch), FLOOR);
    assert.equal(ruling(rule, low, high, tooMuch, true), FLOOR);
  });

for (const [rule, low, high, decided] of [
  [{ kind: 'atLeast', k: 2 }, 35, 434, HOLDS],
  [{ kind: 'atLeast', k: 2 }, 10.1, 434, HOLDS],
  [{ kind: 'atLeast', k: 2 }, 9.9, 434, FLOOR],
  [{ kind: 'atLeast', k: 2 }, 0.01, 0.39, NOT],
  [{ kind: 'atLeast', k: 2 }, 0.01, 0.41, FLOOR],
  [about2, 2, 2, FLOOR],
  [about2, 12.6, 20, NOT],
  [equal, 1, 1, FLOOR],
  [equal, 5.6, 7, NOT],
] as const)
  test(`[ST8] ${JSON.stringify(rule)} and [${low}, ${high}], where a server differs from itself by a factor of 5: ${decided}`, () => {
    assert.equal(ruling(rule, low, high, Math.log(5)), decided);
  });

test('[ST8] a floor above 3 % is what "better" has to beat', () => {
  assert.equal(ruling(better, 1.05, 1.1, Math.log(1.02)), HOLDS);
  assert.equal(ruling(better, 1.05, 1.1, Math.log(1.06)), CROSSES);
  assert.equal(ruling(better, 1.05, 1.1, Math.log(1.12)), NOT);
  assert.ok(Math.abs(bandOf(better, Math.log(1.06)).low - 1.06) < 1e-12);
});

test('[ST8] a limit and "at least 1" claim no difference: no floor keeps them open', () => {
  assert.equal(ruling(below50, 10, 20, 5), HOLDS);
  assert.equal(ruling({ kind: 'atLeast', k: 1 }, 1.5, 2, 5), HOLDS);
});
