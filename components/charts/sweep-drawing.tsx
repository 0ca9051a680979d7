import type { ReactNode } from 'react';
import { AxisName, TickRow, ValueAxis } from './axes.tsx';
import styles from './charts.module.css';
import { spreadLabels } from './label-layout.ts';
import type { Layout } from './layouts.ts';
import { MarkerShape } from './marker.tsx';
import { apart, linear, logarithmic, logTicks, type Scale, ticksTo } from './scale.ts';
import { labelLines, seriesStyle } from './series.ts';
import { SeriesLine } from './series-line.tsx';
import { sweepAxis } from './sweep-axis.ts';
import type { SweepLine } from './sweep-lines.ts';
import { amount } from './sweep-words.ts';

/** Beyond this ratio of the largest to the smallest value of a metric its axis is logarithmic. */
const WIDE_VALUES = 50;

export interface SweepDrawingProps {
  layout: Layout;
  lines: readonly SweepLine[];
  /** Values of the sweep, ascending. */
  values: readonly number[];
  /** Names of the axes, with units. */
  xName: string;
  yName: string;
  /** A value at the end of its line; without it only the name stands there. */
  text: ((value: number) => string) | undefined;
  title: string;
  description: string;
  /** A line of its own from the first x to the last, with its name: what would be ideal. */
  ideal?: { readonly from: number; readonly to: number; readonly name: string };
  /** Values that must fit as well. */
  others?: readonly number[];
  /** x linear whatever its values are, so that an ideal is a straight line. */
  linearX?: boolean;
  /** Lines of another run with the same axes, drawn thin under the others. */
  base?: readonly SweepLine[];
  /** Where the name of a series stands, if not beside its last value. */
  endOf?: (series: string) => number | undefined;
  /** Whether the points of a series are joined, which they are unless a model is drawn between them. */
  joined?: boolean;
  /** What lies under the lines. */
  under?: (x: Scale, y: Scale) => ReactNode;
}

/** Lines of series over a sweep, with intervals, and names at their ends. Pure: server and browser draw the same. */
export function SweepDrawing({
  layout,
  lines,
  values,
  xName,
  yName,
  text,
  title,
  description,
  ...rest
}: SweepDrawingProps) {
  const { ideal, others = [], base: baseline = [], linearX = false, endOf, joined = true, under } = rest;
  const { left, top, bottom, width, height, font } = layout;
  const base = height - bottom;
  const least = values[0] ?? 1;
  const most = values.at(-1) ?? 1;
  const { x, edge, gutter, withInterval, bar } = sweepAxis(layout, lines, values, linearX);
  const seen = [...lines, ...baseline].flatMap(({ look, repeated }) =>
    [...look, ...repeated].flatMap(({ value, low, high }) => [low ?? value, high ?? value]),
  );
  const { y, ticks } = valueScale([...seen, ...others, ...(ideal ? [ideal.to] : [])], [base, top]);
  const texts = lines.map(({ series }) => labelLines(series.label));
  const size = font * 1.28;
  const middles = spreadLabels(
    [
      ...lines.map(({ series, line }, i) => ({
        y: y(endOf?.(series.id) ?? line.at(-1)?.value ?? 0),
        height: (texts[i]?.length ?? 1) * size,
      })),
      ...(ideal ? [{ y: y(ideal.to) - 2, height: size }] : []),
    ],
    2,
    base + 6,
  );
  return (
    <svg
      className={`${styles.chart} ${styles[layout.name]}`}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      fontSize={font}
    >
      <title>{title}</title>
      <desc>{description}</desc>
      <ValueAxis ticks={ticks} y={y} left={left} right={edge} text={amount} />
      <AxisName x={0} y={font}>
        {yName}
      </AxisName>
      <TickRow ticks={apart(values, x, font * (most >= 1000 ? 3 : 1.8))} x={x} y={base + font + 6} text={amount} />
      <AxisName x={(x(least) + edge) / 2} y={height - 5} anchor="middle">
        {xName}
      </AxisName>
      {ideal && <line x1={x(least)} y1={y(ideal.from)} x2={edge} y2={y(ideal.to)} className={styles.ideal} />}
      {ideal && (
        <text x={edge + gutter + 28} y={middles.at(-1)} dy="0.35em" className={styles.idealName}>
          {ideal.name}
        </text>
      )}
      {under?.(x, y)}
      {baseline.map((line) => (
        <BaseLine key={line.series.id} line={line} x={x} y={y} />
      ))}
      {lines.map((line, i) => (
        <SeriesLine
          key={line.series.id}
          line={line}
          x={x}
          y={y}
          most={most}
          text={text}
          /* Where every line begins by definition there is nothing to compare. */
          origin={ideal ? least : undefined}
          joined={joined}
          gutter={edge + 12 + withInterval.indexOf(line) * bar}
          label={{ left: edge + gutter + 13, middle: middles[i] as number, words: texts[i] ?? [], lineHeight: size }}
        />
      ))}
    </svg>
  );
}

