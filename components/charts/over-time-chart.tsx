import type { Sample } from '../../protocol/sample.ts';
import { AxisName, ValueAxis } from './axes.tsx';
import styles from './charts.module.css';
import { spreadLabels } from './label-layout.ts';
import { type FlagBand, isMixed, isOpen, latencyLines, latencyName, loopDelayMs, numberedFlags } from './over-time.ts';
import { linear, logarithmic, logTicks, ticksTo } from './scale.ts';
import { type SeriesInfo, seriesStyle } from './series.ts';
import { brokenLine, steppedArea, thinned } from './strips.ts';
import { amount, type PlanSweep } from './sweep-words.ts';
import { PartNames, TimeAxis, type TimeFrame, type TimeLayout, timeFrame, WarmUps } from './time-frame.tsx';

/** More intervals than this are merged for the drawing. */
const MOST_MARKS = 320;
/** A core's strip gets lower the more of them there are. */
const stripHeight = (cores: number) => (cores > 16 ? 12 : cores > 6 ? 18 : 28);
const GAP = 10;
/** The rate of a shorter interval is that of a few answers: it does not set the scale. */
const LEAST_SPAN_MS = 100;

/** Heights of the panels, by what there is to show. */
export interface PanelPlan {
  readonly key: 'throughput' | 'latency' | 'loop' | 'lag' | 'cores' | 'others';
  readonly name: string;
  readonly height: number;
}

/** The panels that these samples have something for, from the top down. */
export function panelsOf(samples: readonly Sample[], coreNumbers: readonly number[]): PanelPlan[] {
  const open = isOpen(samples);
  const has = (key: 'p50Us' | 'maxUs' | 'lagMaxUs' | 'foreignShare' | 'stealShare') =>
    samples.some((sample) => sample[key] !== undefined);
  const all: (PanelPlan & { shown: boolean })[] = [
    {
      key: 'throughput',
      name: open ? 'Throughput, requests/s; dashed: offered load' : 'Throughput, requests/s',
      height: 96,
      shown: true,
    },
    { key: 'latency', name: latencyName(open, isMixed(samples)), height: 132, shown: has('p50Us') || has('maxUs') },
    {
      key: 'loop',
      name: 'Event-loop delay, ms, largest; a silent loop is late by its silence',
      height: 56,
      shown: samples.some((sample) => loopDelayMs(sample) !== undefined),
    },
    {
      key: 'lag',
      name: 'Lag of the load tool, ms, largest of each interval',
      height: 40,
      shown: open && has('lagMaxUs'),
    },
    {
      key: 'cores',
      name: 'Busy share of each core',
      height: coreNumbers.length * (stripHeight(coreNumbers.length) + 4),
      shown: coreNumbers.length > 0,
    },
    {
      key: 'others',
      name: 'Other programs; dark: stolen by the hypervisor; % of the cores',
      height: 40,
      shown: has('foreignShare') || has('stealShare'),
    },
  ];
  return all.filter(({ shown }) => shown).map(({ shown: _, ...plan }) => plan);
}

export interface OverTimeChartProps {
  layout: TimeLayout;
  samples: readonly Sample[];
  series: readonly SeriesInfo[];
  sweep: PlanSweep;
  coreNumbers: readonly number[];
  bands: readonly FlagBand[];
  title: string;
}

interface Drawn {
  frame: TimeFrame;
  shown: readonly Sample[];
  series: readonly SeriesInfo[];
  coreNumbers: readonly number[];
}

/** Height of the whole drawing, and where its plots begin and end. */
export function overTimeBox(layout: TimeLayout, panels: readonly PanelPlan[]) {
  const head = layout.font + 12;
  // One line for the numbers of the flags.
  let top = head + layout.font;
  const tops = panels.map((panel) => {
    top += layout.font + 14;
    const at = top;
    top += panel.height + GAP;
    return at;
  });
  const bottom = top - GAP;
  return { head, tops, bottom, height: bottom + layout.font + 10 };
}

