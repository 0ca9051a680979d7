import type { WatchTick } from '../protocol/watch-lines.ts';
import type { Bar } from './bar.ts';
import { servers } from './binaries.ts';
import { benchCores } from './cores.ts';
import { startLoad, withServer } from './programs.ts';
import { startSampler } from './sampler-cost.ts';

const CONNECTIONS = 64;
const WORKERS = '2';

/** AB15: by what the kernel says of each thread, several times a second: where it ran last, and where it may. */
export const coreSeparation: Bar = {
  id: 'AB15',
  title: 'no thread of a server is ever seen on a load core, or the reverse',
  async measure({ short }) {
    const cores = benchCores();
    const seen: { name: 'server' | 'load'; ranOn: readonly number[]; allowed: readonly number[] }[] = [];
    const take = ({ processes }: WatchTick) => {
      for (const name of ['server', 'load'] as const) {
        const { ranOn, allowed } = processes[name] ?? {};
        if (ranOn && allowed) seen.push({ name, ranOn, allowed });
      }
    };
    for (const argv of [servers.nodeCluster, servers.axum])
      await withServer(
        argv,
        async ({ origin, pid }) => {
          const sampler = startSampler(take);
          const load = startLoad(`${origin}/ping`, '--connections', CONNECTIONS, '--seconds', short ? 3 : 10);
          sampler.follow('server', pid);
          sampler.follow('load', load.pid);
          await load.ended.finally(() => sampler.end());
        },
        { env: { WORKERS } },
      );
    const looks = (name: 'server' | 'load') => seen.filter((one) => one.name === name);
    const only = (name: 'server' | 'load', on: 'ranOn' | 'allowed') =>
      looks(name).every((one) => one[on].every((core) => core === cores[name]));
    return {
      figures: { looksAtServer: looks('server').length, looksAtLoad: looks('load').length },
      exact: {
        'both were looked at': looks('server').length > 0 && looks('load').length > 0,
        'threads of the server ran on its core only': only('server', 'ranOn'),
        'threads of the server may run on its core only': only('server', 'allowed'),
        'threads of the load tool ran on its core only': only('load', 'ranOn'),
        'threads of the load tool may run on its core only': only('load', 'allowed'),
      },
    };
  },
};
