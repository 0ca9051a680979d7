import { hostDoubts } from '../protocol/load-lines.ts';
import type { Bar, BarResult, Extent, Finding, Met } from './bar.ts';
import { type Disturbance, HostNoise } from './host-noise.ts';

/** A disturbed run is repeated twice. */
const ATTEMPTS = 3;

/** Runs a bar until an attempt was not disturbed. */
export async function attempt(bar: Bar, extent: Extent): Promise<BarResult> {
  const { id, title } = bar;
  const most = extent.short ? 1 : ATTEMPTS;
  const begun = performance.now();
  for (let attempts = 1; ; attempts++) {
    const noise = new HostNoise();
    const found = await bar
      .measure(extent)
      .catch(broken)
      .finally(() => noise.end());
    const seconds = Math.round((performance.now() - begun) / 1000);
    if ('skipped' in found) return skipped(bar, found.skipped, attempts, seconds);
    const judged = judge(found, noise.disturbance());
    if (judged.outcome !== 'NOISY' || attempts === most) return { id, title, attempts, seconds, ...judged };
  }
}

/** A bar of which nothing was measured, and why. */
export function skipped({ id, title }: Bar, note: string, attempts = 0, seconds = 0): BarResult {
  return { id, title, outcome: 'SKIP', figures: {}, failed: [], attempts, seconds, note };
}

/** A program that does not do what it should spoils its bar, not the bench. */
const broken = (error: Error): Finding => ({ figures: {}, exact: { 'all programs ran': false }, note: error.message });

/**
 * One attempt: a count that is wrong fails on every host. Speed passes and fails only where neither the host (ST7) nor
 * the load tool itself saw a disturbance. Pure.
 */
export function judge(found: Finding, host: Disturbance): Omit<BarResult, 'id' | 'title' | 'attempts' | 'seconds'> {
  const { figures, exact, speed } = found;
  const those = (met: Met, checks: Readonly<Record<string, Met>> = {}) =>
    Object.keys(checks).filter((name) => checks[name] === met);
  const untold = those('cannot tell', speed);
  const [wrong, slow] = [those(false, exact), those(false, speed)];
  const doubts = [...new Set(found.flags?.filter((flag) => hostDoubts.includes(flag)))];
  const disturbed = speed !== undefined && (host.disturbed || doubts.length > 0);
  const isExact = wrong.length === 0;
  const outcome =
    exact === undefined && speed === undefined
      ? 'INFO'
      : !isExact
        ? 'FAIL'
        : disturbed
          ? 'NOISY'
          : slow.length > 0
            ? 'FAIL'
            : untold.length > 0
              ? 'NOISY'
              : 'PASS';
  const notes = [
    ...(found.note ? [found.note] : []),
    ...(speed && host.disturbed ? [host.text] : []),
    ...(untold.length > 0 ? [`its interval cannot tell: ${untold.join(', ')}`] : []),
    ...(speed && doubts.length > 0 ? [`the load tool says of itself: ${doubts.join(', ')}`] : []),
  ];
  return {
    outcome,
    ...(exact ? { exact: isExact } : {}),
    ...(speed ? { speed: slow.length + untold.length === 0 } : {}),
    figures,
    failed: [...wrong, ...slow],
    ...(notes.length > 0 ? { note: notes.join('; ') } : {}),
  };
}
