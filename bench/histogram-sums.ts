import type { Histogram } from 'hdr-histogram-js';
import type { LoadDone, LoadTick, Quantiles } from '../protocol/load-lines.ts';
import { decode, quantilesOf, sum } from '../sandbox-server/runner/histograms.ts';
import type { Bar } from './bar.ts';
import { servers } from './binaries.ts';
import { runLoad, withServer } from './programs.ts';

const KINDS = ['response', 'service', 'wait'] as const;

/** AB14: percentiles are never averaged and never added; histograms are, and lose nothing on the way to the browser. */
export const histogramSums: Bar = {
  id: 'AB14',
  title: 'the intervals together are the whole, bucket by bucket, and both languages read the same percentiles',
  async measure({ short }) {
    const seconds = short ? 3 : 10;
    const loads = [
      ['--rate', 2000, '--arrivals', 'poisson'],
      ['--connections', 16],
    ];
    const runs = await withServer(servers.nodeHttp, async ({ origin }) => {
      const all = [];
      for (const load of loads)
        all.push(await runLoad(`${origin}/ping`, ...load, '--seconds', seconds, '--warmup-seconds', 1));
      return all;
    });
    const compared = runs.flatMap(({ ticks, done }) => compare(ticks, done));
    return {
      figures: {
        values: compared.reduce((all, { values }) => all + values, 0),
        histograms: compared.length,
        different: compared.filter(({ equal }) => !equal).length,
      },
      exact: {
        'intervals add up to the whole, bucket by bucket': compared.every(({ equal }) => equal),
        'percentiles read in JavaScript are those of the load tool': runs.every(
          ({ done }) =>
            sameQuantiles(done.responseUs, quantilesOf(wholeOf(done, 'response'))) &&
            sameQuantiles(done.serviceUs, quantilesOf(wholeOf(done, 'service'))),
        ),
      },
    };
  },
};

type Kind = (typeof KINDS)[number];

const decoded = ({ classes }: LoadDone | LoadTick, kind: Kind): Histogram[] =>
  Object.values(classes).flatMap((times) => (times[kind] === undefined ? [] : [decode(times[kind])]));

const wholeOf = (done: LoadDone, kind: Kind): Histogram => sum(decoded(done, kind));

function compare(ticks: readonly LoadTick[], done: LoadDone) {
  const measured = ticks.filter(({ phase }) => phase !== 'warmup');
  return KINDS.map((kind) => {
    const parts = sum(measured.flatMap((tick) => decoded(tick, kind)));
    const whole = wholeOf(done, kind);
    const of = countsOf(whole);
    return { values: whole.totalCount, equal: countsOf(parts).every((count, bucket) => count === of[bucket]) };
  });
}

/** Counts of all buckets; the library has them, but not in its interface. */
function countsOf(histogram: Histogram): number[] {
  const { countsArrayLength: length } = histogram as Histogram & { countsArrayLength: number };
  const buckets = histogram as Histogram & { getCountAtIndex(index: number): number };
  return Array.from({ length }, (_, i) => buckets.getCountAtIndex(i));
}

const sameQuantiles = (ours: Quantiles, theirs: Quantiles): boolean =>
  (['p50', 'p90', 'p99', 'p999', 'max'] as const).every((name) => ours[name] === theirs[name]);
