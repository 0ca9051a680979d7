import type { Point, Verdict } from '../../protocol/result.ts';
import styles from './charts.module.css';
import { times } from './format.ts';
import { handDrawnPath } from './hand-drawn.ts';
import { spreadLabels } from './label-layout.ts';
import { MarkerShape } from './marker.tsx';
import { apart, linear, ticksTo } from './scale.ts';
import { type Curves, speedUpDescription, speedUpSentence } from './sentences.ts';
import { type SeriesInfo, seriesStyle } from './series.ts';
import { SeriesLine } from './series-line.tsx';
import { type SpeedUpLine, speedUpLines } from './speed-up.ts';

/** Two drawings of one chart: CSS shows the one whose letters stay readable at the width there is. */
interface Layout {
  readonly name: 'wide' | 'narrow';
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly font: number;
  /** Width that one interval takes. */
  readonly bar: number;
}

const wide: Layout = { name: 'wide', width: 680, height: 360, left: 44, right: 196, font: 15, bar: 11 };
const narrow: Layout = { name: 'narrow', width: 344, height: 330, left: 30, right: 147, font: 13, bar: 8.5 };
const top = 16;
const bottom = 42;

export interface SpeedUpChartProps {
  series: readonly SeriesInfo[];
  points: readonly Point[];
  verdicts?: readonly Verdict[];
  /** Core counts of the x axis, ascending. */
  sweep: readonly number[];
  predictions?: Curves;
}

/** Speed-up over the cores given. Pure and without hooks: recorded, stored and live runs are drawn by this. */
export function SpeedUpChart({ series, points, verdicts = [], sweep, predictions = {} }: SpeedUpChartProps) {
  const lines = speedUpLines(series, points, verdicts);
  const kinds = {
    look: lines.some((line) => line.look.length > 0),
    block: lines.some((line) => line.repeated.length > 0),
    drawn: series.some(({ id }) => (predictions[id]?.length ?? 0) > 1),
  };
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.title}>{speedUpSentence(lines)}</figcaption>
      {[wide, narrow].map((layout) => (
        <Drawing
          key={layout.name}
          layout={layout}
          lines={lines}
          series={series}
          sweep={sweep}
          predictions={predictions}
        />
      ))}
      <p className={styles.key}>
        {kinds.look && (
          <span>
            <Sign hollow /> measured once
          </span>
        )}
        {kinds.block && (
          <span>
            <Sign /> repeated; a bar is its interval
          </span>
        )}
        {kinds.drawn && (
          <span>
            <Sign drawn /> what you drew
          </span>
        )}
      </p>
    </figure>
  );
}

function Sign({ hollow = false, drawn = false }: { hollow?: boolean; drawn?: boolean }) {
  return (
    <svg className={styles.sign} viewBox="-14 -7 28 14" aria-hidden="true">
      {drawn ? (
        <path d="M-13 2Q-6 -3 0 0T13 -2" className={styles.drawnKey} />
      ) : (
        <MarkerShape marker="circle" colour="var(--ink)" x={0} y={0} hollow={hollow} />
      )}
    </svg>
  );
}

function Drawing({
  layout,
  lines,
  series,
  sweep,
  predictions,
}: {
  layout: Layout;
  lines: readonly SpeedUpLine[];
  series: readonly SeriesInfo[];
  sweep: readonly number[];
  predictions: Curves;
}) {
  const most = sweep.at(-1) ?? 1;
  const seen = lines.flatMap((line) => [...line.look, ...line.repeated].map((value) => value.high ?? value.speedUp));
  const drawn = series.flatMap(({ id }) => (predictions[id] ?? []).map((point) => point.speedUp));
  const highest = Math.max(most, ...seen, ...drawn) * 1.04;
  const ticks = ticksTo(highest, 5).filter((tick) => tick <= highest);
  const withInterval = lines.filter((line) => line.repeated.some((value) => value.low !== undefined));
  const gutter = withInterval.length > 0 ? withInterval.length * layout.bar + 6 : 0;
  const x = linear([1, Math.max(2, most)], [layout.left + 8, layout.width - layout.right - gutter]);
  const y = linear([0, highest], [layout.height - bottom, top]);
  const ends = lines.map((line) => line.line.at(-1) as { cores: number; speedUp: number });
  // What follows a comma in a name goes on a second line.
  const texts = lines.map((line) => line.series.label.split(/(?<=,) /));
  const size = layout.font * 1.28;
  const middles = spreadLabels(
    [
      ...ends.map((end, i) => ({ y: y(end.speedUp), height: (texts[i]?.length ?? 1) * size })),
      { y: y(most) - 2, height: size },
    ],
    2,
    layout.height - bottom + 6,
  );
  const edge = x(most);
  return (
    <svg
      className={`${styles.chart} ${styles[layout.name]}`}
      viewBox={`0 0 ${layout.width} ${layout.height}`}
      role="img"
      fontSize={layout.font}
    >
      <title>{speedUpSentence(lines)}</title>
      <desc>{`Speed-up over the number of cores given, with a dashed line for the ideal. ${speedUpDescription(lines)}`}</desc>
      {ticks.map((tick) => (
        <g key={tick}>
          <line
            x1={layout.left}
            x2={edge}
            y1={y(tick)}
            y2={y(tick)}
            className={tick === 0 ? styles.axis : styles.grid}
          />
          <text x={layout.left - 7} y={y(tick)} dy="0.35em" textAnchor="end" className={styles.tick}>
            {tick}
          </text>
        </g>
      ))}
      <text x={0} y={top - 4} className={styles.axisName}>
        × one core
      </text>
      {apart(sweep, x, layout.font * 1.6).map((cores) => (
        <text
          key={cores}
          x={x(cores)}
          y={layout.height - bottom + layout.font + 6}
          textAnchor="middle"
          className={styles.tick}
        >
          {cores}
        </text>
      ))}
      <text x={(x(1) + edge) / 2} y={layout.height - 5} textAnchor="middle" className={styles.axisName}>
        cores given to the server
      </text>
      {most > 1 && <line x1={x(1)} y1={y(1)} x2={edge} y2={y(most)} className={styles.ideal} />}
      {most > 1 && (
        <text x={edge + gutter + 28} y={middles.at(-1)} dy="0.35em" className={styles.idealName}>
          ideal {times(most)}
        </text>
      )}
      {series.map(({ id: name }, i) => {
        const curve = predictions[name];
        return curve && curve.length > 1 ? (
          <path
            key={name}
            d={handDrawnPath(curve.map((point) => ({ x: x(point.cores), y: y(point.speedUp) })))}
            className={styles.drawn}
            stroke={seriesStyle(i).colour}
          />
        ) : null;
      })}
      <circle cx={x(1)} cy={y(1)} r={3.5} className={styles.origin} />
      {lines.map((line, i) => (
        <SeriesLine
          key={line.series.id}
          line={line}
          x={x}
          y={y}
          most={most}
          gutter={edge + 12 + withInterval.indexOf(line) * layout.bar}
          label={{ left: edge + gutter + 13, middle: middles[i] as number, words: texts[i] ?? [], lineHeight: size }}
        />
      ))}
    </svg>
  );
}
