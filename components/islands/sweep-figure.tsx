'use client';
import { useState } from 'react';
import { type MetricName, metrics } from '../../protocol/metrics.ts';
import type { Predictions } from '../../protocol/owner-state.ts';
import type { Plan } from '../../protocol/plan.ts';
import type { Point } from '../../protocol/result.ts';
import { ChartData } from '../charts/chart-data.tsx';
import { metricNames } from '../charts/figures.ts';
import { modelOf } from '../charts/model.ts';
import { saidOf } from '../charts/predictions.ts';
import type { SeriesInfo } from '../charts/series.ts';
import { type BaseRun, SweepChart } from '../charts/sweep-chart.tsx';
import { chartPoints, metricsToShow, sweepLines } from '../charts/sweep-lines.ts';
import { sweepTable } from '../charts/sweep-table.ts';
import { Choice } from './choice.tsx';
import styles from './islands.module.css';

/** A metric over the sweep; the reader may look at any other that was measured. */
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
  const [chosen, setChosen] = useState<MetricName>();
  const offered = metricsToShow(chartPoints(points), asked, metricNames);
  const metric = chosen !== undefined && offered.includes(chosen) ? chosen : (offered[0] ?? 'throughput');
  const model = modelOf(plan, series, points, metric);
  const table = sweepTable(`${name}-${metric}`, sweepLines(series, points, metric), metric, sweep, model);
  return (
    <div className={styles.chartBlock}>
      {offered.length > 1 && (
        <Choice
          label="Metric"
          value={metric}
          options={offered.map((value) => ({ value, name: `${metrics[value].label}, ${metrics[value].unit}` }))}
          onChoose={setChosen}
        />
      )}
      <SweepChart {...{ series, points, metric, sweep, base, model }} said={saidOf(kept, metric, sweep)} />
      <p className={styles.note}>{metrics[metric].doc}</p>
      <ChartData table={table} />
    </div>
  );
}
