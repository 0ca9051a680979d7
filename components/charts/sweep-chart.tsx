import { type MetricName, metrics } from '../../protocol/metrics.ts';
import type { Point } from '../../protocol/result.ts';
import styles from './charts.module.css';
import { short } from './format.ts';
import { namedLines } from './layouts.ts';
import { type Model, valuesOfModel } from './model.ts';
import { ModelCurves, ResidualStrip } from './model-marks.tsx';
import { isEmpty, nothingSaid, type Said } from './predictions.ts';
import { RangeDrawing } from './range-drawing.tsx';
import { SaidMarks, valuesSaid } from './said-marks.tsx';
import type { SeriesInfo } from './series.ts';
import { Key, SweepDrawing } from './sweep-drawing.tsx';
import { sweepLines } from './sweep-lines.ts';
import { sweepDescription, sweepSentence } from './sweep-sentences.ts';
import { type PlanSweep, sweepName } from './sweep-words.ts';

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
  said = nothingSaid,
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
  const { label, unit, digits } = metrics[metric];
  const title = sweepSentence(lines, metric, sweep);
  const drawing = {
    lines,
    base: base ? sweepLines(series, base.points, metric) : [],
    yName: `${label}, ${unit}`,
    text: (value: number) => short(value, digits),
    title,
    description: sweepDescription(lines, metric, sweep),
  };
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.title}>{title}</figcaption>
      {namedLines.map((layout) =>
        sweep.over === 'nothing' ? (
          <RangeDrawing key={layout.name} layout={layout} said={said} {...drawing} />
        ) : (
          <SweepDrawing
            key={layout.name}
            layout={layout}
            values={sweep.values}
            joined={!model}
            xName={sweepName(sweep)}
            others={[...valuesSaid(said, series), ...(model ? valuesOfModel(model, sweep.values) : [])]}
            under={(x, y) => (
              <>
                {model && <ModelCurves values={sweep.values} top={layout.top} {...{ model, series, x, y }} />}
                <SaidMarks said={said} series={series} x={x} y={y} />
              </>
            )}
            {...drawing}
          />
        ),
      )}
      {model &&
        namedLines.map((layout) => (
          <ResidualStrip key={layout.name} values={sweep.values} {...{ layout, lines, model }} />
        ))}
      <Key lines={lines} drawn={!isEmpty(said)} base={base?.name} model={model?.name} />
    </figure>
  );
}
