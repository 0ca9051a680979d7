import type { WatchTick } from '../../protocol/watch-lines.ts';
import { foreignOf } from '../../stats/block-noise.ts';

/** The kernel counts the time of cores in ticks of 10 ms: a second holds a hundred of them, a quarter too few (ST7). */
const WINDOW_US = 1_000_000;
/** An interval may end a little early. */
const NEARLY = 0.95;

/** CPU of others on the cores measured on, as shares of these cores. */
export interface NoiseWindow {
  readonly foreignShare: number;
  readonly stealShare: number;
}

/**
 * Windows of about a second: busy time of the measured cores less what we used ourselves. `courseCores` is what hub
 * and runner use on average, in cores; they run where the scheduler puts them, so that it counts only where all usable
 * cores are measured on. The last window may be shorter. Pure.
 */
export function noiseWindows(
  ticks: readonly WatchTick[],
  usableCores: readonly number[],
  measuredCores: readonly number[],
  courseCores: number,
): NoiseWindow[] {
  const measured = new Set(measuredCores);
  const all = usableCores.every((core) => measured.has(core));
  const windows: NoiseWindow[] = [];
  const nothing = { spanUs: 0, busyUs: 0, lookedBusyUs: 0, stealUs: 0, oursUs: 0, oursAnywhereUs: 0 };
  // What all processes used comes about once a second: a window ends with it.
  const everyoneKnown = ticks.some(({ host }) => host.everyoneUs !== undefined);
  let open = nothing;
  for (const [index, tick] of ticks.entries()) {
    const onMeasured = (values: readonly number[]) =>
      values.reduce((sum, us, i) => sum + (measured.has(usableCores[i] as number) ? us : 0), 0);
    const followedUs = Object.values(tick.processes).reduce((sum, { cpuUs }) => sum + cpuUs, 0);
    const courseUs = tick.self.cpuUs + courseCores * tick.spanUs;
    open = {
      spanUs: open.spanUs + tick.spanUs,
      busyUs: open.busyUs + onMeasured(tick.host.busyUs),
      lookedBusyUs: open.lookedBusyUs + onMeasured(tick.host.lookedBusyUs),
      stealUs: open.stealUs + onMeasured(tick.host.stealUs),
      oursUs: open.oursUs + followedUs + (all ? courseUs : 0),
      oursAnywhereUs: open.oursAnywhereUs + followedUs + courseUs,
    };
    const { everyoneUs } = tick.host;
    const ends = everyoneKnown ? everyoneUs !== undefined : open.spanUs >= WINDOW_US * NEARLY;
    if (!ends && index < ticks.length - 1) continue;
    const wholeUs = Math.max(open.spanUs, 1) * measured.size;
    windows.push({
      foreignShare: Math.min(
        foreignOf({
          whole: wholeUs,
          busy: open.busyUs,
          looked: open.lookedBusyUs,
          ours: open.oursUs,
          ...(everyoneUs === undefined ? {} : { others: everyoneUs - open.oursAnywhereUs }),
        }) / wholeUs,
        1,
      ),
      stealShare: Math.min(open.stealUs / wholeUs, 1),
    });
    open = nothing;
  }
  return windows;
}
