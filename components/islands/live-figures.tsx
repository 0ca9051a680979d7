'use client';
import { isFinal } from '../../protocol/messages.ts';
import { slicesTable } from '../charts/figures.ts';
import { LiveBadge } from '../charts/host-line.tsx';
import type { SeriesInfo } from '../charts/series.ts';
import type { BaseRun } from '../charts/sweep-chart.tsx';
import type { RunRecord } from '../connection/run-reducer.ts';
import { Downloads } from '../ui/downloads.tsx';
import styles from './islands.module.css';
import { OverTime } from './over-time.tsx';
import type { Expected } from './prediction.ts';
import { ResultFigures } from './result-figures.tsx';
import { resultFiles } from './result-files.ts';
import { RunDetails } from './run-details.tsx';
import type { KeptPredictions } from './use-predictions.ts';

/** A run of this machine, while it runs and afterwards, drawn by the same components as a recorded one. */
export function LiveFigures({
  run,
  series,
  predictions,
  expected,
  coreNumbers,
  badge,
  kind = 'live',
  base,
}: {
  run: RunRecord;
  series: readonly SeriesInfo[];
  predictions: KeptPredictions;
  expected?: readonly Expected[] | undefined;
  coreNumbers: readonly number[];
  badge: string;
  kind?: 'live' | 'recorded';
  base?: BaseRun | undefined;
}) {
  const { plan, points, samples, result, status } = run;
  if (!plan) return null;
  const running = !result && status !== undefined && !isFinal(status.state);
  const view = result ?? { plan, points, verdicts: [] };
  const cores = coreNumbers.length > 0 ? coreNumbers : (samples.at(-1)?.busyByCore ?? []).map((_, i) => i);
  const name = `${run.experiment}-${run.run}`;
  return (
    <div className={styles.live}>
      <LiveBadge kind={kind}>{badge}</LiveBadge>
      <ResultFigures
        result={view}
        recorded={kind === 'recorded'}
        {...{ samples, series, predictions, expected, name, base }}
      >
        {result ? (
          <RunDetails result={result} samples={samples} series={series} name={name} />
        ) : (
          samples.length > 0 && (
            <OverTime
              samples={samples}
              points={points}
              series={series}
              sweep={plan.sweep}
              coreNumbers={cores}
              running={running}
              name={`${name}-over-time`}
            />
          )
        )}
      </ResultFigures>
      {points.length > 0 && <Downloads files={resultFiles(slicesTable(name, series, points, plan.sweep), result)} />}
    </div>
  );
}
