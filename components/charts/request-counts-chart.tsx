import type { Freeze } from '../../protocol/experiment.ts';
import { AxisName, TickRow, ValueAxis } from './axes.tsx';
import styles from './charts.module.css';
import { fixed } from './format.ts';
import { MarkerShape } from './marker.tsx';
import { type CountedLoad, type Counts, countsSentence, firstStall } from './request-counts.ts';
import { linear, ticksTo } from './scale.ts';
import { seriesStyle } from './series.ts';
import { amount } from './sweep-words.ts';

const layouts = [
  { name: 'wide', width: 680, left: 62, right: 20, font: 14, panel: 150 },
  { name: 'narrow', width: 344, left: 52, right: 12, font: 13, panel: 120 },
] as const;
type CountsLayout = (typeof layouts)[number];

/** What is drawn before and after the stall, as a part of its length. */
const AROUND = 0.75;

/** Requests planned, sent and answered around the first stall, a panel for each load on the same axes. Pure. */
export function RequestCountsChart({ loads, freeze }: { loads: readonly CountedLoad[]; freeze: Freeze }) {
  const title = countsSentence(loads);
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.title}>{title}</figcaption>
      {layouts.map((layout) => (
        <Drawing key={layout.name} {...{ layout, loads, freeze, title }} />
      ))}
      <p className={styles.key}>
        <span>
          <LineSign className={styles.offered} /> planned
        </span>
        <span>
          <LineSign className={styles.sent} /> sent
        </span>
        <span>
          <LineSign className={styles.rate} /> answered
        </span>
        <span>Shaded: the server stands still. Filled: due or sent, and without an answer.</span>
      </p>
    </figure>
  );
}

function Drawing({
  layout: { name, width, left, right, font, panel },
  loads,
  freeze,
  title,
}: {
  layout: CountsLayout;
  loads: readonly CountedLoad[];
  freeze: Freeze;
  title: string;
}) {
  const stall = firstStall(freeze);
  const around = (stall.to - stall.from) * AROUND;
  const [from, to] = [Math.max(0, stall.from - around), Math.min(freeze.everyMs, stall.to + around)];
  const drawn = loads
    .map((load) => ({ load, counts: since(load.counts, from, to) }))
    .filter(({ counts }) => counts.length > 0);
  const most = Math.max(1, ...drawn.flatMap(({ counts }) => counts.map((at) => Math.max(at.planned ?? 0, at.sent))));
  const ticks = ticksTo(most, name === 'wide' ? 4 : 3).filter((tick) => tick <= most);
  const end = Math.max(stall.to, ...drawn.flatMap(({ counts }) => counts.map(({ ms }) => ms)));
  const x = linear([from, end], [left, width - right]);
  const head = font * 2.1;
  const bottom = font + 8 + loads.length * (panel + head);
  const seconds = ticksTo(to / 1000, name === 'wide' ? 8 : 5).filter((at) => at * 1000 >= from && at * 1000 <= end);
  return (
    <svg
      className={`${styles.chart} ${styles[name]}`}
      viewBox={`0 0 ${width} ${bottom + font * 2.8}`}
      role="img"
      fontSize={font}
    >
      <title>{title}</title>
      <desc>
        While the server stands still no line of a closed loop rises: it sends nothing. Where requests are planned, the
        plan goes on, and the gap to the answers grows until the server goes on.
      </desc>
      <AxisName x={0} y={font}>
        {name === 'wide' ? 'Requests, from shortly before the stall on' : 'Requests, from before the stall on'}
      </AxisName>
      {drawn.map(({ load, counts }, i) => {
        const top = font + 8 + i * (panel + head) + head;
        const y = linear([0, most], [top + panel, top]);
        const { colour, marker } = seriesStyle(load.index);
        const upper = (at: Counts) => at.planned ?? at.sent;
        return (
          <g key={load.series.id}>
            <rect
              x={x(stall.from)}
              y={top}
              width={x(stall.to) - x(stall.from)}
              height={panel}
              className={styles.warm}
            />
            <ValueAxis ticks={ticks} y={y} left={left} right={width - right} text={amount} />
            <MarkerShape marker={marker} colour={colour} x={left + 6} y={top - font * 0.75} />
            <text x={left + 16} y={top - font * 0.4} fill={colour} className={styles.name}>
              {load.series.label}
              <tspan className={styles.value}> {fixed(load.waiting, 0)} waiting</tspan>
            </text>
            <path
              d={`${path(counts, upper, x, y)}${path(counts.toReversed(), ({ answered }) => answered, x, y).replace('M', 'L')}z`}
              className={styles.wedge}
            />
            <path d={path(counts, ({ sent }) => sent, x, y)} stroke={colour} className={styles.sent} />
            <path d={path(counts, ({ answered }) => answered, x, y)} stroke={colour} className={styles.line} />
            {counts.some(({ planned }) => planned !== undefined) && (
              <path d={path(counts, upper, x, y)} fill="none" className={styles.offered} />
            )}
          </g>
        );
      })}
      <TickRow
        ticks={seconds}
        x={(at) => x(at * 1000)}
        y={bottom + font + 4}
        text={(at, i) => `${amount(at)}${i === seconds.length - 1 ? ' s' : ''}`}
      />
    </svg>
  );
}

/** Counts from a moment to another one, less what had been answered at the first. */
function since(counts: readonly Counts[], from: number, to: number): Counts[] {
  const within = counts.filter(({ ms }) => ms >= from && ms <= to);
  const base = within[0]?.answered ?? 0;
  return within.map(({ ms, planned, sent, answered }) => ({
    ms,
    planned: planned === undefined ? undefined : planned - base,
    sent: sent - base,
    answered: answered - base,
  }));
}

const path = (
  counts: readonly Counts[],
  value: (at: Counts) => number,
  x: (ms: number) => number,
  y: (count: number) => number,
) => counts.map((at, i) => `${i ? 'L' : 'M'}${x(at.ms).toFixed(1)} ${y(value(at)).toFixed(1)}`).join('');

function LineSign({ className }: { className: string | undefined }) {
  return (
    <svg className={styles.sign} viewBox="-14 -7 28 14" aria-hidden="true">
      <path d="M-13 0H13" stroke="var(--ink)" className={className} />
    </svg>
  );
}
