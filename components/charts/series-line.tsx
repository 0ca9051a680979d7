import styles from './charts.module.css';
import { MarkerShape } from './marker.tsx';
import type { Scale } from './scale.ts';
import { seriesStyle } from './series.ts';
import type { SweepLine, SweepValue } from './sweep-lines.ts';

/** One series of a chart over a sweep: line, intervals, markers, and its name with its last value at the right. */
export function SeriesLine({
  line,
  x,
  y,
  most,
  text,
  origin,
  joined,
  gutter,
  label,
}: {
  line: SweepLine;
  x: Scale;
  y: Scale;
  /** The largest x of the chart. */
  most: number;
  text: ((value: number) => string) | undefined;
  /** An x whose value is the same for every series by definition: it gets no marker. */
  origin: number | undefined;
  /** Points beside a model stand alone: there the model is the line. */
  joined: boolean;
  /** Where its interval at the largest x stands, right of the plot: side by side, not on top of each other. */
  gutter: number;
  label: { left: number; middle: number; words: readonly string[]; lineHeight: number };
}) {
  const { colour, dash, marker } = seriesStyle(line.index);
  const end = line.line.at(-1);
  if (!end) return null;
  const { left, middle, words, lineHeight } = label;
  const path = line.line.map((point, n) => `${n ? 'L' : 'M'}${x(point.x).toFixed(1)} ${y(point.value).toFixed(1)}`);
  const marked = [...line.look, ...line.repeated].filter((value) => value.x !== origin);
  return (
    <g>
      {joined && <path d={path.join('')} className={styles.line} stroke={colour} strokeDasharray={dash} />}
      {line.repeated.map((value) => (
        <IntervalBar key={value.x} value={value} x={value.x === most ? gutter : x(value.x)} y={y} colour={colour} />
      ))}
      {marked.map((value) => (
        <MarkerShape
          key={`${value.kind}${value.x}`}
          marker={marker}
          colour={colour}
          x={x(value.x)}
          y={y(value.value)}
          hollow={value.kind === 'look'}
          atLeast={value.atLeast}
        />
      ))}
      {end.x === most && (
        <path
          d={`M${x(end.x) + 6} ${y(end.value).toFixed(1)}L${left - 1} ${middle.toFixed(1)}`}
          className={styles.leader}
          stroke={colour}
        />
      )}
      <MarkerShape marker={marker} colour={colour} x={left + 5} y={middle} hollow={end.kind === 'look'} />
      <text fill={colour} className={styles.name}>
        {words.map((word, n) => (
          <tspan
            key={word}
            x={left + 15}
            y={(middle + (n - (words.length - 1) / 2) * lineHeight).toFixed(1)}
            dy="0.35em"
          >
            {word}
            {text && n === words.length - 1 && end.x !== origin && (
              <tspan className={styles.value}>
                {end.atLeast ? ' ≥ ' : ' '}
                {text(end.value)}
              </tspan>
            )}
          </tspan>
        ))}
      </text>
    </g>
  );
}

function IntervalBar({ value, x, y, colour }: { value: SweepValue; x: number; y: Scale; colour: string }) {
  if (value.low === undefined || value.high === undefined) return null;
  const low = y(value.low).toFixed(1);
  const high = y(value.high).toFixed(1);
  return (
    <g>
      <path d={`M${x - 3.5} ${low}h7m-3.5 0V${high}m-3.5 0h7`} className={styles.interval} stroke={colour} />
      <circle cx={x} cy={y(value.value)} r={2.6} fill={colour} />
    </g>
  );
}
