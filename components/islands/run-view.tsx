'use client';
import { type ChangeEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { faultOf, ProblemError } from '../../protocol/errors.ts';
import { idSchema } from '../../protocol/ids.ts';
import { isFinal } from '../../protocol/messages.ts';
import { type Result, recordingSchema, resultSchema } from '../../protocol/result.ts';
import { moment } from '../charts/format.ts';
import { HostFacts } from '../charts/host-line.tsx';
import { seriesOfPlan } from '../charts/series.ts';
import { hostWords, tierWord } from '../charts/verdict-words.ts';
import { problemWords } from '../connection/api.ts';
import { live } from '../connection/live.ts';
import type { RunRecord } from '../connection/run-reducer.ts';
import { startLinkWords } from '../connection/sandbox.ts';
import { useLive, usePresence } from '../connection/use-live.ts';
import styles from './islands.module.css';
import { LiveFigures } from './live-figures.tsx';
import { PlanSteps } from './plan-steps.tsx';
import { announcement, progress, statusLine } from './run-words.ts';
import { usePredictions } from './use-predictions.ts';
import { Words } from './words.tsx';

/** One run under its own address: /runs/<id>, from the sandbox or from a result file. */
export function RunView() {
  const root = useRef<HTMLElement>(null);
  const present = usePresence();
  const state = useLive(root);
  const [id, setId] = useState<string>();
  const [words, setWords] = useState<string>();
  const [file, setFile] = useState<Result>();

  useEffect(() => {
    if (present === undefined) return;
    const last = decodeURIComponent(location.pathname.split('/').filter(Boolean).at(1) ?? '');
    if (last === '') return setWords('Choose a run from the list, or open a result file.');
    if (!idSchema.safeParse(last).success)
      return setWords('This address names no run. Runs have addresses like /runs/r-1a2b.');
    if (present === 'none')
      return setWords('This page comes without a sandbox, so it knows no runs. A result file can be opened below.');
    if (present === 'locked') return setWords(startLinkWords);
    setId(last);
    live
      .load(last)
      .catch((error) => setWords(error instanceof ProblemError ? problemWords(error.problem) : String(error)));
  }, [present]);

  const stored = id ? state.runs.get(id) : undefined;
  const run = file ? recordOf(file) : stored;
  return (
    <section ref={root} className={styles.island} data-live aria-label="Run">
      {run?.plan ? (
        <Run run={run} fromFile={file !== undefined} host={file?.host ?? stored?.result?.host ?? state.host} />
      ) : (
        <>
          <h1>A run</h1>
          <p className={styles.status}>
            <Words text={words ?? 'Reading the run.'} />
          </p>
        </>
      )}
      <OpenFile onResult={setFile} />
    </section>
  );
}

function Run({ run, fromFile, host }: { run: RunRecord; fromFile: boolean; host: Result['host'] | undefined }) {
  const { plan, status, result } = run;
  const predictions = usePredictions(run.experiment);
  const series = useMemo(() => (plan ? seriesOfPlan(plan) : []), [plan]);
  if (!plan || !status) return null;
  const running = !isFinal(status.state);
  const { done, steps } = progress(run);
  return (
    <>
      <header className={styles.runHead}>
        <h1>{result?.title ?? run.experiment}</h1>
        <p className={styles.note}>
          {tierWord[run.status?.tier ?? plan.tier]} of the experiment <code>{run.experiment}</code>, run{' '}
          <code>{run.run}</code>
          {result && `, ${moment(result.startedAt)}`}
        </p>
        {(running || status.state !== 'done') && (
          <div className={styles.status}>
            {running && <progress max={steps} value={done} aria-label="Steps of the run" />}
            <p>
              <Words text={statusLine(status, plan)} />
            </p>
          </div>
        )}
        {running && (
          <button type="button" className={styles.quiet} onClick={() => live.cancel(run.run)}>
            Stop
          </button>
        )}
      </header>
      <h2 className={styles.hidden}>What was measured</h2>
      <LiveFigures
        run={run}
        series={series}
        predictions={predictions}
        coreNumbers={host?.usableCores ?? []}
        badge={
          fromFile && host
            ? `From a file, measured on ${hostWords(host)}`
            : running
              ? 'Live on this machine'
              : 'Measured on this machine'
        }
      />
      {host && (
        <Part title="The machine">
          <HostFacts host={host} />
        </Part>
      )}
      <Part title="The plan, step by step">
        <PlanSteps plan={plan} series={series} />
      </Part>
      {result && (
        <Part title="The code that was measured">
          <ul className={styles.hashes}>
            {Object.entries(result.sources).map(([variant, hash]) => (
              <li key={variant}>
                {variant} <code>{hash.slice(0, 16)}</code>
              </li>
            ))}
          </ul>
        </Part>
      )}
      <p className={styles.hidden} aria-live="polite">
        {announcement(run, series)}
      </p>
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details className={styles.part}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}

/** A result or a recording from disk; what does not fit is refused with the first field that does not. */
function OpenFile({ onResult }: { onResult: (result: Result) => void }) {
  const [fault, setFault] = useState<string>();
  const read = async (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = event.target.files?.[0];
    if (!chosen) return;
    const parsed = parseResultFile(await chosen.text());
    if (typeof parsed === 'string') return setFault(`${chosen.name}: ${parsed}`);
    setFault(undefined);
    onResult(parsed);
  };
  return (
    <div className={styles.row}>
      <label className={styles.file}>
        Open a result file <input type="file" accept="application/json,.json" onChange={read} />
      </label>
      {fault && (
        <p role="alert" className={styles.warning}>
          {fault}
        </p>
      )}
    </div>
  );
}

function parseResultFile(text: string): Result | string {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return 'this file is not JSON.';
  }
  const recording = recordingSchema.safeParse(data);
  if (recording.success) return recording.data.result;
  const result = resultSchema.safeParse(data);
  return result.success ? result.data : `this is not a result of the course (${faultOf(result.error)}).`;
}

function recordOf(result: Result): RunRecord {
  const { run, experiment, tier, outcome, plan, points, problem } = result;
  const status = { run, experiment, tier, attempt: 1, state: outcome, text: '', ...(problem ? { problem } : {}) };
  return { run, experiment, status, plan, samples: result.timeline, points, result };
}