/** What happened over time, panel above panel on one time axis. Pure; a cursor is laid over it by who has a pointer. */
export function OverTimeChart({ layout, samples, series, sweep, coreNumbers, bands, title }: OverTimeChartProps) {
  const shown = thinned(samples, MOST_MARKS);
  const frame = timeFrame(layout, shown);
  const panels = panelsOf(samples, coreNumbers);
  const { head, tops, bottom, height } = overTimeBox(layout, panels);
  const drawn: Drawn = { frame, shown, series, coreNumbers };
  return (
    <svg
      className={`${styles.chart} ${styles[layout.name]}`}
      viewBox={`0 0 ${layout.width} ${height}`}
      role="img"
      fontSize={layout.font}
    >
      <title>{title}</title>
      <PartNames frame={frame} series={series} sweep={sweep} y={layout.font} />
      <WarmUps frame={frame} top={head} bottom={bottom} />
      <FlagBands frame={frame} bands={bands} top={head} bottom={bottom} />
      {panels.map(({ key, name, height: tall }, i) => {
        const top = tops[i] as number;
        const box = { top, bottom: top + tall };
        return (
          <g key={key}>
            <AxisName x={0} y={top - 12}>
              {layout.name === 'narrow' ? (name.split('; ')[0] as string) : name}
            </AxisName>
            {key === 'throughput' && <Throughput {...drawn} {...box} />}
            {key === 'latency' && <Latency {...drawn} {...box} />}
            {key === 'loop' && <Delay {...drawn} {...box} of={loopDelayMs} className={styles.loopDelay} />}
            {key === 'lag' && <Delay {...drawn} {...box} of={lagMs} className={styles.lag} />}
            {key === 'cores' && <Cores {...drawn} {...box} />}
            {key === 'others' && <Others {...drawn} {...box} />}
          </g>
        );
      })}
      <TimeAxis frame={frame} y={bottom} />
    </svg>
  );
}

type PanelProps = Drawn & { top: number; bottom: number };

/** Good answers a second, in the colour of the server; the first sample is a mark at once. */
function Throughput({ frame, shown, series, top, bottom }: PanelProps) {
  const { left, right, width } = frame.layout;
  const whole = shown.filter(({ spanMs }) => spanMs >= LEAST_SPAN_MS);
  const rates = (whole.length > 0 ? whole : shown).flatMap(({ throughput, offered }) => [throughput, offered ?? 0]);
  const ticks = ticksTo(Math.max(0, ...rates), 3);
  const most = ticks.at(-1) as number;
  const y = linear([0, most], [bottom, top]);
  const at = (rate: number) => y(Math.min(rate, most));
  return (
    <>
      <ValueAxis ticks={ticks} y={y} left={left} right={width - right} text={amount} />
      {shown.map((sample) => {
        const from = frame.x(sample.atMs - sample.spanMs);
        const to = Math.max(from + 1.5, frame.x(sample.atMs));
        const { colour } = seriesStyle(
          Math.max(
            0,
            series.findIndex(({ id }) => id === sample.series),
          ),
        );
        return (
          <g key={sample.seq}>
            {sample.offered !== undefined && (
              <line x1={from} x2={to} y1={at(sample.offered)} y2={at(sample.offered)} className={styles.offered} />
            )}
            <line
              x1={from}
              x2={to}
              y1={at(sample.throughput)}
              y2={at(sample.throughput)}
              stroke={sample.phase === 'warmup' ? 'var(--ink-faint)' : colour}
              className={styles.rate}
            />
          </g>
        );
      })}
    </>
  );
}

const latencyClass = { p50Us: styles.p50, p90Us: styles.p90, p99Us: styles.p99, maxUs: styles.max } as const;

function Latency({ frame, shown, top, bottom }: PanelProps) {
  const { left, right, width, font } = frame.layout;
  const values = shown.flatMap((sample) => latencyLines.flatMap(({ key }) => sample[key] || []));
  const ticks = logTicks(Math.min(...values, Number.MAX_VALUE), Math.max(...values, 1));
  const ends = [ticks[0] ?? 1, ticks.at(-1) ?? 10] as const;
  const y = logarithmic(ends, [bottom, top]);
  const last = latencyLines.flatMap(({ key, name }) => {
    const value = shown.findLast((sample) => sample[key] !== undefined)?.[key];
    return value === undefined ? [] : [{ key, name, value }];
  });
  const middles = spreadLabels(
    last.map(({ value }) => ({ y: y(value), height: font * 1.1 })),
    top - 6,
    bottom + 6,
  );
  return (
    <>
      <ValueAxis ticks={ticks} y={y} left={left} right={width - right} text={(us) => amount(us / 1000)} />
      {latencyLines.map(({ key }) => (
        <path
          key={key}
          d={brokenLine(shown, (sample) => sample[key] || undefined, frame.x, y)}
          className={latencyClass[key]}
        />
      ))}
      {last.map(({ key, name }, i) => (
        <text key={key} x={width - right + 6} y={middles[i]} dy="0.35em" className={styles.lineName}>
          {name}
        </text>
      ))}
    </>
  );
}

