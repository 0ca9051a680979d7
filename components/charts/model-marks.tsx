import { AxisName, ValueAxis } from './axes.tsx';
import styles from './charts.module.css';
import { list, rounded } from './format.ts';
import type { Layout } from './layouts.ts';
import { MarkerShape } from './marker.tsx';
import { type Model, type Residual, residualsOf } from './model.ts';
import { logarithmic, type Scale } from './scale.ts';
import { inSentence, type SeriesInfo, seriesStyle } from './series.ts';
import { sweepAxis } from './sweep-axis.ts';
import type { SweepLine } from './sweep-lines.ts';
import { amount } from './sweep-words.ts';

/** Places at which a curve of a model is computed, from the first x of the sweep to the last. */
const STEPS = 90;

/**
 * The curves of a model under the measured points, dashed, in the colours of their series; they end at the top of the
 * chart. Past what was measured a curve has its band.
 */
export function ModelCurves({
  model,
  series,
  values,
  x,
  y,
  top,
}: {
  model: Model;
  series: readonly SeriesInfo[];
  /** Values of the sweep, ascending. */
  values: readonly number[];
  x: Scale;
  y: Scale;
  top: number;
}) {
  const [least = 0, most = 0] = [values[0], values.at(-1)];
  const end = model.upTo ?? most;
  const places = (from: number) => Array.from({ length: STEPS + 1 }, (_, i) => from + ((end - from) * i) / STEPS);
  return model.curves.map(({ series: id, at, band }) => {
    const drawn = places(least).flatMap((place) => {
      const value = at(place);
      return value !== undefined && y(value) >= top ? [`${x(place)} ${y(value)}`] : [];
    });
    const around = places(most).flatMap((place) => {
      const found = band?.(place);
      return found ? [{ place: x(place), low: y(found.low), high: y(found.high) }] : [];
    });
    const edges = [
      ...around.map(({ place, high }) => `${place} ${high}`),
      ...around.map(({ place, low }) => `${place} ${low}`).reverse(),
    ];
    const { colour } = seriesStyle(series.findIndex((info) => info.id === id));
    return (
      <g key={id}>
        {edges.length > 0 && <path d={`M${edges.join('L')}Z`} className={styles.modelBand} fill={colour} />}
        {drawn.length > 1 && <path d={`M${drawn.join('L')}`} className={styles.model} stroke={colour} />}
      </g>
    );
  });
}

/** Ends of the axis, as factors: the first that holds all residuals. */
const REACHES = [1.25, 2, 5, 10, 100] as const;
/** Height of a strip, in letters. */
const HEIGHT = 7.5;

/** What the model leaves unexplained: measured ÷ model for each point, on the x axis of the chart above it. Pure. */
export function ResidualStrip({
  layout,
  lines,
  model,
  values,
  linearX = false,
}: {
  layout: Layout;
  lines: readonly SweepLine[];
  model: Model;
  values: readonly number[];
  /** As the chart above it. */
  linearX?: boolean;
}) {
  const { name, width, left, font } = layout;
  const { x, edge } = sweepAxis(layout, lines, values, linearX);
  const rows = lines.map((line) => ({ line, residuals: residualsOf(line, model) }));
  const farthest = Math.max(
    1,
    ...rows.flatMap(({ residuals }) => residuals.map(({ ratio }) => Math.max(ratio, 1 / ratio))),
  );
  const reach = REACHES.find((factor) => factor >= farthest) ?? (REACHES.at(-1) as number);
  const height = font * HEIGHT;
  const y = logarithmic([1 / reach, reach], [height - font * 0.9, font * 2]);
  const inside = (ratio: number) => Math.min(Math.max(ratio, 1 / reach), reach);
  return (
    <svg
      className={`${styles.chart} ${styles[name]} ${styles.strip}`}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      fontSize={font}
    >
      <title>Measured, divided by what the model says</title>
      <desc>{rows.map(({ line, residuals }) => residualWords(line.series, residuals)).join(' ')}</desc>
      <AxisName x={0} y={font}>
        measured ÷ model
      </AxisName>
      <ValueAxis ticks={[1 / reach, reach]} y={y} left={left} right={edge} text={amount} />
      <line x1={left} x2={edge} y1={y(1)} y2={y(1)} className={styles.ideal} />
      <text x={left - 7} y={y(1)} dy="0.35em" textAnchor="end" className={styles.tick}>
        1
      </text>
      <text x={edge + 8} y={y(1)} dy="0.35em" className={styles.idealName}>
        model
      </text>
      {rows.map(({ line: { series, index }, residuals }) => {
        const { colour, marker } = seriesStyle(index);
        // Side by side, so that one series does not hide the other.
        const aside = (index - (lines.length - 1) / 2) * font * 0.55;
        return residuals.map(({ x: place, ratio, kind, atLeast }) => (
          <g key={`${series.id}${place}${kind}`}>
            <path d={`M${x(place) + aside} ${y(1)}V${y(inside(ratio))}`} className={styles.thinLine} stroke={colour} />
            <MarkerShape
              marker={marker}
              colour={colour}
              x={x(place) + aside}
              y={y(inside(ratio))}
              size={0.8}
              hollow={kind === 'look'}
              atLeast={atLeast}
            />
          </g>
        ));
      })}
    </svg>
  );
}

function residualWords({ label }: SeriesInfo, residuals: readonly Residual[]): string {
  if (residuals.length === 0) return `${inSentence(label)}: the model says nothing here.`;
  return `${inSentence(label)}: ${list(residuals.map(({ x, ratio }) => `${rounded(ratio, 2)} at ${amount(x)}`))}.`;
}
