import { join } from 'node:path';
import type { Bar } from './bar.ts';
import { doneOf, loadTool, runOnCore, startServer } from './programs.ts';

const SECONDS = 20;
/** A disturbed run is repeated twice. */
const ATTEMPTS = 3;

/**
 * AB4: a server frozen 1 s of every 5 s under 2,000 arrivals a second. The stall oracle gives the share of requests
 * that meet a stall, f = S/T · (1 + λ/(μ − λ)) ≈ 0.2, and their quantiles x_p = S · (1 − (1 − p)/f): p90 0.5 s, p99 0.95 s.
 * Service time, from sending, must not see it: that is what a tool without a plan reports.
 */
export const stall: Bar = {
  id: 'AB4',
  title: 'a stall of 1 s in 5 s is seen in response times and not in service times',
  async run() {
    const { id, title } = stall;
    for (let attempt = 1; ; attempt++) {
      const { figures, passed, flags } = await measure();
      // A failure without a disturbance is the tool's own, and a pass under one proves nothing.
      const disturbed = flags.filter((flag) => flag === 'generatorLate' || flag === 'generatorStarved');
      if (disturbed.length === 0) return { id, title, outcome: passed ? 'PASS' : 'FAIL', figures };
      const note = `${passed ? 'inside the bar' : 'outside the bar'}, but ${disturbed.join(', ')} in each of ${attempt} attempts`;
      if (attempt === ATTEMPTS) return { id, title, outcome: 'NOISY', figures, note };
    }
  },
};

async function measure() {
  const server = await startServer([process.execPath, join(import.meta.dirname, 'fixtures/stalls.js')], 0);
  const argv = ['--rate', '2000', '--connections', '64', '--seconds', String(SECONDS), '--json'];
  const { stdout } = await runOnCore([loadTool, `http://127.0.0.1:${server.port}/`, ...argv], 1).finally(() =>
    server.process.kill('SIGKILL'),
  );
  const { responseUs, serviceUs, totals, flags } = doneOf(stdout);
  const ms = (us: number | undefined) => (us ?? Number.NaN) / 1000;
  const figures = {
    responseP50Ms: ms(responseUs.p50),
    responseP90Ms: ms(responseUs.p90),
    responseP99Ms: ms(responseUs.p99),
    responseP999Ms: ms(responseUs.p999),
    serviceP99Ms: ms(serviceUs.p99),
    answered: totals.ok,
  };
  const within = (value: number, low: number, high: number) => value >= low && value <= high;
  const passed =
    totals.ok === 2000 * SECONDS &&
    figures.responseP50Ms < 2 &&
    within(figures.responseP90Ms, 500, 560) &&
    within(figures.responseP99Ms, 930, 970) &&
    figures.responseP999Ms >= 985 &&
    figures.serviceP99Ms < 100;
  return { figures, passed, flags };
}
