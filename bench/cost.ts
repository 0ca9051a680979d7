import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../sandbox-server/config.ts';
import { treeCpuUs } from '../sandbox-server/runner/cpu-clock.ts';
import { type Bar, median } from './bar.ts';
import { doneOf, loadTool, runOnCore, startServer } from './programs.ts';

const ROUNDS = 5;
const SECONDS = 3;
const CONNECTIONS = 64;
const SERVER = join(projectRoot, 'sandbox-server/variants/rust/target/release/variant-hyper');
const WRK = '/usr/bin/wrk';

/** From here on the server is the limit, and the rates of its clients say nothing about them. */
const SERVER_BUSY = 0.9;

/**
 * AB1: the load tool's CPU a request is at most wrk's; both load the same server in turn, five rounds, medians. Its rate
 * is at least 0.95 of wrk's, unless the server's core was busy.
 */
export const cost: Bar = {
  id: 'AB1',
  title: "the load tool's CPU a request is at most wrk's",
  async run() {
    const { id, title } = cost;
    const missing = [WRK, SERVER].find((path) => !existsSync(path));
    if (missing) return { id, title, outcome: 'SKIP', figures: {}, note: `${missing} is not there.` };
    const server = await startServer([SERVER], 0);
    const url = `http://127.0.0.1:${server.port}/ping`;
    const ours: number[] = [];
    const theirs: number[] = [];
    const rates: number[] = [];
    const busy: number[] = [];
    const pid = server.process.pid as number;
    try {
      for (let round = 0; round < ROUNDS; round++) {
        const [serverFromUs, fromMs] = [treeCpuUs(pid), performance.now()];
        const load = await runOnCore(
          [loadTool, url, '--connections', String(CONNECTIONS), '--seconds', String(SECONDS), '--json'],
          1,
        );
        busy.push((treeCpuUs(pid) - serverFromUs) / 1000 / (performance.now() - fromMs));
        const wrk = await runOnCore([WRK, '-t1', `-c${CONNECTIONS}`, `-d${SECONDS}s`, url], 1);
        const answered = doneOf(load.stdout).totals.ok;
        const answeredToWrk = Number(/(\d+) requests in/.exec(wrk.stdout)?.[1]);
        ours.push((load.cpuMs * 1000) / answered);
        theirs.push((wrk.cpuMs * 1000) / answeredToWrk);
        rates.push(answered / answeredToWrk);
      }
    } finally {
      server.process.kill('SIGKILL');
    }
    const ratio = median(ours.map((us, i) => us / (theirs[i] as number)));
    const figures = {
      cpuPerRequestUs: median(ours),
      wrkCpuPerRequestUs: median(theirs),
      ratio,
      rateRatio: median(rates),
      serverBusy: median(busy),
    };
    const passed = ratio <= 1 && (figures.rateRatio >= 0.95 || figures.serverBusy >= SERVER_BUSY);
    return { id, title, outcome: passed ? 'PASS' : 'FAIL', figures };
  },
};
