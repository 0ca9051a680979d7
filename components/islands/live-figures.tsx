'use client';
import { isFinal } from '../../protocol/messages.ts';
import { CoreStrips } from '../charts/core-strips.tsx';
import { LiveBadge } from '../charts/host-line.tsx';
import { ResultFigures } from '../charts/result-figures.tsx';
import type { Curves } from '../charts/sentences.ts';
import type { SeriesInfo } from '../charts/series.ts';
import { lastSamples } from '../charts/strips.ts';
import { ThroughputStrip } from '../charts/throughput-strip.tsx';
import type { RunRecord } from '../connection/run-reducer.ts';
import { Downloads } from './downloads.tsx';
import styles from './islands.module.css';

/** While it runs, the strips show this much of the newest past; afterwards the whole run. */
const WINDOW_MS = 24_000;

/** A run of this machine, while it runs and afterwards, drawn by the same components as a recorded one. */
export function LiveFigures({
  run,
  series,
  predictions,
  coreNumbers,
  badge,
}: {
  run: RunRecord;
  series: readonly SeriesInfo[];
  predictions: Curves;
  coreNumbers: readonly number[];
  badge: string;
}) {
  const { plan, points, samples, result, status } = run;
  if (!plan) return null;
  const running = !result && status !== undefined && !isFinal(status.state);
  const view = result ?? { plan, points, verdicts: [] };
  const cores = coreNumbers.length > 0 ? coreNumbers : (samples.at(-1)?.busyByCore ?? []).map((_, i) => i);
  return (
    <div className={styles.live}>
      <LiveBadge>{badge}</LiveBadge>
      <ResultFigures result={view} series={series} predictions={predictions}>
        {samples.length > 0 && (
          <Strips samples={running ? lastSamples(samples, WINDOW_MS) : samples} series={series} cores={cores} />
        )}
      </ResultFigures>
      <Downloads series={series} points={points} result={result} name={`${run.experiment}-${run.run}`} />
    </div>
  );
}

function Strips({
  samples,
  series,
  cores,
}: {
  samples: RunRecord['samples'];
  series: readonly SeriesInfo[];
  cores: readonly number[];
}) {
  return (
    <div className={styles.strips}>
      <CoreStrips samples={samples} series={series} coreNumbers={cores} />
      <ThroughputStrip samples={samples} series={series} />
    </div>
  );
}
