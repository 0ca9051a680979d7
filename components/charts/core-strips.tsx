import type { Sample } from '../../protocol/messages.ts';
import styles from './charts.module.css';
import { percent } from './format.ts';
import type { SeriesInfo } from './series.ts';
import { steppedArea, thinned } from './strips.ts';
import { layouts, PartNames, type StripLayout, TimeAxis, timeFrame, WarmUps } from './time-frame.tsx';

const MOST_MARKS = 320;

/** How busy each core was over time: one strip a core, its full height is a core that never rests. */
export function CoreStrips({
  samples,
  series,
  coreNumbers,
}: {
  samples: readonly Sample[];
  series: readonly SeriesInfo[];
  coreNumbers: readonly number[];
}) {
  const shown = thinned(samples, MOST_MARKS);
  const last = samples.at(-1);
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.subtitle}>Busy share of each core, warm-up shaded</figcaption>
      {layouts.map((layout) => (
        <Strips key={layout.name} {...{ layout, shown, series, coreNumbers, last }} />
      ))}
    </figure>
  );
}

function Strips({
  layout,
  shown,
  series,
  coreNumbers,
  last,
}: {
  layout: StripLayout;
  shown: readonly Sample[];
  series: readonly SeriesInfo[];
  coreNumbers: readonly number[];
  last: Sample | undefined;
}) {
  const frame = timeFrame(layout, shown);
  const height = coreNumbers.length > 16 ? 14 : coreNumbers.length > 6 ? 20 : 34;
  const gap = coreNumbers.length > 16 ? 2 : 5;
  const top = layout.font + 8;
  const end = top + coreNumbers.length * (height + gap) - gap;
  return (
    <svg
      className={`${styles.chart} ${styles[layout.name]}`}
      viewBox={`0 0 ${layout.width} ${end + layout.font + 10}`}
      role="img"
      fontSize={layout.font}
    >
      <title>Busy share of each core over time</title>
      <desc>
        {last
          ? coreNumbers.map((core, i) => `Core ${core}: ${percent(last.busyByCore[i] ?? 0)} busy at last.`).join(' ')
          : 'No sample yet.'}
      </desc>
      <PartNames frame={frame} series={series} y={layout.font} font={layout.font} />
      {coreNumbers.map((core, i) => {
        const base = top + i * (height + gap) + height;
        return (
          <g key={core}>
            <rect
              x={layout.left}
              y={base - height}
              width={layout.width - layout.left - layout.right}
              height={height}
              className={styles.stripGround}
            />
            <path
              d={steppedArea(
                shown.filter((s) => s.phase === 'warmup'),
                (s) => s.busyByCore[i] ?? 0,
                frame.x,
                base,
                height,
              )}
              className={styles.busyWarm}
            />
            <path
              d={steppedArea(
                shown.filter((s) => s.phase !== 'warmup'),
                (s) => s.busyByCore[i] ?? 0,
                frame.x,
                base,
                height,
              )}
              className={styles.busy}
            />
            {height > layout.font && (
              <text x={layout.left - 8} y={base - height / 2} dy="0.35em" textAnchor="end" className={styles.tick}>
                core {core}
              </text>
            )}
          </g>
        );
      })}
      <WarmUps frame={frame} top={top} bottom={end} />
      <TimeAxis frame={frame} y={end} font={layout.font} />
    </svg>
  );
}
