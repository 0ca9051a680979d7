import styles from './charts.module.css';
import { short } from './format.ts';
import { namedLines } from './layouts.ts';
import { type Model, valuesOfModel } from './model.ts';
import { ModelCurves, ResidualStrip } from './model-marks.tsx';
import { hasMarks, nothingSaid, type Said } from './predictions.ts';
import { RangeDrawing } from './range-drawing.tsx';
import { SaidMarks, valuesSaid } from './said-marks.tsx';
import type { SeriesInfo } from './series.ts';
import { Key, SweepDrawing } from './sweep-drawing.tsx';
import type { SweepLine } from './sweep-lines.ts';
import { type PlanSweep, sweepName } from './sweep-words.ts';

export interface LinesChartProps {
  /** What the lines are of, in the order of their colours. */
  series: readonly SeriesInfo[];
  lines: readonly SweepLine[];
  sweep: PlanSweep;
  /** What the values are, with their unit and fraction digits. */
  name: string;
  digits: number;
  title: string;
  description: string;
  /** What the reader predicted of these lines. */
  said?: Said | undefined;
  /** The lines of another run, and its name. */
  base?: { readonly name: string; readonly lines: readonly SweepLine[] } | undefined;
  /** Drawn under the lines, with what it leaves unexplained in a strip of its own. */
  model?: Model | undefined;
}

/** Lines over what a run sweeps, or values side by side when it sweeps nothing. Pure and without hooks. */
export function LinesChart({
  series,
  lines,
  sweep,
  name,
  digits,
  title,
  description,
  said = nothingSaid,
  base,
  model,
}: LinesChartProps) {
  const text = (value: number) => short(value, digits);
  const drawing = { lines, base: base?.lines ?? [], yName: name, text, title, description };
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
      <Key lines={lines} drawn={hasMarks(said)} base={base?.name} model={model?.name} />
    </figure>
  );
}
