import { throughputOf } from '../protocol/load-lines.ts';
import { applyVerdictRule } from '../stats/verdict.ts';
import { type Bar, within } from './bar.ts';
import { servers } from './binaries.ts';
import { ratioOfBlocks } from './blocks.ts';
import { runLoad, type Server, withServer } from './programs.ts';

const COMPARISONS = 20;
const CONNECTIONS = 64;
const SECONDS = 1;

/** AB11: twenty times two servers of the same program, k = 5. One interval in twenty excludes 1 by chance. */
export const sameServer: Bar = {
  id: 'AB11',
  title: 'two equal servers are seldom found different',
  long: true,
  async measure({ rounds = 5 }) {
    const intervals = [];
    while (intervals.length < COMPARISONS)
      intervals.push(
        await ratioOfBlocks(rounds, (use) =>
          withServer(servers.hyper, (a) =>
            withServer(servers.hyper, async (b) => {
              await throughput(a);
              await throughput(b);
              return use({ a: () => throughput(a), b: () => throughput(b) });
            }),
          ),
        ),
      );
    const excluding = intervals.filter(({ low, high }) => !within(1, low, high)).length;
    const better = intervals.filter(({ low, high }) =>
      [
        { low, high },
        { low: 1 / high, high: 1 / low },
      ].some(
        (ratio) => applyVerdictRule({ kind: 'better' }, ratio, { floor: 0, atLeastOnly: false }).outcome === 'holds',
      ),
    ).length;
    const halfWidths = intervals.map(({ ratio, low, high }) => (high - low) / 2 / ratio);
    return {
      figures: { comparisons: COMPARISONS, excluding, better, widestHalfWidth: Math.max(...halfWidths) },
      speed: { 'at most 3 of 20 intervals exclude 1': excluding <= 3, '"better" at most once': better <= 1 },
    };
  },
};

async function throughput({ origin }: Server): Promise<number> {
  const { done } = await runLoad(`${origin}/ping`, '--connections', CONNECTIONS, '--seconds', SECONDS);
  return throughputOf(done);
}
