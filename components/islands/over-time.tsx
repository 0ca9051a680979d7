'use client';
import { memo, type PointerEvent, useMemo, useState } from 'react';
import type { Point } from '../../protocol/result.ts';
import type { Sample } from '../../protocol/sample.ts';
import { ChartData } from '../charts/chart-data.tsx';
import charts from '../charts/charts.module.css';
import { flagHref } from '../charts/doubts.ts';
import { fixed, percent } from '../charts/format.ts';
import {
  flagBands,
  isOpen,
  latencyLines,
  ms,
  numberedFlags,
  overTimeSentence,
  overTimeTable,
  sampleAt,
} from '../charts/over-time.ts';
import { OverTimeChart, overTimeBox, panelsOf } from '../charts/over-time-chart.tsx';
import type { SeriesInfo } from '../charts/series.ts';
import { lastSamples, stretches, thinned } from '../charts/strips.ts';
import { atWords, type PlanSweep } from '../charts/sweep-words.ts';
import { type TimeLayout, timeFrame, timeLayouts } from '../charts/time-frame.tsx';
import { Choice } from './choice.tsx';
import styles from './islands.module.css';

/** While a run is on, its newest past is shown; afterwards the whole of it. */
const WINDOW_MS = 24_000;
/** Rows of the table that are read; files hold all. */
const MOST_ROWS = 120;
/** One key press of the cursor, about one interval. */
const KEY_MS = 250;

const Panels = memo(OverTimeChart);

export interface OverTimeProps {
  samples: readonly Sample[];
  points: readonly Point[];
  series: readonly SeriesInfo[];
  sweep: PlanSweep;
  coreNumbers: readonly number[];
  running: boolean;
  /** Names the files. */
  name: string;
}

/** A run over time with one cursor through all panels, moved by pointer or keys, and what it stands on in figures. */
export function OverTime({ samples, points, series, sweep, coreNumbers, running, name }: OverTimeProps) {
  const [atMs, setAtMs] = useState<number>();
  const [step, setStep] = useState('all');
  const steps = useMemo(() => (running ? [] : stepChoices(samples, series, sweep)), [running, samples, series, sweep]);
  const shown = useMemo(() => {
    if (running) return lastSamples(samples, WINDOW_MS);
    const own = samples.filter((sample) => sample.step === step);
    return own.length > 0 ? own : samples;
  }, [samples, step, running]);
  const bands = useMemo(() => {
    const first = (shown[0]?.atMs ?? 0) - (shown[0]?.spanMs ?? 0);
    const last = shown.at(-1)?.atMs ?? 0;
    return flagBands(stretches(samples), points).filter((band) => band.to > first && band.from < last);
  }, [samples, shown, points]);
  const title = overTimeSentence(shown, stretches(shown), series, sweep);
  const chosen = atMs === undefined ? undefined : sampleAt(shown, atMs);
  const sample = chosen ?? shown.at(-1);
  if (!sample) return null;
  const frame = timeFrame(timeLayouts[0], shown);
  return (
    <figure className={`${charts.figure} ${styles.chartBlock}`}>
      <figcaption className={charts.title}>{title}</figcaption>
      {steps.length > 2 && <Choice label="Part of the run" value={step} options={steps} onChoose={setStep} />}
      {timeLayouts.map((layout) => (
        <div key={layout.name} className={`${charts[layout.name]} ${styles.underCursor}`}>
          <Panels {...{ layout, samples: shown, series, sweep, coreNumbers, bands, title }} />
          <Cursor {...{ layout, shown, coreNumbers, chosen, onMove: setAtMs }} />
        </div>
      ))}
      <input
        type="range"
        className={styles.scrubber}
        aria-label="Moment of the run"
        aria-valuetext={momentWords(sample, series, sweep, isOpen(shown))}
        min={frame.from}
        max={frame.to}
        step={KEY_MS}
        value={chosen?.atMs ?? sample.atMs}
        onChange={(event) => setAtMs(Number(event.target.value))}
      />
      <Readout sample={sample} open={isOpen(samples)} series={series} sweep={sweep} />
      <ol className={styles.flagWords} aria-label="Doubts, as numbered in the chart">
        {numberedFlags(bands).map(({ flag, number, text }) => (
          <li key={flag} value={number}>
            {text} <a href={flagHref(flag)}>Why?</a>
          </li>
        ))}
      </ol>
      <p className={charts.small}>
        Grey ground: warm-up, not measured.
        {bands.length > 0 && ' Shaded and numbered: slices with doubts.'}
        {isOpen(shown) ? ' Dashed in the first panel: offered load.' : ' Closed loop: measured from sending.'}
      </p>
      {!running && (
        <ChartData
          table={overTimeTable(name, samples, series, sweep, coreNumbers)}
          shown={{
            ...overTimeTable(name, thinned(shown, MOST_ROWS), series, sweep, coreNumbers),
            ...(shown.length > MOST_ROWS
              ? {
                  caption:
                    'Neighbouring intervals are merged here, the worse percentile kept; the files hold each of them',
                }
              : {}),
          }}
        />
      )}
    </figure>
  );
}

