import { decode, sum } from '../sandbox-server/runner/histograms.ts';
import { type Bar, within } from './bar.ts';
import { fixture } from './binaries.ts';
import { runLoad, withServer } from './programs.ts';

const CONNECTIONS = 32;
const ANSWER_SECONDS = 0.01;
const MOST_LOST = 0.03;
const LITTLE_MARGIN = 0.02;

/**
 * AB13: 32 connections against answers after 10 ms make 3,200 a second, less what loop and network take. Little's law:
 * connections = throughput · mean service time.
 */
export const knownPace: Bar = {
  id: 'AB13',
  title: 'a closed loop reaches what its connections can carry',
  async measure({ short }) {
    const args = ['--connections', CONNECTIONS, '--seconds', short ? 3 : 10, '--warmup-seconds', 1];
    const { done } = await withServer(fixture('sleeps-10ms'), ({ origin }) => runLoad(origin, ...args));
    const throughput = (done.totals.ok * 1e6) / done.measuredUs;
    const service = sum(Object.values(done.classes).map((times) => decode(times.service)));
    const most = CONNECTIONS / ANSWER_SECONDS;
    const figures = {
      throughput,
      ofPossible: throughput / most,
      little: (throughput * service.mean) / 1e9 / CONNECTIONS,
    };
    return {
      figures,
      flags: done.flags,
      exact: { 'no request failed': done.totals.failed === 0, 'no flag fault': !done.flags.includes('fault') },
      speed: {
        '3,200 a second less at most 3 %': within(figures.ofPossible, 1 - MOST_LOST, 1),
        "Little's law within 2 %": within(figures.little, 1 - LITTLE_MARGIN, 1 + LITTLE_MARGIN),
      },
    };
  },
};
