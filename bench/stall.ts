import { type LoadFlag, type Quantiles, throughputOf } from '../protocol/load-lines.ts';
import { type Bar, median, within } from './bar.ts';
import { fixture, servers } from './binaries.ts';
import { runLoad, runTool, withServer } from './programs.ts';
import { referenceTool } from './reference-tools.ts';

const RATE = 2000;
const CONNECTIONS = 64;
/** Four whole stalls. */
const SECONDS = 20;
/** wrk2 throws away what it saw before; the fixture's stalls go on meanwhile. */
const WRK2_CALIBRATION_SECONDS = 10;
const SHARE_OF_CAPACITY = 0.3;

const ms = (us: number | undefined) => (us ?? Number.NaN) / 1000;

function loadStalled() {
  const args = ['--rate', RATE, '--connections', CONNECTIONS, '--seconds', SECONDS];
  return withServer(fixture('stalls'), ({ origin }) => runLoad(origin, ...args)).then(({ done }) => done);
}

/**
 * AB4: a server frozen 1 s of every 5 s under 2,000 arrivals a second. The stall oracle gives the share of requests
 * that meet a stall, f = S/T · (1 + λ/(μ − λ)) ≈ 0.2, and their quantiles x_p = S · (1 − (1 − p)/f): p90 0.5 s, p99 0.95 s.
 * Service time, from sending, must not see it: that is what a tool without a plan reports.
 */
export const stall: Bar = {
  id: 'AB4',
  title: 'a stall of 1 s in 5 s is seen in response times and not in service times',
  async measure() {
    const { responseUs, serviceUs, totals, flags } = await loadStalled();
    const figures = {
      responseP50Ms: ms(responseUs.p50),
      responseP90Ms: ms(responseUs.p90),
      responseP99Ms: ms(responseUs.p99),
      responseP999Ms: ms(responseUs.p999),
      serviceP99Ms: ms(serviceUs.p99),
      answered: totals.ok,
    };
    return {
      figures,
      flags,
      exact: { 'every request of the plan was answered': totals.ok === RATE * SECONDS },
      speed: {
        'response p50 < 2 ms': figures.responseP50Ms < 2,
        'response p90 500-560 ms': within(figures.responseP90Ms, 500, 560),
        'response p99 930-970 ms': within(figures.responseP99Ms, 930, 970),
        'response p99.9 ≥ 985 ms': figures.responseP999Ms >= 985,
        'service p99 < 100 ms': figures.serviceP99Ms < 100,
      },
    };
  },
};

/**
 * AB5: wrk2 plans too, and must see the same. Stalled: its corrected times are our response times. Unstalled, at 30 %
 * of capacity: its uncorrected times are our service times. There on one connection and in ticks of 1 ms, as wrk2 sends,
 * for with many the server's queue would depend on which of them a tool lets send together.
 */
export const besideWrk2: Bar = {
  id: 'AB5',
  title: 'times are those that wrk2 reports',
  async measure({ rounds = 3 }) {
    const tool = referenceTool('wrk2');
    if ('skipped' in tool) return tool;
    const wrk2 = async (origin: string, rate: number, connections: number, times: '--latency' | '--u_latency') => {
      const seconds = WRK2_CALIBRATION_SECONDS + SECONDS;
      const args = ['-t1', `-c${connections}`, `-R${rate}`, `-d${seconds}s`, times, `${origin}/ping`];
      return quantilesOfWrk2((await runTool([tool.path, ...args])).stdout);
    };
    const stalled = [];
    const unstalled = [];
    const flags: LoadFlag[] = [];
    for (let round = 0; round < rounds; round++) {
      const ours = await loadStalled();
      const theirs = await withServer(fixture('stalls'), ({ origin }) => wrk2(origin, RATE, CONNECTIONS, '--latency'));
      stalled.push({ ours: ours.responseUs, theirs });
      const calm = await withServer(servers.nodeHttp, async ({ origin }) => {
        const one = ['--connections', 1];
        const { done: full } = await runLoad(`${origin}/ping`, ...one, '--seconds', 2, '--warmup-seconds', 2);
        const rate = Math.round(SHARE_OF_CAPACITY * throughputOf(full));
        const plan = ['--rate', rate, '--pacing', 'tick', '--seconds', SECONDS];
        const { done } = await runLoad(`${origin}/ping`, ...one, ...plan);
        return { done, theirs: await wrk2(origin, rate, 1, '--u_latency') };
      });
      unstalled.push({ ours: calm.done.serviceUs, theirs: calm.theirs });
      flags.push(...ours.flags, ...calm.done.flags);
    }
    const figures = {
      stalledP90Ratio: median(stalled.map(ratio('p90'))),
      stalledP99Ratio: median(stalled.map(ratio('p99'))),
      serviceP50Us: median(unstalled.map(({ ours }) => ours.p50 ?? Number.NaN)),
      wrk2P50Us: median(unstalled.map(({ theirs }) => theirs.p50 ?? Number.NaN)),
      serviceP99Us: median(unstalled.map(({ ours }) => ours.p99 ?? Number.NaN)),
      wrk2P99Us: median(unstalled.map(({ theirs }) => theirs.p99 ?? Number.NaN)),
    };
    const near = (ours: number, theirs: number, share: number, leastUs: number) =>
      Math.abs(ours - theirs) <= Math.max(share * theirs, leastUs);
    return {
      figures,
      flags,
      speed: {
        'stalled p90 within 5 %': within(figures.stalledP90Ratio, 0.95, 1.05),
        'stalled p99 within 3 %': within(figures.stalledP99Ratio, 0.97, 1.03),
        'unstalled p50 within 10 % or 15 µs': near(figures.serviceP50Us, figures.wrk2P50Us, 0.1, 15),
        'unstalled p99 within 25 % or 100 µs': near(figures.serviceP99Us, figures.wrk2P99Us, 0.25, 100),
      },
    };
  },
};

const ratio =
  (name: 'p90' | 'p99') =>
  ({ ours, theirs }: { ours: Quantiles; theirs: Quantiles }) =>
    (ours[name] ?? Number.NaN) / (theirs[name] ?? Number.NaN);

const UNITS = { us: 1, ms: 1000, s: 1e6, m: 60e6 };

/**
 * Quantiles in µs from the last distribution of wrk2's output, whose lines look like ` 99.000%    1.52ms`: the
 * uncorrected one follows the corrected one.
 */
export function quantilesOfWrk2(stdout: string): Quantiles {
  const last = stdout.slice(stdout.lastIndexOf('Latency Distribution'));
  const of = (percent: string) => {
    const [, value, unit] = new RegExp(`^ *${percent}% +([\\d.]+)(us|ms|s|m) *$`, 'm').exec(last) ?? [];
    return value === undefined ? undefined : Number(value) * UNITS[unit as keyof typeof UNITS];
  };
  const named = { p50: of('50\\.000'), p90: of('90\\.000'), p99: of('99\\.000'), p999: of('99\\.900') };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}
