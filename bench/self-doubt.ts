import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadFlag } from '../protocol/load-lines.ts';
import type { Bar } from './bar.ts';
import { fixture, servers } from './binaries.ts';
import { benchCores } from './cores.ts';
import { HostNoise } from './host-noise.ts';
import { type Server, startLoad, startOn, stop, withServer } from './programs.ts';

const SECONDS = 2;
const STOPPED_MS = 50;
const EVERY_MS = 200;
const OPEN = ['--rate', 2000];
const CLOSED = ['--connections', 16];
/** A host that is busy by itself may make these true of a healthy run. */
const OF_THE_HOST: readonly LoadFlag[] = ['generatorLate', 'generatorStarved', 'planMissed'];

/** AB7: a load tool that was held up says so each time, and a healthy one never does. */
export const selfDoubt: Bar = {
  id: 'AB7',
  title: 'the load tool flags itself when it was held up, and only then',
  measure: ({ short }) =>
    withServer(servers.nodeHttp, async (server) => {
      const [held, healthy] = short ? [3, 5] : [10, 20];
      // Saturated: a calm plan is served at once even beside a spinner, and then is not held up.
      const spinning = await times(held, () => besideSpinner(server));
      const stopped = await times(held, (i) => stoppedAgainAndAgain(server, i % 2 ? OPEN : CLOSED));
      const calm = await times(healthy, (i) => undisturbed(server, i % 2 ? OPEN : CLOSED));
      const flagged = (runs: readonly { flags: readonly LoadFlag[] }[]) =>
        runs.filter(({ flags }) => flags.length > 0).length;
      const wrong = calm.filter(({ flags }) => flags.some((flag) => !OF_THE_HOST.includes(flag)));
      return {
        figures: {
          spinning: flagged(spinning),
          stopped: flagged(stopped),
          ofHeldUp: held,
          healthy: flagged(calm),
          ofHealthy: healthy,
        },
        flags: calm.filter(({ disturbed }) => disturbed).flatMap(({ flags }) => flags),
        exact: {
          'flagged each time beside a spinning process': flagged(spinning) === held,
          'flagged each time it was stopped 50 ms of 200 ms': flagged(stopped) === held,
          'no healthy run doubts its counts, the server or its own CPU': wrong.length === 0,
        },
        speed: { 'no flag in any healthy run': flagged(calm) === 0 },
      };
    }),
};

async function times<T>(count: number, run: (i: number) => Promise<T>): Promise<T[]> {
  const all: T[] = [];
  while (all.length < count) all.push(await run(all.length));
  return all;
}

const start = ({ origin }: Server, load: readonly (string | number)[]) =>
  startLoad(`${origin}/ping`, ...load, '--seconds', SECONDS);

async function besideSpinner(server: Server) {
  const spinner = startOn([benchCores().load], fixture('spins'));
  try {
    return (await start(server, CLOSED).ended).done;
  } finally {
    await stop(spinner, 'SIGKILL');
  }
}

async function stoppedAgainAndAgain(server: Server, load: readonly (string | number)[]) {
  const { pid, ended } = start(server, load);
  let running = true;
  void ended.finally(() => {
    running = false;
  });
  while (running) {
    process.kill(pid, 'SIGSTOP');
    await sleep(STOPPED_MS);
    process.kill(pid, 'SIGCONT');
    await sleep(EVERY_MS - STOPPED_MS);
  }
  return (await ended).done;
}

async function undisturbed(server: Server, load: readonly (string | number)[]) {
  const noise = new HostNoise();
  const { done } = await start(server, load).ended.finally(() => noise.end());
  return { flags: done.flags, disturbed: noise.disturbance().disturbed };
}
