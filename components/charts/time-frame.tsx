import type { Sample } from '../../protocol/messages.ts';
import styles from './charts.module.css';
import { MarkerShape } from './marker.tsx';
import { linear, type Scale, ticksTo } from './scale.ts';
import { type SeriesInfo, seriesStyle } from './series.ts';
import { type Stretch, stretches } from './strips.ts';

/** Both drawings of a strip share these, so that core strips and throughput stand above each other in time. */
export const layouts = [
  { name: 'wide', width: 660, left: 74, right: 12, font: 14 },
  { name: 'narrow', width: 340, left: 56, right: 6, font: 13.2 },
] as const;
export type StripLayout = (typeof layouts)[number];

export interface TimeFrame {
  readonly x: Scale;
  readonly from: number;
  readonly to: number;
  readonly parts: readonly Stretch[];
}

/** The least stretch of time drawn, so that the first samples do not fill the width. */
const LEAST_MS = 8_000;

export function timeFrame(layout: StripLayout, samples: readonly Sample[]): TimeFrame {
  const from = Math.max(0, (samples[0]?.atMs ?? 0) - (samples[0]?.spanMs ?? 0));
  const to = Math.max(samples.at(-1)?.atMs ?? 0, from + LEAST_MS);
  return { x: linear([from, to], [layout.left, layout.width - layout.right]), from, to, parts: stretches(samples) };
}

/** Seconds under a strip. */
export function TimeAxis({ frame, y, font }: { frame: TimeFrame; y: number; font: number }) {
  const first = frame.from / 1000;
  const last = frame.to / 1000;
  const step = ticksTo(last - first, 6)[1] ?? 1;
  const ticks = [];
  for (let at = Math.ceil(first / step) * step; at <= last; at += step) ticks.push(at);
  return (
    <g className={styles.tick}>
      {ticks.map((at, i) => (
        <text key={at} x={frame.x(at * 1000)} y={y + font + 3} textAnchor="middle">
          {Math.round(at * 10) / 10}
          {i === ticks.length - 1 ? ' s' : ''}
        </text>
      ))}
    </g>
  );
}

/** Warm-up shaded behind a strip. */
export function WarmUps({ frame, top, bottom }: { frame: TimeFrame; top: number; bottom: number }) {
  return frame.parts
    .filter((part) => part.warmUntil > part.from)
    .map((part) => (
      <rect
        key={`${part.step}${part.from}`}
        x={frame.x(part.from)}
        y={top}
        height={bottom - top}
        width={Math.max(0, frame.x(part.warmUntil) - frame.x(part.from))}
        className={styles.warm}
      />
    ));
}

/** Who is served in each stretch: the marker of the series and its cores, and its name where there is room. */
export function PartNames({
  frame,
  series,
  y,
  font,
}: {
  frame: TimeFrame;
  series: readonly SeriesInfo[];
  y: number;
  font: number;
}) {
  return frame.parts.map((part) => {
    const index = series.findIndex((info) => info.id === part.series);
    const { colour, marker } = seriesStyle(Math.max(0, index));
    const name = `${series[index]?.label ?? part.series} on ${part.cores}`;
    const left = frame.x(part.from);
    const width = frame.x(part.to) - left;
    const full = width > name.length * font * 0.56 + 16;
    return width < 11 ? null : (
      <g key={`${part.step}${part.from}`}>
        <MarkerShape marker={marker} colour={colour} x={left + 5} y={y - font * 0.35} />
        <text x={left + 13} y={y} className={styles.partName}>
          {full ? name : width < 21 ? null : part.cores}
        </text>
      </g>
    );
  });
}
