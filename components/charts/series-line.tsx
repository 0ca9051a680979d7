import styles from './charts.module.css';
import { times } from './format.ts';
import { MarkerShape } from './marker.tsx';
import type { Scale } from './scale.ts';
import { seriesStyle } from './series.ts';
import type { Measured, SpeedUpLine } from './speed-up.ts';

/** One series of the speed-up chart: line, intervals, markers, and its name with its last value at the right. */
export function SeriesLine({
  line,
  x,
  y,
  most,
  gutter,
  label,
}: {
  line: SpeedUpLine;
  x: Scale;
  y: Scale;
  /** The largest core count of the chart. */
  most: number;
  /** Where its interval stands, right of the plot: intervals side by side, not on top of each other. */
  gutter: number;
  label: { left: number; middle: number; words: readonly string[]; lineHeight: number };
}) {
  const { colour, dash, marker } = seriesStyle(line.index);
  const end = line.line.at(-1);
  if (!end) return null;
  const { left, middle, words, lineHeight } = label;
  const path = line.line.map(
    (point, n) => `${n ? 'L' : 'M'}${x(point.cores).toFixed(1)} ${y(point.speedUp).toFixed(1)}`,
  );
  // On one core every series is 1 by definition: that point is the origin of all lines, not a measurement to compare.
  const marked = [...line.look, ...line.repeated].filter((value) => value.cores > 1);
  const interval = line.repeated.find((value) => value.low !== undefined && value.cores === most);
  const repeated = line.repeated.some((value) => value.cores === end.cores);
  return (
    <g>
      <path d={path.join('')} className={styles.line} stroke={colour} strokeDasharray={dash} />
      {interval && <IntervalBar value={interval} x={gutter} y={y} colour={colour} />}
      {marked.map((value) => (
        <MarkerShape
          key={`${value.kind}${value.cores}`}
          marker={marker}
          colour={colour}
          x={x(value.cores)}
          y={y(value.speedUp)}
          hollow={value.kind === 'look'}
        />
      ))}
      {end.cores === most && (
        <path
          d={`M${x(end.cores) + 6} ${y(end.speedUp).toFixed(1)}L${left - 1} ${middle.toFixed(1)}`}
          className={styles.leader}
          stroke={colour}
        />
      )}
      <MarkerShape marker={marker} colour={colour} x={left + 5} y={middle} hollow={!repeated} />
      <text fill={colour} className={styles.name}>
        {words.map((word, n) => (
          <tspan
            key={word}
            x={left + 15}
            y={(middle + (n - (words.length - 1) / 2) * lineHeight).toFixed(1)}
            dy="0.35em"
          >
            {word}
            {n === words.length - 1 && end.cores > 1 && <tspan className={styles.value}> {times(end.speedUp)}</tspan>}
          </tspan>
        ))}
      </text>
    </g>
  );
}

function IntervalBar({ value, x, y, colour }: { value: Measured; x: number; y: Scale; colour: string }) {
  if (value.low === undefined || value.high === undefined) return null;
  const low = y(value.low).toFixed(1);
  const high = y(value.high).toFixed(1);
  return (
    <g>
      <path d={`M${x - 3.5} ${low}h7m-3.5 0V${high}m-3.5 0h7`} className={styles.interval} stroke={colour} />
      <circle cx={x} cy={y(value.speedUp)} r={2.6} fill={colour} />
    </g>
  );
}
