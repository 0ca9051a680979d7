import type { Point } from '../../protocol/result.ts';
import styles from './charts.module.css';
import { times } from './format.ts';
import { namedLines } from './layouts.ts';
import { type Model, valuesOfModel } from './model.ts';
import { ModelCurves, ResidualStrip } from './model-marks.tsx';
import { hasMarks, nothingSaid, type Said } from './predictions.ts';
import { SaidMarks, valuesSaid } from './said-marks.tsx';
import { speedUpDescription, speedUpSentence } from './sentences.ts';
import { inSentence, type SeriesInfo } from './series.ts';
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
  /** A law of scaling, drawn past what was measured. */
  model?: Model | undefined;
}

/** Speed-up over the cores given. Pure and without hooks: recorded, stored and live runs are drawn by this. */
export function SpeedUpChart({ series, points, sweep, said = nothingSaid, base, model }: SpeedUpChartProps) {
  const lines = speedUpLines(series, points);
  const measured = sweep.at(-1) ?? 1;
  const most = model?.upTo ?? measured;
  const values = most > measured ? [...sweep, most] : sweep;
  const modelEnd = (id: string) => model?.curves.find((curve) => curve.series === id)?.at(most);
  const title = speedUpSentence(lines);
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.title}>{title}</figcaption>
      {namedLines.map((layout) => (
        <SweepDrawing
          key={layout.name}
          layout={layout}
          lines={lines}
          values={values}
          xName="cores given to the server"
          yName="× one core"
          text={model ? undefined : times}
          endOf={modelEnd}
          joined={!model}
          title={title}
          description={`Speed-up over the number of cores given, with a dashed line for the ideal. ${speedUpDescription(lines)}${model ? ` ${modelDescription(model, series)}` : ''}`}
          {...(most > 1 ? { ideal: { from: 1, to: most, name: `ideal ${times(most)}` } } : {})}
          base={base ? speedUpLines(series, base.points) : []}
          others={[...valuesSaid(said, series), ...(model ? valuesOfModel(model, values) : [])]}
          linearX
          under={(x, y) => (
            <>
              {model && <ModelCurves values={sweep} top={layout.top} {...{ model, series, x, y }} />}
              <SaidMarks said={said} series={series} x={x} y={y} />
              <circle cx={x(1)} cy={y(1)} r={3.5} className={styles.origin} />
            </>
          )}
        />
      ))}
      {model &&
        namedLines.map((layout) => (
          <ResidualStrip key={layout.name} values={values} linearX {...{ layout, lines, model }} />
        ))}
      <Key lines={lines} drawn={hasMarks(said)} base={base?.name} model={model?.name} />
    </figure>
  );
}

/** Where the law ends and its band there, in words. */
function modelDescription({ curves, upTo }: Model, series: readonly SeriesInfo[]): string {
  const ends = curves.flatMap(({ series: id, at, band }) => {
    const value = upTo && at(upTo);
    const around = upTo && band?.(upTo);
    const label = series.find((info) => info.id === id)?.label;
    return value && around && label
      ? [`${inSentence(label)} ${times(value)}, ${times(around.low)} to ${times(around.high)}`]
      : [];
  });
  return `Past what was measured a model is drawn. On ${upTo} cores it says: ${ends.join('; ')}.`;
}
