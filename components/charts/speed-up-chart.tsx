import type { Point } from '../../protocol/result.ts';
import styles from './charts.module.css';
import { times } from './format.ts';
import { namedLines } from './layouts.ts';
import { isEmpty, nothingSaid, type Said } from './predictions.ts';
import { SaidMarks, valuesSaid } from './said-marks.tsx';
import { speedUpDescription, speedUpSentence } from './sentences.ts';
import type { SeriesInfo } from './series.ts';
import type { BaseRun } from './sweep-chart.tsx';
import { Key, SweepDrawing } from './sweep-drawing.tsx';
import { speedUpLines } from './sweep-lines.ts';

export interface SpeedUpChartProps {
  series: readonly SeriesInfo[];
  points: readonly Point[];
  /** Core counts of the x axis, ascending. */
  sweep: readonly number[];
  said?: Said;
  base?: BaseRun | undefined;
}

/** Speed-up over the cores given. Pure and without hooks: recorded, stored and live runs are drawn by this. */
export function SpeedUpChart({ series, points, sweep, said = nothingSaid, base }: SpeedUpChartProps) {
  const lines = speedUpLines(series, points);
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
          base={base ? speedUpLines(series, base.points) : []}
          others={valuesSaid(said, series)}
          linearX
          under={(x, y) => (
            <>
              <SaidMarks said={said} series={series} x={x} y={y} />
              <circle cx={x(1)} cy={y(1)} r={3.5} className={styles.origin} />
            </>
          )}
        />
      ))}
      <Key lines={lines} drawn={!isEmpty(said)} base={base?.name} />
    </figure>
  );
}
