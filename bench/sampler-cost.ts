import { openSync } from 'node:fs';
import type { WatchTick } from '../protocol/watch-lines.ts';
import { Sampler, sumOf } from '../sandbox-server/runner/sampler.ts';
import type { RatioInterval } from '../stats/interval.ts';
import { type Bar, liesWithin } from './bar.ts';
import { fixture, loadTool, servers } from './binaries.ts';
import { ratioOfBlocks } from './blocks.ts';
import { benchCores } from './cores.ts';
import { runLoad, startLoad, startOn, stop, withServer } from './programs.ts';

const CONNECTIONS = 64;
/** With the server under load four processes. */
const NEIGHBOURS = 3;
const THREADS_EACH = 100;
/** In its first second it opens the files that it then keeps open. */
const OPENING_TICKS = 8;
/** It adds up what all processes of the host use, as it does in a run. */
const hostProc = openSync('/proc', 'r');
/** Of the load tool, and of the sampler. */
const TICK_SECONDS = 0.25;
const TICKS_OF_BLOCK = 4;

/** AB9: a server under load and three processes of 100 threads each are followed, or nobody looks. */
export const samplerCost: Bar = {
  id: 'AB9',
  title: 'the sampler costs at most 0.5 % of a core and no throughput',
  async measure({ short, rounds = short ? 8 : 300 }) {
    const env = { ...process.env, UV_THREADPOOL_SIZE: String(THREADS_EACH) };
    const neighbours = Array.from({ length: NEIGHBOURS }, () =>
      startOn([benchCores().load], fixture('many-threads'), { env, stdio: 'ignore' }),
    );
    const ticks: WatchTick[] = [];
    try {
      const interval = await withServer(servers.hyper, async ({ origin, pid }) => {
        const followed = [pid, ...neighbours.map((child) => child.pid as number)];
        const seconds = short ? 4 : 12;
        const sampler = startSampler((tick) => ticks.push(tick));
        for (const [i, one] of followed.entries()) sampler.follow(`p${i}`, one);
        await runLoad(`${origin}/ping`, '--connections', CONNECTIONS, '--seconds', seconds);
        await sampler.end();
        return throughputRatio(origin, followed, rounds);
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
          'throughput with over without: interval in 0.98-1.02': liesWithin(interval, 0.98, 1.02),
        },
      };
    } finally {
      await Promise.all(neighbours.map((child) => stop(child)));
    }
  },
};

/**
 * Within one load, because servers and connections begin anew differently: the sampler works in one interval of the load
 * tool and is stopped in another. A quarter of a second is long enough for its look, and short enough that a host which
 * slows down and recovers is the same in both.
 */
async function throughputRatio(origin: string, followed: readonly number[], rounds: number): Promise<RatioInterval> {
  const { load, server } = benchCores();
  const argv = [loadTool, 'watch', '--epoch-us', '0', '--cores', `${load},${server}`, '--everyone', '3'];
  const sampler = startOn([load], argv, { stdio: ['pipe', 'ignore', 'inherit', hostProc] });
  sampler.stdin?.write(followed.map((one, i) => `follow p${i} ${one}\n`).join(''));
  const seconds = Math.ceil((OPENING_TICKS + rounds * TICKS_OF_BLOCK) * TICK_SECONDS) + 2;
  const { nextTick, ended } = startLoad(`${origin}/ping`, '--connections', CONNECTIONS, '--seconds', seconds);
  const during = async (signal: 'SIGCONT' | 'SIGSTOP') => {
    sampler.kill(signal);
    const tick = await nextTick();
    return tick.ok / tick.spanUs;
  };
  try {
    for (let i = 0; i < OPENING_TICKS; i++) await nextTick();
    return await ratioOfBlocks(rounds, (use) => use({ a: () => during('SIGCONT'), b: () => during('SIGSTOP') }));
  } finally {
    await ended;
    await stop(sampler, 'SIGKILL');
  }
}

/** The sampler as the runner has it, on the load's core. */
export function startSampler(onTick: (tick: WatchTick) => void): Sampler {
  const { load, server } = benchCores();
  return new Sampler({ binary: loadTool, epochUs: 0, cores: [load, server], hubCores: [load], hostProc, onTick });
}
