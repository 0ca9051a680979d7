'use client';
import { type ReactNode, useRef, useState } from 'react';
import type { Experiment } from '../../protocol/experiment.ts';
import { predictionSchema } from '../../protocol/owner-state.ts';
import { UNKNOWN_RHO } from '../../stats/compile-plan.ts';
import { splitCores } from '../../stats/core-split.ts';
import { times } from '../charts/format.ts';
import type { Curves } from '../charts/sentences.ts';
import { seriesOfExperiment, seriesStyle } from '../charts/series.ts';
import { useConnection, useLive, usePresence } from '../connection/use-live.ts';
import { useOwnerState } from '../connection/use-owner-state.ts';
import styles from './islands.module.css';
import { PredictBoard } from './predict-board.tsx';
import { predictionOf, seriesToDraw, withValue } from './prediction.ts';

const noCurves: Curves = {};

/** The reader draws what they expect before anything is measured. Kept at once; nothing waits for it. */
export function PredictIsland({
  experiment,
  sweep: shipped,
  children,
}: {
  experiment: Experiment;
  sweep: readonly number[];
  children?: ReactNode;
}) {
  const root = useRef<HTMLElement>(null);
  const present = usePresence();
  useConnection(present);
  const { host } = useLive(root);
  const [prediction, setPrediction] = useOwnerState(`prediction.${experiment.id}`, predictionSchema);
  const series = seriesOfExperiment(experiment)
    .map((info, index) => ({ ...info, index }))
    .filter((info) => seriesToDraw(experiment).includes(info.id));
  const [active, setActive] = useState(series[0]?.id ?? '');
  // The reader's own cores, once they are known; until then those that the page was built with.
  const sweep =
    (host && splitCores(host.physicalCores, { over: 'cores', rho: UNKNOWN_RHO })?.sweep) ??
    (shipped.length > 1 ? shipped : [1, 2]);
  const most = sweep.at(-1) as number;
  const curves = prediction?.curves ?? noCurves;
  const keep = (next: Curves) => setPrediction(predictionOf(experiment.id, next, new Date()));

  return (
    <section ref={root} className={styles.island} data-live aria-label="Your prediction">
      {children}
      <div className={styles.pens} role="radiogroup" aria-label="Whose line you draw">
        {series.map(({ id, label, index }) => {
          const end = curves[id]?.find((point) => point.cores === most);
          return (
            <label key={id}>
              <input
                type="radio"
                name={`pen-${experiment.id}`}
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
                {end ? `${times(end.speedUp)} times on ${most} cores` : 'not drawn yet'}
              </span>
            </label>
          );
        })}
      </div>
      <PredictBoard
        series={series}
        sweep={sweep}
        curves={curves}
        active={active}
        onActive={setActive}
        onValue={(id, cores, value) => keep({ ...curves, [id]: withValue(curves[id], sweep, cores, value) })}
      />
      <div className={styles.row}>
        <p className={styles.note}>
          Drag a line's end, or click where it should go; with the keyboard, the arrow keys move it. Kept as you draw.
          You can run without it.
        </p>
        <button
          type="button"
          className={styles.quiet}
          onClick={() => keep({})}
          disabled={Object.keys(curves).length === 0}
        >
          Start over
        </button>
      </div>
    </section>
  );
}
