import { build, type Histogram } from 'hdr-histogram-js';
import { BOUNDS } from '../histograms.ts';

const NS_PER_US = 1000;
/** Between two heartbeats of the Node probe. */
const BEAT_NS = 40_000_000;
const LONGEST_NS = BOUNDS.highestTrackableValue;

/**
 * How late each heartbeat of an event loop was, with the heartbeats that a blocked loop left out: of a delay of 1 s
 * the 24 further ones that were due meanwhile would have waited 960, 920, … ms. Values in ns.
 */
export function loopDelayOf(delaysUs: Iterable<number>): Histogram {
  const histogram = build(BOUNDS);
  for (const us of delaysUs) histogram.recordValueWithExpectedInterval(Math.min(us * NS_PER_US, LONGEST_NS), BEAT_NS);
  return histogram;
}
