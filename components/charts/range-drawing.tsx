import { AxisName, TickRow } from './axes.tsx';
import styles from './charts.module.css';
import type { Layout } from './layouts.ts';
import { MarkerShape } from './marker.tsx';
import type { Said } from './predictions.ts';
import { linear, ticksTo } from './scale.ts';
import { seriesStyle } from './series.ts';
import type { SweepLine } from './sweep-lines.ts';
import { amount } from './sweep-words.ts';

/** One row a series when nothing is swept: what was measured once, what was repeated, and the interval, from 0 on. */
export function RangeDrawing({
  layout: { name, width, font },
  lines,
  base: baseline = [],
  said: { guesses, places },
  yName,
  text,
  title,
  description,
}: {
  layout: Layout;
  lines: readonly SweepLine[];
  said: Said;
  /** The same series of another run, as a small mark beside each value. */
  base?: readonly SweepLine[];
  /** Name of the axis, with its unit. */
  yName: string;
  text: (value: number) => string;
  title: string;
  description: string;
}) {
  const row = font * 3;
  const base = lines.length * row + 8;
  const highest = Math.max(
    0,
    ...[...lines, ...baseline].flatMap(({ look, repeated }) => [...look, ...repeated].map((v) => v.high ?? v.value)),
    ...guesses.map(({ high }) => high),
  );
  const ticks = ticksTo(highest, name === 'wide' ? 5 : 3);
  const x = linear([0, ticks.at(-1) as number], [8, width - 30]);
  return (
    <svg
      className={`${styles.chart} ${styles[name]}`}
      viewBox={`0 0 ${width} ${base + font * 3}`}
      role="img"
      fontSize={font}
    >
      <title>{title}</title>
      <desc>{description}</desc>
      {ticks.map((tick) => (
        <line
          key={tick}
          x1={x(tick)}
          x2={x(tick)}
          y1={4}
          y2={base}
          className={tick === 0 ? styles.axis : styles.grid}
        />
      ))}
      <TickRow ticks={ticks} x={x} y={base + font + 3} text={amount} />
      <AxisName x={width / 2} y={base + font * 2.5} anchor="middle">
        {yName}
      </AxisName>
      {lines.map(({ series, index, line, look, repeated }, i) => {
        const { colour, marker } = seriesStyle(index);
        const best = line.at(-1);
        const top = 4 + i * row;
        const y = top + font * 2;
        const before = baseline.find((other) => other.series.id === series.id)?.line.at(-1);
        return best === undefined ? null : (
          <g key={series.id}>
            <text x={14} y={top + font} fill={colour} className={styles.name}>
              {series.label}
              <tspan className={styles.value}>
                {best.atLeast ? ' ≥ ' : ' '}
                {text(best.value)}
              </tspan>
              {places[series.id] !== undefined && (
                <tspan className={styles.place}> you put it {ordinal(places[series.id] as number)}</tspan>
              )}
            </text>
            <line x1={x(0)} x2={x(best.value)} y1={y} y2={y} stroke={colour} className={styles.rangeBar} />
            {guesses
              .filter((guess) => guess.series === series.id)
              .map(({ low, value, high }) => (
                <path
                  key={value}
                  d={`M${x(low)} ${y - 7}v14m0-7H${x(high)}m0-7v14M${x(value)} ${y - 7}v14`}
                  stroke={colour}
                  className={styles.guess}
                />
              ))}
            {before && (
              <g>
                <path d={`M${x(before.value)} ${y - 10}v20`} stroke={colour} className={styles.baseLine} />
                <MarkerShape marker={marker} colour={colour} x={x(before.value)} y={y} size={0.7} hollow />
              </g>
            )}
            {[...look, ...repeated].map((value) => (
              <g key={value.kind}>
                {value.low !== undefined && value.high !== undefined && (
                  <path
                    d={`M${x(value.low)} ${y - 7}v14m0-7H${x(value.high)}m0-7v14`}
                    stroke={colour}
                    className={styles.interval}
                  />
                )}
                <MarkerShape
                  marker={marker}
                  colour={colour}
                  x={x(value.value)}
                  y={y}
                  hollow={value.kind === 'look'}
                  atLeast={value.atLeast}
                />
              </g>
            ))}
          </g>
        );
      })}
    </svg>
  );
}

const ordinals = ['first', 'second', 'third'];
const ordinal = (place: number) => ordinals[place - 1] ?? `${place}th`;
