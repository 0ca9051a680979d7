import type { InnerLine } from '../../protocol/inner-lines.ts';
import type { Sample } from '../../protocol/sample.ts';
import { decode, maxUs } from './histograms.ts';

type InnerFigures = Pick<Sample, 'busyInside' | 'loopDelayMaxUs' | 'silentMs' | 'gcUs' | 'heapUsedBytes'>;

/** What the inner probe of a server told since the last sample, and all of it for the point. */
export class Inside {
  readonly #lines: InnerLine[] = [];
  #taken = 0;

  add(line: InnerLine): void {
    this.#lines.push(line);
  }

  /** Figures of the lines since the last call; `silentUs`: when the processes that say nothing spoke last. */
  take(nowUs: number, silent: ReadonlyMap<number, number>): InnerFigures {
    const lines = this.#lines.slice(this.#taken);
    this.#taken = this.#lines.length;
    const most = (values: readonly number[]) => (values.length === 0 ? undefined : Math.max(...values));
    const heap = lines.findLast((line) => 'heapUsedBytes' in line && line.heapUsedBytes !== undefined);
    const longest = most([...silent.values()].map((lastUs) => (nowUs - lastUs) / 1000));
    return present({
      busyInside: most(lines.flatMap(busyShares)),
      loopDelayMaxUs: most(lines.flatMap((line) => (line.source === 'node' ? [maxUs(decode(line.loopDelay))] : []))),
      silentMs: longest,
      gcUs: lines.some((line) => 'gc' in line) ? pausesUs(lines) : undefined,
      heapUsedBytes: heap && 'heapUsedBytes' in heap ? heap.heapUsedBytes : undefined,
    });
  }

  /**
   * Share of the time in which the busiest loop or worker had work. A line speaks of the time since the one before it of
   * the same process, and is late when the loop was blocked: each counts by the time it speaks of.
   */
  busyShare(fromUs: number, toUs: number): number | undefined {
    const byProcess = Map.groupBy(this.#lines, (line) => ('pid' in line ? line.pid : undefined));
    const shares = [...byProcess.values()].flatMap((lines) => {
      let [busyUs, allUs] = [0, 0];
      for (const [i, line] of lines.entries()) {
        const own = busyShares(line);
        const beforeUs = lines[i - 1]?.atUs;
        if (own.length === 0 || beforeUs === undefined) continue;
        const us = Math.max(Math.min(line.atUs, toUs) - Math.max(beforeUs, fromUs), 0);
        busyUs += us * Math.max(...own);
        allUs += us;
      }
      return allUs > 0 ? [busyUs / allUs] : [];
    });
    return shares.length === 0 ? undefined : Math.max(...shares);
  }

  /** Share of the time in pauses of the collector; undefined where the runtime tells nothing of one. */
  gcShare(fromUs: number, toUs: number): number | undefined {
    const lines = this.#lines.filter(({ atUs }) => atUs > fromUs && atUs <= toUs);
    return lines.some((line) => 'gc' in line) ? pausesUs(lines) / Math.max(toUs - fromUs, 1) : undefined;
  }
}

function busyShares(line: InnerLine): number[] {
  if (line.source === 'node') return [line.elu];
  return line.source === 'tokio' ? line.busyUs.map((us) => us / Math.max(line.spanUs, 1)) : [];
}

/** A concurrent cycle stops nobody. */
const pausesUs = (lines: readonly InnerLine[]) =>
  lines
    .flatMap((line) => ('gc' in line ? line.gc : []))
    .reduce((sum, { us, kind }) => sum + (kind === 'concurrent' ? 0 : us), 0);

function present(figures: { [K in keyof InnerFigures]: InnerFigures[K] | undefined }): InnerFigures {
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== undefined));
}
