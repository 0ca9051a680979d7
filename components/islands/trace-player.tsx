'use client';
import { useState } from 'react';
import type { Trace } from '../../protocol/trace.ts';
import { ChartData } from '../charts/chart-data.tsx';
import { day } from '../charts/format.ts';
import { ProgramLines } from '../charts/program-lines.tsx';
import { runtimeWords, stepsOf, stepWords, type TraceScale, traceTable } from '../charts/trace.ts';
import { TraceDrawing } from '../charts/trace-drawing.tsx';
import { Choice } from './choice.tsx';
import islands from './islands.module.css';
import styles from './trace-player.module.css';

export interface TracePlayerProps {
  trace: Trace;
  title: string;
  /** The program, a line each, highlighted at build. */
  lines: readonly string[];
}

const scales = [
  { value: 'steps', name: 'a row for each step' },
  { value: 'time', name: 'true to time' },
] as const satisfies readonly { value: TraceScale; name: string }[];

/** A recorded trace beside its program. Without any script it is the whole drawing, the program and the table. */
export function TracePlayer({ trace, title, lines }: TracePlayerProps) {
  const steps = stepsOf(trace);
  // Undefined: the whole trace at once, as it is drawn first.
  const [now, setNow] = useState<number>();
  const [scale, setScale] = useState<TraceScale>('steps');
  const step = now === undefined ? undefined : steps[now];
  const words = step && `Step ${(now ?? 0) + 1} of ${steps.length}. ${stepWords(step)}`;
  const go = (to: number) => setNow(Math.max(0, Math.min(steps.length - 1, to)));
  const { runtime, recordedAt, source, leftOut } = trace;
  return (
    <section className={`${islands.island} ${styles.player}`} data-live aria-label={`Trace: ${title}`}>
      <p className={islands.ask}>
        <span className={islands.askKind}>What ran when</span> {title}
      </p>
      <div className={styles.controls}>
        <button
          type="button"
          className={islands.quiet}
          onClick={() => go((now ?? 0) - 1)}
          disabled={now === undefined || now === 0}
        >
          Back
        </button>
        <button
          type="button"
          className={islands.primary}
          onClick={() => go(now === undefined ? 0 : now + 1)}
          disabled={now === steps.length - 1}
        >
          {now === undefined ? 'Step through' : 'Next'}
        </button>
        <input
          type="range"
          aria-label="Step"
          aria-valuetext={words ?? 'The whole trace'}
          min={0}
          max={steps.length - 1}
          value={now ?? 0}
          onChange={(event) => go(Number(event.target.value))}
        />
        <button type="button" className={islands.quiet} onClick={() => setNow(undefined)} disabled={now === undefined}>
          All
        </button>
      </div>
      <p className={styles.words} role="status">
        {words ??
          `${steps.length} steps. Step through them by button, or by the arrow keys on the slider; the line that runs is marked.`}
      </p>
      <div className={styles.sides}>
        <div className={styles.code}>
          <ProgramLines path={source.path} lines={lines} now={step?.line} />
        </div>
        <div className={styles.time}>
          <TraceDrawing trace={trace} scale={scale} now={now} />
        </div>
      </div>
      <div className={styles.controls}>
        <Choice label="Time axis" value={scale} options={scales} onChoose={setScale} />
      </div>
      <p className={islands.note}>
        Recorded with {runtimeWords(runtime)}, on {day(recordedAt)}. The instrument takes time itself: the order is the
        program's own, the times are those under observation.
        {scale === 'steps' && ' Long times are drawn shorter than they were; the figures at the left are exact.'}
        {leftOut > 0 &&
          ` ${leftOut} ${leftOut === 1 ? 'callback' : 'callbacks'} of the runtime itself, in which no line of the program ran, ${leftOut === 1 ? 'is' : 'are'} left out.`}
      </p>
      <ChartData table={traceTable(trace)} />
    </section>
  );
}
