import { setTimeout as sleep } from 'node:timers/promises';
import { ProbeReader } from '../sandbox-server/runner/probes/probe-reader.ts';
import { type Bar, within } from './bar.ts';
import { fixture } from './binaries.ts';
import { withServer } from './programs.ts';

/** From the first request: the fixture stalls 2 s after it. */
const FROM_MS = 1000;
const BLOCKS_MS = 20_000;
/** A line of the probe tells the last quarter of a second. */
const LINE_MS = 500;
/** Of the stall oracle for 1 s of every 5 s, ms. */
const ORACLE = { p90: 500, p99: 950 };

/** AB16: the beats that a blocked loop left out count with the delay that they would have had. */
export const loopDelay: Bar = {
  id: 'AB16',
  title: "the delay of Node's loop, blocked 1 s of every 5 s, is what the oracle says",
  async measure() {
    const nowUs = () => Number(process.hrtime.bigint()) / 1000;
    const epochUs = Math.floor(nowUs());
    const delays = await withServer(
      fixture('stalls'),
      async ({ origin, told }) => {
        const reader = new ProbeReader(told, epochUs, () => {});
        await fetch(origin);
        await sleep(FROM_MS);
        const fromUs = nowUs() - epochUs;
        await sleep(BLOCKS_MS + LINE_MS);
        return reader.loopDelay(fromUs, fromUs + BLOCKS_MS * 1000);
      },
      { probe: { epochUs } },
    );
    const figures = {
      p90Ms: delays.getValueAtPercentile(90) / 1e6,
      p99Ms: delays.getValueAtPercentile(99) / 1e6,
      beats: delays.totalCount,
    };
    return {
      figures,
      speed: {
        'p90 within 5 % of 500 ms': within(figures.p90Ms / ORACLE.p90, 0.95, 1.05),
        'p99 within 3 % of 950 ms': within(figures.p99Ms / ORACLE.p99, 0.97, 1.03),
      },
    };
  },
};
