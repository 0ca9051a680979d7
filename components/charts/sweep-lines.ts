import type { MetricName } from '../../protocol/metrics.ts';
import type { Flag, Limiter, Point, Verdict } from '../../protocol/result.ts';
import { type RatioInterval, ratioInterval } from '../../stats/interval.ts';
import { countingPoints, effectOn, isAtLeast, logsOfBlocks } from '../../stats/judge.ts';
import { isSaidTwice, metricOf } from '../../stats/point-metrics.ts';
import { usualLimiter } from './limiter-words.ts';
import type { SeriesInfo } from './series.ts';

/** A value measured once (`look`) or repeated in blocks, with the interval of its blocks where there are enough. */
export interface SweepValue {
  readonly kind: 'look' | 'block';
  readonly x: number;
  readonly value: number;
  readonly blocks: number;
  readonly low?: number;
  readonly high?: number;
  /** The true value may be larger (ST11). */
  readonly atLeast: boolean;
  /** What makes this value invalid. */
  readonly flags: readonly Flag[];
  readonly limiter: Limiter;
}

export interface SweepLine {
  readonly series: SeriesInfo;
  /** Place of the series in the experiment: colour, dash and marker follow it. */
  readonly index: number;
  readonly look: readonly SweepValue[];
  readonly repeated: readonly SweepValue[];
  /** The best known value at each x, ascending: repeated ones where there are any. */
  readonly line: readonly SweepValue[];
}

/** With fewer blocks an interval is wider than any chart. */
const LEAST_BLOCKS = 3;

/** Looks and blocks; of a block that was repeated only the last attempt (ST7). Calibration and floor are no results. */
export function chartPoints(points: readonly Point[]): Point[] {
  const pairs = new Set(points.flatMap(({ kind, pair }) => (kind === 'block' && pair !== undefined ? [pair] : [])));
  return [
    ...points.filter(({ kind }) => kind === 'look'),
    ...[...pairs].flatMap((pair) => countingPoints(points, pair)),
  ];
}

/** What a chart shows of them: where something was repeated, its look does not count any more. */
export function shownPoints(points: readonly Point[]): Point[] {
  const counting = chartPoints(points);
  const place = ({ series, x }: Point) => `${series} ${x}`;
  const repeated = new Set(counting.filter(({ kind }) => kind === 'block').map(place));
  return counting.filter((point) => point.kind === 'block' || !repeated.has(place(point)));
}

/** Lines of a metric over the sweep, for all series that have a value of it. */
export function sweepLines(series: readonly SeriesInfo[], points: readonly Point[], metric: MetricName): SweepLine[] {
  return linesOf(series, points, (own) => {
    const look = own.flatMap((point) => {
      const value = point.kind === 'look' ? metricOf(point, metric) : undefined;
      return value === undefined ? [] : [lookValue(point, value, metric)];
    });
    const blocks = own.filter(({ kind }) => kind === 'block');
    const places = [...new Set(blocks.map(({ x }) => x))];
    const repeated = places.flatMap((x) => {
      const at = blocks.filter((point) => point.x === x);
      const logs = logsByPair(at, (pair) =>
        logsOfBlocks(pair, metric, { series: pair[0]?.series ?? '', x }, undefined),
      );
      return logs.length === 0 ? [] : [blockValue(at, logs, metric)];
    });
    return { look, repeated };
  });
}

/** Speed-up lines: the throughput of each series over its own on one core, looks and blocks each by themselves. */
export function speedUpLines(series: readonly SeriesInfo[], points: readonly Point[]): SweepLine[] {
  return linesOf(series, points, (all) => {
    const rate = (point: Point) => point.throughput ?? 0;
    const own = all.filter((point) => rate(point) > 0);
    const looks = own.filter(({ kind }) => kind === 'look');
    const base = looks.find(({ x }) => x === 1);
    const look = base ? looks.map((point) => lookValue(point, rate(point) / rate(base), 'throughput')) : [];
    const blocks = own.filter(({ kind }) => kind === 'block');
    const repeated = [...new Set(blocks.map(({ x }) => x))].flatMap((x) => {
      const id = blocks[0]?.series ?? '';
      const logs = logsByPair(blocks, (pair) =>
        logsOfBlocks(pair, 'throughput', { series: id, x }, { series: id, x: 1 }),
      );
      // Against itself one core is 1 by definition: there is nothing to draw an interval of.
      const at = blocks.filter((point) => point.x === x);
      if (logs.length === 0) return [];
      const { low: _low, high: _high, ...one } = blockValue(at, logs, 'throughput');
      return [x === 1 ? one : blockValue(at, logs, 'throughput')];
    });
    return { look, repeated };
  });
}