const lagMs = ({ lagMaxUs = 0 }: Sample) => lagMaxUs / 1000;

/** How late something was, in ms: an area over the intervals. */
function Delay({
  frame,
  shown,
  top,
  bottom,
  of,
  className,
}: PanelProps & { of: (sample: Sample) => number | undefined; className: string | undefined }) {
  const { left, right, width } = frame.layout;
  const most = Math.max(...shown.map((sample) => of(sample) ?? 0));
  const ticks = ticksTo(most, 1);
  const end = ticks.at(-1) as number;
  const y = linear([0, end], [bottom, top]);
  return (
    <>
      <ValueAxis ticks={ticks} y={y} left={left} right={width - right} text={amount} />
      <path
        d={steppedArea(shown, (sample) => (of(sample) ?? 0) / end, frame.x, bottom, bottom - top)}
        className={className}
      />
    </>
  );
}

/** One strip a core; its full height is a core that never rests. */
function Cores({ frame, shown, coreNumbers, top }: PanelProps) {
  const { left, right, width, font } = frame.layout;
  const height = stripHeight(coreNumbers.length);
  return coreNumbers.map((core, i) => {
    const base = top + i * (height + 4) + height;
    const area = (warm: boolean) =>
      steppedArea(
        shown.filter(({ phase }) => (phase === 'warmup') === warm),
        ({ busyByCore }) => busyByCore[i] ?? 0,
        frame.x,
        base,
        height,
      );
    return (
      <g key={core}>
        <rect x={left} y={base - height} width={width - left - right} height={height} className={styles.stripGround} />
        <path d={area(true)} className={styles.busyWarm} />
        <path d={area(false)} className={styles.busy} />
        {height > font && (
          <text x={left - 7} y={base - height / 2} dy="0.35em" textAnchor="end" className={styles.tick}>
            core {core}
          </text>
        )}
      </g>
    );
  });
}

/** Foreign CPU, and in front of it the part that the hypervisor took; shares of the cores measured on. */
function Others({ frame, shown, top, bottom }: PanelProps) {
  const { left, right, width } = frame.layout;
  const most = Math.max(...shown.map(({ foreignShare, stealShare }) => Math.max(foreignShare ?? 0, stealShare ?? 0)));
  const ticks = ticksTo(Math.max(most, 0.05) * 100, 1);
  const end = (ticks.at(-1) as number) / 100;
  const y = linear([0, end * 100], [bottom, top]);
  return (
    <>
      <ValueAxis ticks={ticks} y={y} left={left} right={width - right} text={(tick) => `${amount(tick)} %`} />
      <path
        d={steppedArea(shown, ({ foreignShare }) => (foreignShare ?? 0) / end, frame.x, bottom, bottom - top)}
        className={styles.foreign}
      />
      <path
        d={steppedArea(shown, ({ stealShare }) => (stealShare ?? 0) / end, frame.x, bottom, bottom - top)}
        className={styles.busy}
      />
    </>
  );
}

/** Slices with doubts: shaded and edged through all panels, with the numbers of the flags at the top. */
function FlagBands({
  frame,
  bands,
  top,
  bottom,
}: {
  frame: TimeFrame;
  bands: readonly FlagBand[];
  top: number;
  bottom: number;
}) {
  const numbers = new Map(numberedFlags(bands).map(({ flag, number }) => [flag, number]));
  return bands.map(({ from, to, flags }) => {
    const left = Math.max(frame.x(from), frame.layout.left);
    const width = Math.max(2, frame.x(to) - left);
    return (
      <g key={from}>
        <rect x={left} y={top} width={width} height={bottom - top} className={styles.flagBand} />
        <line x1={left} x2={left + width} y1={top} y2={top} className={styles.flagEdge} />
        <text x={left + width - 3} y={top + frame.layout.font} textAnchor="end" className={styles.flagNumber}>
          {flags.map((flag) => numbers.get(flag)).join(' ')}
        </text>
      </g>
    );
  });
}
