import type { Point } from '../../protocol/result.ts';
import styles from './charts.module.css';
import { times } from './format.ts';
import { handDrawnPath } from './hand-drawn.ts';
import { namedLines } from './layouts.ts';
import { type Curves, speedUpDescription, speedUpSentence } from './sentences.ts';
import { type SeriesInfo, seriesStyle } from './series.ts';
import { Key, SweepDrawing } from './sweep-drawing.tsx';
import { speedUpLines } from './sweep-lines.ts';

export interface SpeedUpChartProps {
  series: readonly SeriesInfo[];
  points: readonly Point[];
  /** Core counts of the x axis, ascending. */
  sweep: readonly number[];
  predictions?: Curves;
}

/** Speed-up over the cores given. Pure and without hooks: recorded, stored and live runs are drawn by this. */
export function SpeedUpChart({ series, points, sweep, predictions = {} }: SpeedUpChartProps) {
  const lines = speedUpLines(series, points);
  const drawn = series.flatMap(({ id }, index) => {
    const curve = predictions[id];
    return curve && curve.length > 1 ? [{ id, index, curve }] : [];
  });
  const most = sweep.at(-1) ?? 1;
  const title = speedUpSentence(lines);
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.title}>{title}</figcaption>
      {namedLines.map((layout) => (
        <SweepDrawing
          key={layout.name}
          layout={layout}
          lines={lines}
          values={sweep}
          xName="cores given to the server"
          yName="× one core"
          text={times}
          title={title}
          description={`Speed-up over the number of cores given, with a dashed line for the ideal. ${speedUpDescription(lines)}`}
          {...(most > 1 ? { ideal: { from: 1, to: most, name: `ideal ${times(most)}` } } : {})}
          others={drawn.flatMap(({ curve }) => curve.map(({ speedUp }) => speedUp))}
          linearX
          under={(x, y) => (
            <>
              {drawn.map(({ id, index, curve }) => (
                <path
                  key={id}
                  d={handDrawnPath(curve.map((point) => ({ x: x(point.cores), y: y(point.speedUp) })))}
                  className={styles.drawn}
                  stroke={seriesStyle(index).colour}
                />
              ))}
              <circle cx={x(1)} cy={y(1)} r={3.5} className={styles.origin} />
            </>
          )}
        />
      ))}
      <Key lines={lines} drawn={drawn.length > 0} />
    </figure>
  );
}