function linesOf(
  series: readonly SeriesInfo[],
  points: readonly Point[],
  valuesOf: (own: readonly Point[]) => Pick<SweepLine, 'look' | 'repeated'>,
): SweepLine[] {
  const counting = chartPoints(points);
  return series.flatMap((info, index) => {
    const { look, repeated } = valuesOf(counting.filter((point) => point.series === info.id));
    const best = new Map([...look, ...repeated].map((value) => [value.x, value]));
    const line = [...best.values()].sort((a, b) => a.x - b.x);
    return line.length > 0 ? [{ series: info, index, look, repeated, line }] : [];
  });
}

/** Blocks of different pairs are measurements of their own, also where they have the same number. */
function logsByPair(points: readonly Point[], logs: (pair: readonly Point[]) => number[]): number[] {
  return [...Map.groupBy(points, ({ pair }) => pair).values()].flatMap(logs);
}

function lookValue(point: Point, value: number, metric: MetricName): SweepValue {
  return { kind: 'look', x: point.x, value, blocks: 1, ...doubts([point], metric) };
}

function blockValue(points: readonly Point[], logs: readonly number[], metric: MetricName): SweepValue {
  const mean = Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
  const { low, high } = (logs.length >= LEAST_BLOCKS && ratioInterval(logs)) || ({} as Partial<RatioInterval>);
  return {
    kind: 'block',
    x: points[0]?.x ?? 0,
    value: mean,
    blocks: logs.length,
    ...(low !== undefined && high !== undefined ? { low, high } : {}),
    ...doubts(points, metric),
  };
}

function doubts(points: readonly Point[], metric: MetricName): Pick<SweepValue, 'atLeast' | 'flags' | 'limiter'> {
  const invalid = points.flatMap((point) => point.flags.filter((flag) => effectOn(flag, metric, point) === 'invalid'));
  return {
    atLeast: points.some((point) => isAtLeast(point, metric)),
    flags: [...new Set(invalid)],
    limiter: usualLimiter(points.map(({ limiter }) => limiter)),
  };
}

/** Which metrics a run can show over its sweep: what its questions are about, then what its load is about, then all. */
export function metricsToShow(
  points: readonly Point[],
  asked: readonly MetricName[],
  all: readonly MetricName[],
): MetricName[] {
  const has = (metric: MetricName) =>
    !isSaidTwice(metric, points) && points.some((point) => metricOf(point, metric) !== undefined);
  const open = points.some(({ offered }) => offered !== undefined);
  const usual: MetricName[] = has('capacity') ? ['capacity'] : open ? ['responseP99'] : ['throughput'];
  const said = Object.keys(points[0]?.figures ?? {}) as MetricName[];
  return [...new Set([...asked, ...said, ...usual, ...all])].filter(has);
}

/**
 * The slices that a verdict rests on: those of the one comparison that holds its points and no others, or, of a limit
 * that two points have to keep, those of its own point in the comparison of both.
 */
export function comparedPoints(points: readonly Point[], { of, against }: Verdict): readonly Point[] {
  const at = (spot: Verdict['of'] | undefined) => (point: Point) => point.series === spot?.series && point.x === spot.x;
  const pairs = [...Map.groupBy(chartPoints(points), ({ pair }) => pair).values()];
  const own = pairs.find(
    (pair) =>
      pair.some(at(of)) &&
      pair.some(at(against ?? of)) &&
      pair.every((point) => point.kind === 'block' && (at(of)(point) || at(against)(point))),
  );
  if (own || against) return own ?? [];
  return pairs.find((pair) => pair.some((point) => point.kind === 'block' && at(of)(point)))?.filter(at(of)) ?? [];
}

/** One ratio, or value, for each block of a verdict's comparison. */
export function blockRatios(points: readonly Point[], verdict: Verdict): number[] {
  const { metric, of, against } = verdict;
  return logsOfBlocks(comparedPoints(points, verdict), metric, of, against).map(Math.exp);
}
