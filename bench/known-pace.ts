import { type LoadDone, throughputOf } from '../protocol/load-lines.ts';
import { decode, sum } from '../sandbox-server/runner/histograms.ts';
import { type Bar, median, within } from './bar.ts';
import { precise } from './binaries.ts';
import { wrk } from './cost.ts';
import { runLoad, runTool, withServer } from './programs.ts';
import { referenceTool } from './reference-tools.ts';

const CONNECTIONS = 32;
const ANSWER_SECONDS = 0.01;
const MOST_LOST = 0.03;
/** Where waking an idle core takes so long that wrk loses as much too. */
const LEAST_OF_WRK = 0.98;
const LITTLE_MARGIN = 0.02;
/** One request after the other, 1 ms each, with so many connections that one round of them would show (0021). */
const QUEUE = { connections: 64, seconds: 2, perSecond: 1000 };
const QUEUE_MARGIN = 0.01;

/**
 * AB13: 32 connections against answers after 10 ms make 3,200 a second, less what loop and network take, and a server that
 * does 1,000 a second is said to do 1,000. Little's law: connections = throughput · mean service time.
 */
export const knownPace: Bar = {
  id: 'AB13',
  title: 'a closed loop reaches what its connections can carry',
  async measure({ short, rounds = short ? 1 : 3 }) {
    const seconds = short ? 3 : 10;
    const reference = referenceTool('wrk');
    const most = CONNECTIONS / ANSWER_SECONDS;
    const all = await withServer(precise('after-10ms'), async ({ origin }) => {
      const measured: Round[] = [];
      while (measured.length < rounds) {
        const done = await closedLoop(origin, CONNECTIONS, seconds, 1);
        const throughput = throughputOf(done);
        const service = sum(Object.values(done.classes).map((times) => decode(times.service)));
        const theirs =
          'path' in reference
            ? wrk.answered((await runTool(wrk.argv(reference.path, origin, seconds, CONNECTIONS))).stdout) / seconds
            : undefined;
        measured.push({ done, throughput, theirs, little: (throughput * service.mean) / 1e9 / CONNECTIONS });
      }
      return measured;
    });
    const queued = await withServer(precise('one-queue'), ({ origin }) =>
      closedLoop(origin, QUEUE.connections, QUEUE.seconds, 0.5),
    );
    const ofWrk = all.flatMap(({ throughput, theirs }) => (theirs ? [throughput / theirs] : []));
    const figures = {
      throughput: median(all.map(({ throughput }) => throughput)),
      ofPossible: median(all.map(({ throughput }) => throughput / most)),
      ...(ofWrk.length > 0 ? { ofWrk: median(ofWrk) } : {}),
      little: median(all.map(({ little }) => little)),
      ofOneQueue: throughputOf(queued) / QUEUE.perSecond,
    };
    const flags = [queued, ...all.map(({ done }) => done)].flatMap((done) => done.flags);
    return {
      figures,
      flags,
      exact: {
        'no request failed': all.every(({ done }) => done.totals.failed === 0),
        'no flag fault': !flags.includes('fault'),
      },
      speed: {
        '3,200 a second less at most 3 %, or 0.98 of what wrk gets':
          within(figures.ofPossible, 1 - MOST_LOST, 1) || (figures.ofWrk ?? 0) >= LEAST_OF_WRK,
        'one queue of 1,000 a second within 1 %': within(figures.ofOneQueue, 1 - QUEUE_MARGIN, 1 + QUEUE_MARGIN),
        "Little's law within 2 %": within(figures.little, 1 - LITTLE_MARGIN, 1 + LITTLE_MARGIN),
      },
    };
  },
};

interface Round {
  readonly done: LoadDone;
  readonly throughput: number;
  /** Answers a second that wrk gets, where it is there. */
  readonly theirs: number | undefined;
  readonly little: number;
}

async function closedLoop(origin: string, connections: number, seconds: number, warmup: number): Promise<LoadDone> {
  const lengths = ['--seconds', seconds, '--warmup-seconds', warmup];
  return (await runLoad(origin, '--connections', connections, ...lengths)).done;
}
