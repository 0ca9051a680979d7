import { type Bar, median } from './bar.ts';
import { servers } from './binaries.ts';
import { runLoad, runTool, type Server, withServer } from './programs.ts';
import { referenceTool } from './reference-tools.ts';

const CONNECTIONS = 64;
/** From here on the server is the limit, and the rates of its clients say nothing about them. */
const SERVER_BUSY = 0.9;

/** A tool that loads in a closed loop, and how many answers its output tells. */
interface Other {
  readonly name: 'wrk' | 'oha';
  argv(path: string, url: string, seconds: number, connections?: number): string[];
  answered(stdout: string): number;
}

export const wrk: Other = {
  name: 'wrk',
  argv: (path, url, seconds, connections = CONNECTIONS) => [path, '-t1', `-c${connections}`, `-d${seconds}s`, url],
  answered: (stdout) => Number(/(\d+) requests in/.exec(stdout)?.[1]),
};

const oha: Other = {
  name: 'oha',
  argv: (path, url, seconds) => {
    const args = ['--no-tui', '--output-format', 'json', '-c', String(CONNECTIONS), '-z', `${seconds}s`];
    return [path, ...args, url];
  },
  answered: (stdout) => JSON.parse(stdout).statusCodeDistribution['200'],
};

/** AB1, AB2: both tools load the same fixed-answer server in turn, a closed loop of 64 connections on one core. */
function cost(id: string, most: number, other: Other): Bar {
  return {
    id,
    title: `the load tool's CPU a request is at most ${most} of ${other.name}'s`,
    async measure({ short, rounds = short ? 3 : 5 }) {
      const tool = referenceTool(other.name);
      if ('skipped' in tool) return tool;
      const seconds = short ? 1 : 3;
      return withServer(servers.hyper, async (server) => {
        const all: Round[] = [];
        while (all.length < rounds) all.push(await round(server, other, tool.path, seconds));
        const of = (figure: (round: Round) => number) => median(all.map(figure));
        const figures = {
          cpuPerRequestUs: of(({ ours }) => ours.cpuUs),
          [`${other.name}CpuPerRequestUs`]: of(({ theirs }) => theirs.cpuUs),
          ratio: of(({ ours, theirs }) => ours.cpuUs / theirs.cpuUs),
          rateRatio: of(({ ours, theirs }) => ours.answered / theirs.answered),
          serverBusy: of(({ serverBusy }) => serverBusy),
        };
        return {
          figures,
          exact: { 'every request of the load tool was answered': all.every(({ failed }) => failed === 0) },
          speed: {
            [`CPU a request ≤ ${most} of ${other.name}'s`]: figures.ratio <= most,
            'rate ≥ 0.95 of the other, or the server is the limit':
              figures.rateRatio >= 0.95 || figures.serverBusy >= SERVER_BUSY,
          },
        };
      });
    },
  };
}

interface Round {
  readonly ours: { answered: number; cpuUs: number };
  readonly theirs: { answered: number; cpuUs: number };
  /** While ours loaded it. */
  readonly serverBusy: number;
  readonly failed: number;
}

async function round({ origin, cpuUs }: Server, other: Other, path: string, seconds: number): Promise<Round> {
  const url = `${origin}/ping`;
  const fromUs = cpuUs();
  const { done, cpuMs } = await runLoad(url, '--connections', CONNECTIONS, '--seconds', seconds);
  const serverBusy = (cpuUs() - fromUs) / done.measuredUs;
  const reference = await runTool(other.argv(path, url, seconds));
  const perRequest = (answered: number, ms: number) => ({ answered, cpuUs: (ms * 1000) / answered });
  return {
    ours: perRequest(done.totals.ok, cpuMs),
    theirs: perRequest(other.answered(reference.stdout), reference.cpuMs),
    serverBusy,
    failed: done.totals.failed,
  };
}

export const costBesideWrk = cost('AB1', 1, wrk);
export const costBesideOha = cost('AB2', 0.85, oha);
