import { throughputOf } from '../protocol/load-lines.ts';
import { applyVerdictRule, type VerdictRule } from '../stats/verdict.ts';
import { type Bar, within } from './bar.ts';
import { servers } from './binaries.ts';
import { ratioOfBlocks } from './blocks.ts';
import { runLoad, withServer } from './programs.ts';

/** Of the order of 100 ms: what else a request costs is a few thousandths of 1 % of it, and does not bend the ratio. */
const STEPS = 50_000_000;
/** With one, the core would fall asleep after each request and wake up late: seen as a ratio of 1.996. */
const CONNECTIONS = 2;
const HALF_WIDTH = 0.05;

const rules: Record<string, { rule: VerdictRule; outcome: string }> = {
  'about 2 holds': { rule: { kind: 'about', k: 2 }, outcome: 'holds' },
  'about 3 does not hold': { rule: { kind: 'about', k: 3 }, outcome: 'does-not-hold' },
  'at least 1.5 holds': { rule: { kind: 'atLeast', k: 1.5 }, outcome: 'holds' },
};

/** AB12: a request of n steps against one of 2n steps, on the same server. */
export const knownRatio: Bar = {
  id: 'AB12',
  title: 'a known ratio of 2 is found, and the three verdicts on it',
  measure: ({ short, rounds = short ? 3 : 5 }) =>
    withServer(servers.hyper, async ({ origin }) => {
      // By count: no request is cut off at the end of a slice.
      const throughput = async (steps: number, requests: number) => {
        const { done } = await runLoad(
          `${origin}/burn?n=${steps}`,
          '--connections',
          CONNECTIONS,
          '--requests',
          requests,
        );
        return throughputOf(done);
      };
      const requests = short ? 12 : 32;
      const interval = await ratioOfBlocks(rounds, (use) =>
        use({ a: () => throughput(STEPS, requests), b: () => throughput(2 * STEPS, requests / 2) }),
      );
      const { ratio, low, high } = interval;
      const halfWidth = (high - low) / 2 / ratio;
      const outcomeOf = (rule: VerdictRule) =>
        applyVerdictRule(rule, interval, { floor: 0, atLeastOnly: false }).outcome;
      return {
        figures: { ratio, low, high, halfWidth },
        speed: {
          '2.0 in the interval': within(2, low, high),
          'half-width at most 5 %': halfWidth <= HALF_WIDTH,
          ...Object.fromEntries(
            Object.entries(rules).map(([name, { rule, outcome }]) => [name, outcomeOf(rule) === outcome]),
          ),
        },
      };
    }),
};
