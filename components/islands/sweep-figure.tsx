'use client';
import { useState } from 'react';
import { type MetricName, metrics } from '../../protocol/metrics.ts';
import type { Predictions } from '../../protocol/owner-state.ts';
import type { Plan } from '../../protocol/plan.ts';
import type { Point } from '../../protocol/result.ts';
import { ChartData } from '../charts/chart-data.tsx';
import { metricColumn, metricNames } from '../charts/figures.ts';
import { modelOf } from '../charts/model.ts';
import { saidOf } from '../charts/predictions.ts';
import { inSentence, type SeriesInfo } from '../charts/series.ts';
import { type BaseRun, SweepChart } from '../charts/sweep-chart.tsx';
import { chartPoints, metricsToShow, sweepLines } from '../charts/sweep-lines.ts';
import { metricName } from '../charts/sweep-sentences.ts';
import { sweepTable } from '../charts/sweep-table.ts';
import { isTime, kindOfTimes, saidOfTimes, timeLines, timesColumn } from '../charts/times.ts';
import { TimesChart } from '../charts/times-chart.tsx';
import { Choice } from './choice.tsx';
import styles from './islands.module.css';

/** Instead of a metric: the median, p90 and p99 of one series. */
type TimesOf = `times of ${string}`;
const timesOf = ({ id }: SeriesInfo): TimesOf => `times of ${id}`;

/** A metric over the sweep, or several percentiles of one series; the reader may look at any other that was measured. */
export function SweepFigure({
  series,
  points,
  plan,
  asked,
  name,
  kept,
  base,
}: {
  series: readonly SeriesInfo[];
  points: readonly Point[];
  plan: Pick<Plan, 'sweep' | 'model'>;
  /** Metrics that the run's questions are about. */
  asked: readonly MetricName[];
  name: string;
  /** What the reader predicted of this experiment. */
  kept?: Predictions | undefined;
  base?: BaseRun | undefined;
}) {
  const { sweep } = plan;
  const [chosen, setChosen] = useState<MetricName | TimesOf>();
  const offered = metricsToShow(chartPoints(points), asked, metricNames);
  const timed = sweep.over === 'nothing' || !offered.some(isTime) ? [] : series;
  const [first = 'throughput'] = offered;
  // Alone in its chart, a series leaves room for its other percentiles.
  const usual = timed.length === 1 && isTime(first) ? timesOf(timed[0] as SeriesInfo) : first;
  const kind = kindOfTimes(points);
  const options = [
    ...timed.map((info) => ({ value: timesOf(info), name: `${kind} of ${inSentence(info.label)}: median, p90, p99` })),
    ...offered.map((value) => ({ value, name: metricName(value) })),
  ];
  const shown = options.find(({ value }) => value === chosen)?.value ?? usual;
  const of = timed.find((info) => timesOf(info) === shown);
  const own = { points, sweep, base };
  const metric = of ? undefined : (shown as MetricName);
  const model = metric && modelOf(plan, series, points, metric);
  return (
    <div className={styles.chartBlock}>
      {options.length > 1 && <Choice label="Metric" value={shown} options={options} onChoose={setChosen} />}
      {of && <TimesChart of={of} {...own} said={saidOfTimes(kept, of, sweep, kind)} />}
      {metric && <SweepChart {...{ series, metric, model }} {...own} said={saidOf(kept, metric, sweep)} />}
      <p className={styles.note}>
        {metric
          ? metrics[metric].doc
          : 'Half of the requests took at most the median, 90 of 100 the p90, 99 of 100 the p99.'}
      </p>
      <ChartData
        table={
          metric
            ? sweepTable(`${name}-${metric}`, sweepLines(series, points, metric), metricColumn(metric), sweep, model)
            : sweepTable(`${name}-times`, of ? timeLines(of, points) : [], timesColumn(kind), sweep)
        }
      />
    </div>
  );
}
