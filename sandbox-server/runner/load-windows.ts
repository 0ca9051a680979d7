import type { LoadTick } from '../../protocol/load-lines.ts';
import type { Sample } from '../../protocol/sample.ts';
import { isShown } from '../../stats/percentile-rule.ts';
import { decode, type Histogram, maxUs, sum } from './histograms.ts';

/** Windows in which steadiness and drift are judged (ST2, ST3): five of them and one more fit into three seconds. */
const WINDOW_US = 500_000;
/** An interval may end a little early. */
const NEARLY = 0.95;
/** Intervals whose times are taken together for a percentile that the last one is too small for. */
const ROLLING = 8;

/** One window of a load. */
export interface LoadWindow {
  readonly throughput: number;
  readonly p50Us: number;
  readonly requests: number;
}

/** Turns the intervals of a load into windows of half a second and into the times of a sample. */
export class LoadWindows {
  readonly windows: LoadWindow[] = [];
  readonly #rolling: Histogram[] = [];
  #open: { spanUs: number; ok: number; times: Histogram[] } = { spanUs: 0, ok: 0, times: [] };

  /** Adds an interval; true when it completed a window. */
  add(tick: LoadTick): boolean {
    const times = sum(Object.values(tick.classes).map(({ response }) => decode(response)));
    this.#rolling.push(times);
    if (this.#rolling.length > ROLLING) this.#rolling.shift();
    const open = this.#open;
    open.spanUs += tick.spanUs;
    open.ok += tick.ok + tick.carried;
    open.times.push(times);
    if (open.spanUs < WINDOW_US * NEARLY) return false;
    const p50Us = sum(open.times).getValueAtPercentile(50) / 1000;
    this.windows.push({ throughput: (open.ok / open.spanUs) * 1e6, p50Us, requests: open.ok });
    this.#open = { spanUs: 0, ok: 0, times: [] };
    return true;
  }

  /**
   * Response times of a plan, service times of a closed loop: of the last interval, or of the last two seconds where
   * that is too small for a p99. All of one stretch, so that no percentile exceeds a higher one.
   */
  times(): Pick<Sample, 'p50Us' | 'p90Us' | 'p99Us' | 'maxUs'> {
    const last = this.#rolling.at(-1);
    if (!last || last.totalCount === 0) return {};
    const enough = (histogram: Histogram, p: number) => isShown(p / 100, histogram.totalCount);
    const lately = enough(last, 99) ? last : sum(this.#rolling);
    const of = (p: number) => (enough(lately, p) ? lately.getValueAtPercentile(p) / 1000 : undefined);
    const [p50Us, p90Us, p99Us] = [of(50), of(90), of(99)];
    return {
      ...(p50Us === undefined ? {} : { p50Us }),
      ...(p90Us === undefined ? {} : { p90Us }),
      ...(p99Us === undefined ? {} : { p99Us }),
      maxUs: maxUs(lately),
    };
  }
}
