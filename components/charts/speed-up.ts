import { type Flag, flagTable, type Point, type Verdict } from '../../protocol/result.ts';
import { logRatios } from '../../stats/judge.ts';
import type { SeriesInfo } from './series.ts';

export interface SpeedUp {
  readonly cores: number;
  readonly speedUp: number;
}

/** A value measured once (`look`) or repeated in blocks; `low` and `high` only when a verdict gives them. */
export interface Measured extends SpeedUp {
  readonly kind: 'look' | 'block';
  readonly blocks: number;
  readonly low?: number;
  readonly high?: number;
  readonly flags: readonly Flag[];
}

export interface SpeedUpLine {
  readonly series: SeriesInfo;
  /** Place of the series in the experiment: colour, dash and marker follow it. */
  readonly index: number;
  readonly look: readonly Measured[];
  readonly repeated: readonly Measured[];
  /** The best known value for each core count, ascending: repeated ones where there are any. */
  readonly line: readonly SpeedUp[];
}

/** Speed-up lines of all series that have something to show. Each kind is compared with its own one-core value. */
export function speedUpLines(
  series: readonly SeriesInfo[],
  points: readonly Point[],
  verdicts: readonly Verdict[] = [],
): SpeedUpLine[] {
  return series.flatMap((info, index) => {
    const own = points.filter((point) => point.series === info.id && point.throughput > 0);
    const look = lookValues(own);
    const repeated = repeatedValues(info.id, own, verdicts);
    const best = new Map<number, number>();
    for (const value of [...look, ...repeated]) best.set(value.cores, value.speedUp);
    const line = [...best].map(([cores, speedUp]) => ({ cores, speedUp })).sort((a, b) => a.cores - b.cores);
    return line.length > 0 ? [{ series: info, index, look, repeated, line }] : [];
  });
}

function lookValues(own: readonly Point[]): Measured[] {
  const looks = own.filter((point) => point.kind === 'look');
  const base = looks.find((point) => point.cores === 1);
  if (!base) return [];
  return looks.map(({ cores, throughput, flags }) => ({
    cores,
    speedUp: throughput / base.throughput,
    kind: 'look',
    blocks: 1,
    flags: doubts(flags),
  }));
}

function repeatedValues(id: string, own: readonly Point[], verdicts: readonly Verdict[]): Measured[] {
  const blocks = own.filter((point) => point.kind === 'block');
  const most = Math.max(1, ...blocks.map((point) => point.cores));
  const ratios = logRatios(own, id, most);
  if (most < 2 || ratios.length === 0) return [];
  const verdict = verdicts.find((candidate) => candidate.series === id && candidate.low !== undefined);
  const interval =
    verdict?.low !== undefined && verdict.high !== undefined ? { low: verdict.low, high: verdict.high } : {};
  const mean = Math.exp(ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length);
  const flags = doubts(blocks.flatMap((point) => point.flags));
  return [
    { cores: 1, speedUp: 1, kind: 'block', blocks: ratios.length, flags: [] },
    { cores: most, speedUp: mean, kind: 'block', blocks: ratios.length, flags, ...interval },
  ];
}

function doubts(flags: readonly Flag[]): Flag[] {
  return [...new Set(flags)].filter((flag) => flagTable[flag].invalid);
}

/** Ratio of each complete block, for the verdict's scale. */
export function blockRatios(points: readonly Point[], verdict: Verdict): number[] {
  return logRatios(points, verdict.series, verdict.cores[1]).map(Math.exp);
}
