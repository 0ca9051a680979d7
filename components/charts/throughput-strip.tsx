import type { Sample } from '../../protocol/messages.ts';
import styles from './charts.module.css';
import { fixed } from './format.ts';
import { linear, ticksTo } from './scale.ts';
import { type SeriesInfo, seriesStyle } from './series.ts';
import { thinned } from './strips.ts';
import { layouts, type StripLayout, TimeAxis, timeFrame, WarmUps } from './time-frame.tsx';

const MOST_MARKS = 320;
const height = 118;
const top = 14;

/** Good answers per second over time. The first sample is a mark at once; warm-up is grey. */
export function ThroughputStrip({ samples, series }: { samples: readonly Sample[]; series: readonly SeriesInfo[] }) {
  const shown = thinned(samples, MOST_MARKS);
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.subtitle}>Throughput, requests/s, warm-up grey</figcaption>
      {layouts.map((layout) => (
        <Strip key={layout.name} {...{ layout, shown, series }} />
      ))}
    </figure>
  );
}

function Strip({
  layout,
  shown,
  series,
}: {
  layout: StripLayout;
  shown: readonly Sample[];
  series: readonly SeriesInfo[];
}) {
  const frame = timeFrame(layout, shown);
  const ticks = ticksTo(Math.max(0, ...shown.map((sample) => sample.throughput)), 3);
  const y = linear([0, (ticks.at(-1) as number) * 1.05], [height, top]);
  const last = shown.at(-1);
  return (
    <svg
      className={`${styles.chart} ${styles[layout.name]}`}
      viewBox={`0 0 ${layout.width} ${height + layout.font + 10}`}
      role="img"
      fontSize={layout.font}
    >
      <title>Throughput over time, in requests per second</title>
      <desc>{last ? `Last: ${fixed(last.throughput, 0)} requests per second.` : 'No sample yet.'}</desc>
      {ticks.map((tick) => (
        <g key={tick}>
          <line
            x1={layout.left}
            x2={layout.width - layout.right}
            y1={y(tick)}
            y2={y(tick)}
            className={tick === 0 ? styles.axis : styles.grid}
          />
          <text x={layout.left - 8} y={y(tick)} dy="0.35em" textAnchor="end" className={styles.tick}>
            {fixed(tick, tick % 1 ? 1 : 0)}
          </text>
        </g>
      ))}
      <WarmUps frame={frame} top={top} bottom={height} />
      {shown.map((sample) => {
        const colour =
          sample.phase === 'warmup'
            ? 'var(--ink-faint)'
            : seriesStyle(series.findIndex((info) => info.id === sample.series)).colour;
        const left = frame.x(sample.atMs - sample.spanMs);
        return (
          <line
            key={sample.seq}
            x1={left}
            x2={Math.max(left + 1.5, frame.x(sample.atMs))}
            y1={y(sample.throughput)}
            y2={y(sample.throughput)}
            stroke={colour}
            className={styles.rate}
          />
        );
      })}
      <TimeAxis frame={frame} y={height} font={layout.font} />
    </svg>
  );
}