/** A series as another run measured it: its colour and marker, thin, small and dotted. */
function BaseLine({ line: { index, line }, x, y }: { line: SweepLine; x: Scale; y: Scale }) {
  const { colour, marker } = seriesStyle(index);
  const path = line.map((point, n) => `${n ? 'L' : 'M'}${x(point.x).toFixed(1)} ${y(point.value).toFixed(1)}`);
  return (
    <g>
      <path d={path.join('')} className={styles.baseLine} stroke={colour} />
      {line.map((value) => (
        <g key={value.x}>
          {value.low !== undefined && value.high !== undefined && (
            <path
              d={`M${x(value.x).toFixed(1)} ${y(value.low).toFixed(1)}V${y(value.high).toFixed(1)}`}
              className={styles.baseInterval}
              stroke={colour}
            />
          )}
          <MarkerShape marker={marker} colour={colour} x={x(value.x)} y={y(value.value)} size={0.7} hollow />
        </g>
      ))}
    </g>
  );
}

/** From 0, or logarithmic where the values span several powers of ten. */
function valueScale(values: readonly number[], range: readonly [number, number]): { y: Scale; ticks: number[] } {
  const high = Math.max(...values, 0);
  const low = Math.min(...values);
  if (low > 0 && high / low > WIDE_VALUES) {
    const ticks = logTicks(low, high);
    return { y: logarithmic([ticks[0] as number, ticks.at(-1) as number], range), ticks };
  }
  const top = (high || 1) * 1.04;
  return { y: linear([0, top], range), ticks: ticksTo(top, 5).filter((tick) => tick <= top) };
}

/** What the marks of a chart mean. */
export function Key({
  lines,
  drawn = false,
  base,
  model,
}: {
  lines: readonly SweepLine[];
  drawn?: boolean;
  /** Name of the model under the lines. */
  model?: string | undefined;
  /** Name of the run that is drawn under this one. */
  base?: string | undefined;
}) {
  const all = lines.flatMap(({ look, repeated }) => [...look, ...repeated]);
  return (
    <p className={styles.key}>
      {all.some(({ kind }) => kind === 'look') && (
        <span>
          <Sign kind="look" /> measured once
        </span>
      )}
      {all.some(({ kind }) => kind === 'block') && (
        <span>
          <Sign kind="block" /> repeated; a bar is its interval
        </span>
      )}
      {all.some(({ atLeast }) => atLeast) && (
        <span>
          <Sign kind="atLeast" /> “at least”: the true value may be larger
        </span>
      )}
      {drawn && (
        <span>
          <Sign kind="drawn" /> what you predicted
        </span>
      )}
      {base && (
        <span>
          <Sign kind="base" /> {base}
        </span>
      )}
      {model && (
        <span>
          <Sign kind="model" /> {model}
        </span>
      )}
    </p>
  );
}

function Sign({ kind }: { kind: 'look' | 'block' | 'atLeast' | 'drawn' | 'base' | 'model' }) {
  return (
    <svg className={styles.sign} viewBox="-14 -7 28 14" aria-hidden="true">
      {kind === 'base' && <path d="M-13 0H13" stroke="var(--ink)" className={styles.baseLine} />}
      {kind === 'drawn' && <path d="M-13 2Q-6 -3 0 0T13 -2" className={styles.drawnKey} />}
      {kind === 'model' && <path d="M-13 0H13" stroke="var(--ink)" className={styles.model} />}
      {kind !== 'drawn' && kind !== 'model' && (
        <MarkerShape
          marker="circle"
          colour="var(--ink)"
          x={0}
          y={kind === 'atLeast' ? 3 : 0}
          hollow={kind !== 'block'}
          atLeast={kind === 'atLeast'}
          {...(kind === 'base' ? { size: 0.7 } : {})}
        />
      )}
    </svg>
  );
}
