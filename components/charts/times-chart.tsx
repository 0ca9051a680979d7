import type { Point } from '../../protocol/result.ts';
import { LinesChart } from './lines-chart.tsx';
import type { Said } from './predictions.ts';
import type { SeriesInfo } from './series.ts';
import type { BaseRun } from './sweep-chart.tsx';
import type { PlanSweep } from './sweep-words.ts';
import { kindOfTimes, timeLines, timeSeries, timesDescription, timesSentence } from './times.ts';

/** Median, p90 and p99 of one series over what a run sweeps. Pure and without hooks. */
export function TimesChart({
  of,
  points,
  sweep,
  said,
  base,
}: {
  of: SeriesInfo;
  points: readonly Point[];
  sweep: PlanSweep;
  /** What the reader predicted of these percentiles. */
  said: Said;
  base?: BaseRun | undefined;
}) {
  const kind = kindOfTimes(points);
  const lines = timeLines(of, points);
  return (
    <LinesChart
      {...{ lines, sweep, said }}
      series={timeSeries(kind, of)}
      name={`${kind}, ms`}
      digits={1}
      title={timesSentence(of, lines, sweep, kind)}
      description={timesDescription(lines, sweep)}
      base={base && { name: base.name, lines: timeLines(of, base.points) }}
    />
  );
}
