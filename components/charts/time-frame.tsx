import type { Sample } from '../../protocol/sample.ts';
import { TickRow } from './axes.tsx';
import styles from './charts.module.css';
import { MarkerShape } from './marker.tsx';
import { linear, type Scale, ticksTo } from './scale.ts';
import { type SeriesInfo, seriesStyle } from './series.ts';
import { type Stretch, stretches } from './strips.ts';
import { amount, atWords, type PlanSweep } from './sweep-words.ts';

/** Both drawings over time share these, so that all panels stand above each other in time. */
export const timeLayouts = [
  { name: 'wide', width: 680, left: 62, right: 46, font: 14 },
  { name: 'narrow', width: 344, left: 52, right: 38, font: 13 },
] as const;
export type TimeLayout = (typeof timeLayouts)[number];

export interface TimeFrame {
  readonly layout: TimeLayout;
  readonly x: Scale;
  readonly from: number;
  readonly to: number;
  readonly parts: readonly Stretch[];
}

/** The least stretch of time drawn, so that the first samples do not fill the width. */
const LEAST_MS = 8_000;

export function timeFrame(layout: TimeLayout, samples: readonly Sample[]): TimeFrame {
  const from = Math.max(0, (samples[0]?.atMs ?? 0) - (samples[0]?.spanMs ?? 0));
  const to = Math.max(samples.at(-1)?.atMs ?? 0, from + LEAST_MS);
  const x = linear([from, to], [layout.left, layout.width - layout.right]);
  return { layout, x, from, to, parts: stretches(samples) };
}

/** Seconds under the panels. */
export function TimeAxis({ frame, y }: { frame: TimeFrame; y: number }) {
  const { layout, x, from, to } = frame;
  const step = (ticksTo((to - from) / 1000, layout.name === 'wide' ? 8 : 4)[1] ?? 1) * 1000;
  const ticks: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) ticks.push(at);
  return (
    <TickRow
      ticks={ticks}
      x={x}
      y={y + layout.font + 3}
      text={(at, i) => `${Math.round(at / 100) / 10}${i === ticks.length - 1 ? ' s' : ''}`}
    />
  );
}

/** Warm-up shaded behind the panels. */
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

/** Who is served in each stretch: the marker of the series, its place in the sweep, and its name where there is room. */
export function PartNames({
  frame,
  series,
  sweep,
  y,
}: {
  frame: TimeFrame;
  series: readonly SeriesInfo[];
  sweep: PlanSweep;
  y: number;
}) {
  const { font } = frame.layout;
  return frame.parts.map((part) => {
    const index = series.findIndex((info) => info.id === part.series);
    const { colour, marker } = seriesStyle(Math.max(0, index));
    const left = frame.x(part.from);
    const width = frame.x(part.to) - left;
    const name = series[index]?.label ?? part.series;
    const fits = (text: string) => width > text.length * font * 0.54 + 18;
    const text = [`${name}${atWords(sweep, part.x)}`, sweep.over === 'nothing' ? name : amount(part.x)].find(fits);
    return width < 11 ? null : (
      <g key={`${part.step}${part.from}`}>
        <line x1={left} x2={left} y1={y - font} y2={y + 4} className={styles.partEdge} />
        <MarkerShape marker={marker} colour={colour} x={left + 7} y={y - font * 0.35} />
        <text x={left + 15} y={y} className={styles.partName}>
          {text}
        </text>
      </g>
    );
  });
}
