import { buffer } from 'node:stream/consumers';
import type { LoadDone } from '../protocol/load-lines.ts';
import { decode, sum } from '../sandbox-server/runner/histograms.ts';
import { countsByWindow, dispersion, poissonGaps } from './arrivals.ts';
import { type Bar, median, within } from './bar.ts';
import { precise } from './binaries.ts';
import { runLoad, startServer } from './programs.ts';

const CONNECTIONS = 64;
const WINDOW_MS = 100;
/** Enough to tell another process from a Poisson process, and too few to see the lag, which has its own bar. */
const PIECE = 2000;
const GAP_BINS = 10;
/** What is compared lasts a millisecond on average: a lag that the bar allows is a small part of that. */
const COMPARED_SECONDS = 0.001;
const RATES = [1000, 5000];

interface Scheduled {
  readonly rate: number;
  readonly arrivals: 'constant' | 'poisson';
  readonly pacing: 'fine' | 'tick';
  readonly done: LoadDone;
  /** When the requests came to the server, in ms. */
  readonly came: readonly number[];
}

/** AB3: what is planned is sent, when it is planned, at 1,000 and 5,000 a second, evenly and as a Poisson process. */
export const schedule: Bar = {
  id: 'AB3',
  title: 'the plan is kept: every request, in time, and at random as a Poisson process is',
  async measure({ short }) {
    const seconds = short ? { constant: 4, poisson: 4 } : { constant: 10, poisson: 30 };
    const runs: Scheduled[] = [];
    for (const rate of RATES)
      for (const arrivals of ['constant', 'poisson'] as const)
        for (const pacing of ['fine', 'tick'] as const)
          runs.push(await run({ rate, arrivals, pacing }, seconds[arrivals], runs.length + 1));
    const lag = { fine: lagOf(runs, 'fine'), tick: lagOf(runs, 'tick') };
    const poisson = runs.filter(({ arrivals }) => arrivals === 'poisson');
    // Ticks put gaps on a grid of 1 ms.
    const gaps = poisson
      .filter(({ pacing }) => pacing === 'fine')
      .map(({ rate, came }) => ({ rate, overLimit: gapsOverLimit(came, rate * COMPARED_SECONDS) }));
    const spread = dispersion(poisson.map(({ came }) => countsByWindow(came, WINDOW_MS)));
    return {
      figures: {
        fineLagP50Us: lag.fine.p50,
        fineLagP99Us: lag.fine.p99,
        tickLagP50Us: lag.tick.p50,
        tickLagP99Us: lag.tick.p99,
        ...Object.fromEntries(gaps.map(({ rate, overLimit }) => [`gaps${rate}ChiOverLimit`, overLimit])),
        varianceOverMean: spread,
      },
      flags: runs.flatMap(({ done }) => done.flags),
      exact: {
        'planned = ok, and as many came to the server': runs.every(
          ({ done: { totals }, came }) => totals.ok === totals.planned && came.length === totals.planned,
        ),
        'a constant rate plans rate · time requests': runs.every(
          ({ rate, arrivals, done }) => arrivals === 'poisson' || done.totals.planned === rate * seconds.constant,
        ),
      },
      speed: {
        'fine: lag p50 ≤ 100 µs': lag.fine.p50 <= 100,
        'fine: lag p99 ≤ 1 ms': lag.fine.p99 <= 1000,
        'tick: lag p50 ≤ 1.1 ms': lag.tick.p50 <= 1100,
        'tick: lag p99 ≤ 2.5 ms': lag.tick.p99 <= 2500,
        'gaps are those of a Poisson process, 1 % level': gaps.every(({ overLimit }) => overLimit <= 1),
        // Short runs have too few windows for this.
        ...(short ? {} : { 'counts in 100 ms: variance/mean 0.9-1.1': within(spread, 0.9, 1.1) }),
      },
    };
  },
};

async function run(
  what: Pick<Scheduled, 'rate' | 'arrivals' | 'pacing'>,
  seconds: number,
  seed: number,
): Promise<Scheduled> {
  const server = await startServer(precise('at-once'));
  const plan = ['--rate', what.rate, '--seconds', seconds, '--arrivals', what.arrivals, '--pacing', what.pacing];
  const { done } = await runLoad(server.origin, ...plan, '--seed', seed, '--connections', CONNECTIONS);
  const [bytes] = await Promise.all([buffer(server.told), server.stop()]);
  return { ...what, done, came: [...new Float64Array(new Uint8Array(bytes).buffer)] };
}

function lagOf(runs: readonly Scheduled[], pacing: Scheduled['pacing']): { p50: number; p99: number } {
  const lag = sum(
    runs.flatMap((run) => (run.pacing === pacing && run.done.lag !== undefined ? [decode(run.done.lag)] : [])),
  );
  return { p50: lag.getValueAtPercentile(50) / 1000, p99: lag.getValueAtPercentile(99) / 1000 };
}

/** Chi-square over its limit of the median piece: one disturbed second says nothing about the plan. */
function gapsOverLimit(times: readonly number[], every: number): number {
  const compared = times.filter((_, i) => i % every === 0);
  const gaps = compared.slice(1).map((time, i) => time - (compared[i] as number));
  const pieces = Array.from({ length: Math.floor(gaps.length / PIECE) }, (_, i) =>
    gaps.slice(i * PIECE, (i + 1) * PIECE),
  );
  return median(
    pieces.map((piece) => {
      const { chiSquare, limit } = poissonGaps(piece, every, GAP_BINS);
      return chiSquare / limit;
    }),
  );
}
