import { type MetricName, metrics } from '../../protocol/metrics.ts';
import type { Point } from '../../protocol/result.ts';
import { LinesChart } from './lines-chart.tsx';
import type { Model } from './model.ts';
import type { Said } from './predictions.ts';
import type { SeriesInfo } from './series.ts';
import { sweepLines } from './sweep-lines.ts';
import { metricName, sweepDescription, sweepSentence } from './sweep-sentences.ts';
import type { PlanSweep } from './sweep-words.ts';

/** Another run of the same experiment, to be seen on the same axes. */
export interface BaseRun {
  readonly name: string;
  readonly points: readonly Point[];
}

/** A metric over what a run sweeps, or side by side when it sweeps nothing. Pure and without hooks. */
export function SweepChart({
  series,
  points,
  metric,
  sweep,
  said,
  base,
  model,
}: {
  series: readonly SeriesInfo[];
  points: readonly Point[];
  metric: MetricName;
  sweep: PlanSweep;
  /** What the reader predicted of this metric. */
  said?: Said;
  base?: BaseRun | undefined;
  /** Drawn under the lines, with what it leaves unexplained in a strip of its own. */
  model?: Model | undefined;
}) {
  const lines = sweepLines(series, points, metric);
  const { digits } = metrics[metric];
  return (
    <LinesChart
      {...{ series, lines, sweep, digits, said, model }}
      name={metricName(metric)}
      title={sweepSentence(lines, metric, sweep)}
      description={sweepDescription(lines, metric, sweep)}
      base={base && { name: base.name, lines: sweepLines(series, base.points, metric) }}
    />
  );
}
