import { throughputOf } from '../protocol/load-lines.ts';
import type { WatchTick } from '../protocol/watch-lines.ts';
import { Sampler, sumOf } from '../sandbox-server/runner/sampler.ts';
import { type Bar, within } from './bar.ts';
import { fixture, loadTool, servers } from './binaries.ts';
import { ratioOfBlocks } from './blocks.ts';
import { benchCores } from './cores.ts';
import { runLoad, startOn, stop, withServer } from './programs.ts';

const CONNECTIONS = 64;
/** With the server under load four processes. */
const NEIGHBOURS = 3;
const THREADS_EACH = 100;
/** In its first second it opens the files that it then keeps open. */
const OPENING_TICKS = 8;

/** AB9: a server under load and three processes of 100 threads each are followed, or nobody looks. */
export const samplerCost: Bar = {
  id: 'AB9',
  title: 'the sampler costs at most 0.5 % of a core and no throughput',
  async measure({ short, rounds = short ? 2 : 20 }) {
    const [seconds, costSeconds] = short ? [1, 4] : [2, 12];
    const env = { ...process.env, UV_THREADPOOL_SIZE: String(THREADS_EACH) };
    const neighbours = Array.from({ length: NEIGHBOURS }, () =>
      startOn([benchCores().load], fixture('many-threads'), { env, stdio: 'ignore' }),
    );
    const ticks: WatchTick[] = [];
    try {
      const interval = await withServer(servers.hyper, async ({ origin, pid }) => {
        const followed = [pid, ...neighbours.map((child) => child.pid as number)];
        const throughput = async (length: number) => {
          const { done } = await runLoad(`${origin}/ping`, '--connections', CONNECTIONS, '--seconds', length);
          return throughputOf(done);
        };
        const watched = async (length: number, onTick: (tick: WatchTick) => void) => {
          const sampler = startSampler(onTick);
          for (const [i, one] of followed.entries()) sampler.follow(`p${i}`, one);
          return throughput(length).finally(() => sampler.end());
        };
        await watched(costSeconds, (tick) => ticks.push(tick));
        return ratioOfBlocks(rounds, (use) =>
          use({ a: () => watched(seconds, () => {}), b: () => throughput(seconds) }),
        );
      });
      const { wallUs, selfCpuUs } = sumOf(ticks.slice(OPENING_TICKS));
      const threads = Math.max(
        ...ticks.map(({ processes }) => Object.values(processes).reduce((sum, { threads }) => sum + threads, 0)),
      );
      const share = selfCpuUs / wallUs;
      return {
        figures: {
          samplerShareOfCore: share,
          threads,
          throughputRatio: interval.ratio,
          low: interval.low,
          high: interval.high,
        },
        exact: { 'at least 300 threads in four processes were followed': threads >= NEIGHBOURS * THREADS_EACH },
        speed: {
          'at most 0.5 % of a core': share <= 0.005,
          'throughput with over without: interval in 0.98-1.02':
            within(interval.low, 0.98, 1.02) && within(interval.high, 0.98, 1.02),
        },
      };
    } finally {
      await Promise.all(neighbours.map((child) => stop(child)));
    }
  },
};

/** The sampler as the runner has it, on the load's core. */
export function startSampler(onTick: (tick: WatchTick) => void): Sampler {
  const { load, server } = benchCores();
  return new Sampler({ binary: loadTool, epochUs: 0, cores: [load, server], hubCores: [load], onTick });
}
