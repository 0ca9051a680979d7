'use client';
import { useRef, useState } from 'react';
import { sweepOn } from '../../stats/compile-plan.ts';
import { roughly } from '../charts/prediction-words.ts';
import type { Curves } from '../charts/predictions.ts';
import { seriesStyle } from '../charts/series.ts';
import { metricName } from '../charts/sweep-sentences.ts';
import { atWords } from '../charts/sweep-words.ts';
import { useConnection, useLive, usePresence } from '../connection/use-live.ts';
import styles from './islands.module.css';
import type { PredictProps } from './predict.tsx';
import { PredictBoard } from './predict-board.tsx';
import { type AskedOf, seriesIn, withValue } from './prediction.ts';
import { scaleFor } from './prediction-scale.ts';

/** A line for each series over what the experiment sweeps. */
export function PredictCurve({ experiment, asked, sweep: shipped, predictions }: PredictProps<AskedOf<'curve'>>) {
  const root = useRef<HTMLDivElement>(null);
  useConnection(usePresence());
  const { host } = useLive(root);
  // The reader's own cores, once they are known; until then those that the page was built with.
  const own = host && sweepOn(experiment, host.physicalCores);
  const sweep = own && own.values.length > 1 ? own : shipped;
  const most = sweep.values.at(-1) as number;
  const { metric } = asked;
  const scale = asked.scale ?? scaleFor(metric, sweep);
  const series = seriesIn(experiment, asked.series);
  const [active, setActive] = useState(series[0]?.id ?? '');
  const made = predictions.kept?.made.find((one) => one.id === asked.id);
  const curves: Curves = made?.kind === 'curve' ? made.curves : {};
  const drawing = { values: sweep.values, metric, scale };
  const draw = (id: string, values: readonly { x: number; value: number }[]) => {
    const curve = values.reduce((drawn, { x, value }) => withValue(drawn, drawing, x, value), curves[id]);
    if (!curve) return;
    const at = new Date().toISOString();
    predictions.keep({ kind: 'curve', id: asked.id, ask: asked.ask, at, metric, curves: { ...curves, [id]: curve } });
  };
  return (
    <div ref={root} className={styles.drawing}>
      <div className={styles.pens} role="radiogroup" aria-label="Whose line you draw">
        {series.map(({ id, label, index }) => {
          const end = curves[id]?.find((spot) => spot.x === most);
          return (
            <label key={id}>
              <input
                type="radio"
                name={`pen-${experiment.id}-${asked.id}`}
                checked={active === id}
                onChange={() => setActive(id)}
              />
              <span
                className={styles.pen}
                data-pen={seriesStyle(index).marker}
                style={{ color: seriesStyle(index).colour }}
              >
                {label}
              </span>
              <span className={styles.penValue}>
                {end ? `${roughly(end.value, metric)}${atWords(sweep, most)}` : 'not drawn yet'}
              </span>
            </label>
          );
        })}
      </div>
      <PredictBoard
        series={series}
        sweep={sweep}
        metric={metric}
        scale={scale}
        yName={metric === 'speedUp' ? 'times the work of one core' : metricName(metric)}
        curves={curves}
        active={active}
        onActive={setActive}
        onValues={draw}
      />
    </div>
  );
}
