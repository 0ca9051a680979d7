import { throughputOf } from '../protocol/load-lines.ts';
import { type Bar, within } from './bar.ts';
import { precise } from './binaries.ts';
import { runLoad, withServer } from './programs.ts';

const RATE = 2000;
const SECONDS = 10;
const DRAIN_SECONDS = 2;
const SERVED_A_SECOND = 1000;
/** Share that the server's own pace may be off. */
const MARGIN = 0.02;

/**
 * AB6: a server of 1,000 a second is offered 2,000. A request planned at t was served after t, or is t old: with 12 s
 * of serving, half of all are older than 3.5 s.
 */
export const overload: Bar = {
  id: 'AB6',
  title: 'what an overloaded server leaves behind is counted and recorded at its age',
  async measure() {
    const plan = ['--rate', RATE, '--seconds', SECONDS, '--drain-ms', DRAIN_SECONDS * 1000];
    const { done } = await withServer(precise('one-queue'), ({ origin }) => runLoad(origin, ...plan));
    const { totals, censored, unsent, flags } = done;
    const planned = RATE * SECONDS;
    const servable = SERVED_A_SECOND * (SECONDS + DRAIN_SECONDS);
    const p50 = (done.responseUs.p50 ?? Number.NaN) / 1e6;
    const left = censored + unsent;
    const throughput = throughputOf(done);
    const near = (value: number, wanted: number) => within(value, wanted * (1 - MARGIN), wanted * (1 + MARGIN));
    return {
      figures: {
        throughput,
        ok: totals.ok,
        failed: totals.failed,
        censored,
        unsent,
        responseP50AtLeastS: p50,
      },
      flags,
      exact: {
        'ok + failed + censored + unsent = planned':
          totals.planned === planned && totals.ok + totals.failed + left === planned,
        'no request failed': totals.failed === 0,
        'flag backlog': flags.includes('backlog'),
      },
      speed: {
        '1,000 answers a second, the drain apart': near(throughput, SERVED_A_SECOND),
        'ok about 12,000': near(totals.ok, servable),
        'left behind about 8,000': near(left, planned - servable),
        'p50 at least 3.5 s, within 5 %': within(p50, 3.325, 3.675),
      },
    };
  },
};
