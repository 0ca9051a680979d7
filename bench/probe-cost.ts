import { throughputOf } from '../protocol/load-lines.ts';
import { findProgram } from '../scripts/system-packages.ts';
import type { Bar } from './bar.ts';
import { servers } from './binaries.ts';
import { ratioOfBlocks } from './blocks.ts';
import { runLoad, type Server, withServer } from './programs.ts';

const CONNECTIONS = 64;
const SHARE_OF_CAPACITY = 0.5;
const MOST = 1.02;

const runtimes = [
  { name: 'node', argv: servers.nodeHttp, warmupSeconds: 2 },
  { name: 'tokio', argv: servers.hyper, warmupSeconds: 1 },
  { name: 'jvm', argv: servers.jdk, warmupSeconds: 6 },
];

/** AB10: what a server that tells of itself costs more, at half of what it can do, in the CPU of a request. */
export const probeCost: Bar = {
  id: 'AB10',
  title: 'an inner probe costs at most 2 % of the CPU of a request, in each runtime',
  async measure({ short, rounds = short ? 2 : 12 }) {
    const present = runtimes.filter(({ name }) => name !== 'jvm' || findProgram('java'));
    const ratios = [];
    for (const { name, argv, warmupSeconds } of present) {
      const warmup = short ? Math.min(warmupSeconds, 2) : warmupSeconds;
      const rate = Math.round(SHARE_OF_CAPACITY * (await withServer(argv, (server) => capacity(server, warmup))));
      const atHalf = async (server: Server) => {
        const plan = ['--rate', rate, '--connections', CONNECTIONS, '--seconds', short ? 1 : 2];
        const fromUs = server.cpuUs();
        const { done } = await runLoad(`${server.origin}/ping`, ...plan);
        return (server.cpuUs() - fromUs) / done.totals.ok;
      };
      const interval = await ratioOfBlocks(rounds, (use) =>
        withServer(argv, (plain) =>
          withServer(
            argv,
            async (probed) => {
              probed.told.resume();
              await capacity(plain, warmup);
              await capacity(probed, warmup);
              return use({ a: () => atHalf(probed), b: () => atHalf(plain) });
            },
            { probe: { epochUs: 0 } },
          ),
        ),
      );
      ratios.push({ name, rate, ...interval });
    }
    return {
      figures: Object.fromEntries(
        ratios.flatMap(({ name, rate, ratio, low, high }) => [
          [`${name}Ratio`, ratio],
          [`${name}Low`, low],
          [`${name}High`, high],
          [`${name}Rate`, rate],
        ]),
      ),
      speed: Object.fromEntries(
        ratios.map(({ name, ratio, low }) => [
          `${name}: at most 2 %`,
          ratio <= MOST || (low > MOST ? false : 'cannot tell'),
        ]),
      ),
      ...(present.length < runtimes.length
        ? { note: 'without the JVM: sudo apt-get install default-jdk-headless' }
        : {}),
    };
  },
};

/** Requests a second in a closed loop, which also warms the server up. */
async function capacity({ origin }: Server, seconds: number): Promise<number> {
  const { done } = await runLoad(`${origin}/ping`, '--connections', CONNECTIONS, '--seconds', seconds);
  return throughputOf(done);
}