/** The steps that samples speak of, to look at one alone. */
function stepChoices(samples: readonly Sample[], series: readonly SeriesInfo[], sweep: PlanSweep) {
  const kinds = { look: 'Look', block: 'Block', floor: 'Noise floor', calibration: 'Calibration' } as const;
  const label = (id: string) => series.find((info) => info.id === id)?.label ?? id;
  const turns: Partial<Record<Sample['kind'], number>> = {};
  const steps = [...Map.groupBy(samples, (sample) => sample.step)].map(([value, [first]]) => {
    const { kind, series: id, x } = first as Sample;
    turns[kind] = (turns[kind] ?? 0) + 1;
    const what = kind === 'look' ? `${label(id)}${atWords(sweep, x)}` : `${turns[kind]}, ${label(id)}`;
    return { value, name: `${kinds[kind]}${kind === 'look' ? ': ' : ' '}${what}` };
  });
  return [{ value: 'all', name: 'The whole run' }, ...steps];
}

/** A line through all panels where the pointer is; it takes the pointer for the drawing below. */
function Cursor({
  layout,
  shown,
  coreNumbers,
  chosen,
  onMove,
}: {
  layout: TimeLayout;
  shown: readonly Sample[];
  coreNumbers: readonly number[];
  chosen: Sample | undefined;
  onMove: (atMs: number | undefined) => void;
}) {
  const frame = timeFrame(layout, shown);
  const { head, bottom, height } = overTimeBox(layout, panelsOf(shown, coreNumbers));
  const move = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    onMove(frame.x.invert(((event.clientX - box.left) / box.width) * layout.width));
  };
  const x = chosen && frame.x(chosen.atMs - chosen.spanMs / 2);
  return (
    <svg
      className={styles.cursor}
      viewBox={`0 0 ${layout.width} ${height}`}
      aria-hidden="true"
      onPointerMove={move}
      onPointerDown={move}
      onPointerLeave={(event) => event.pointerType === 'mouse' && onMove(undefined)}
    >
      <rect
        x={layout.left}
        y={head}
        width={layout.width - layout.left - layout.right}
        height={bottom - head}
        fill="transparent"
      />
      {x !== undefined && <line x1={x} x2={x} y1={head} y2={bottom} className={styles.cursorLine} />}
    </svg>
  );
}

/** The figures of one interval. Every cell keeps its place, so that nothing jumps as the cursor moves. */
function Readout({
  sample,
  open,
  series,
  sweep,
}: {
  sample: Sample;
  open: boolean;
  series: readonly SeriesInfo[];
  sweep: PlanSweep;
}) {
  const time = (us: number | undefined) => (us === undefined ? '–' : `${ms(us)} ms`);
  const share = (value: number | undefined) => (value === undefined ? '–' : percent(value, 1));
  const cells: [string, string][] = [
    ['At', `${fixed(sample.atMs / 1000, 1)} s`],
    ['Phase', { warmup: 'warm-up', measure: 'measuring', drain: 'draining' }[sample.phase]],
    ['Throughput', `${fixed(sample.throughput, 0)}/s`],
    ...(open
      ? [['Offered', sample.offered === undefined ? '–' : `${fixed(sample.offered, 0)}/s`] as [string, string]]
      : []),
    ...latencyLines.map(({ key, name }) => [name, time(sample[key])] as [string, string]),
    ...(open ? [['Lag', time(sample.lagMaxUs)] as [string, string]] : []),
    ['Cores used', sample.coresUsed === undefined ? '–' : fixed(sample.coresUsed, 2)],
    ['Others', share(sample.foreignShare)],
    ['Stolen', share(sample.stealShare)],
  ];
  return (
    <div className={styles.readout}>
      <p>{whoWords(sample, series, sweep)}</p>
      <dl>
        {cells.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function whoWords({ series: id, x }: Sample, series: readonly SeriesInfo[], sweep: PlanSweep): string {
  return `${series.find((info) => info.id === id)?.label ?? id}${atWords(sweep, x)}`;
}

function momentWords(sample: Sample, series: readonly SeriesInfo[], sweep: PlanSweep, open: boolean): string {
  const p99 =
    sample.p99Us === undefined ? '' : `, p99 of the ${open ? 'response' : 'service'} time ${ms(sample.p99Us)} ms`;
  return `${fixed(sample.atMs / 1000, 1)} s: ${whoWords(sample, series, sweep)}, ${fixed(sample.throughput, 0)} requests a second${p99}`;
}
