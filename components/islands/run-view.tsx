'use client';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { HostCard } from '../../protocol/host.ts';
import { isFinal } from '../../protocol/messages.ts';
import { moment, shortMoment } from '../charts/format.ts';
import { HostFacts } from '../charts/host-line.tsx';
import { seriesOfPlan } from '../charts/series.ts';
import { hostWords, tierWord } from '../charts/verdict-words.ts';
import { useBaseline } from '../connection/baseline.ts';
import { live } from '../connection/live.ts';
import { compareHref, hrefOf, type Origin, originOf, type ResultRef } from '../connection/results.ts';
import type { LiveState, RunRecord } from '../connection/run-reducer.ts';
import { useLive, usePresence } from '../connection/use-live.ts';
import styles from './islands.module.css';
import { LiveFigures } from './live-figures.tsx';
import { PlanSteps } from './plan-steps.tsx';
import { ImportResult } from './result-import.tsx';
import { useRecord } from './result-record.ts';
import { RunAgain } from './run-again.tsx';
import { announcement, progress, statusLine } from './run-words.ts';
import { SourceHashes } from './source-hashes.tsx';
import { usePredictions } from './use-predictions.ts';
import { Words } from './words.tsx';

/** One result under its own address: /runs/<id> with a sandbox, /run?of=<reference> for what needs none. */
export function RunView() {
  const root = useRef<HTMLElement>(null);
  const present = usePresence();
  const state = useLive(root);
  const [ref, setRef] = useState<ResultRef>();
  useEffect(() => setRef(refOf(location)), []);
  const known = ref !== undefined && originOf(ref) !== undefined;
  const { record, words } = useRecord(known ? ref : undefined, present, state);
  return (
    <section ref={root} className={styles.island} data-live aria-label="Run">
      {ref && record?.plan ? (
        <Run run={record} at={ref} origin={originOf(ref) ?? 'own'} state={state} />
      ) : (
        <>
          <h1>A run</h1>
          <p className={styles.status}>
            <Words text={(known ? words : ref && emptyWords(ref)) ?? 'Reading the run.'} />
          </p>
        </>
      )}
      <ImportResult onImport={(id) => location.assign(hrefOf(id))} />
    </section>
  );
}

const emptyWords = (ref: ResultRef) =>
  ref === ' '
    ? 'Choose a run from the list, or import a result file.'
    : 'This address names no run. Runs have addresses like /runs/r-1a2b.';

/** What the address names; a space when it names nothing. */
function refOf({ pathname, search }: Location): ResultRef {
  const of = new URLSearchParams(search).get('of');
  const last = pathname.split('/').filter(Boolean).at(1) ?? '';
  return of ?? (last === '' ? ' ' : decodeURIComponent(last));
}

function Run({ run, at, origin, state }: { run: RunRecord; at: ResultRef; origin: Origin; state: LiveState }) {
  const { plan, status, result } = run;
  const predictions = usePredictions(run.experiment);
  const { baseline } = useBaseline(run.experiment);
  const series = useMemo(() => (plan ? seriesOfPlan(plan) : []), [plan]);
  if (!plan || !status) return null;
  const host = result?.host ?? (origin === 'own' ? state.host : undefined);
  const running = !isFinal(status.state);
  const { done, steps } = progress(run);
  return (
    <>
      <header className={styles.runHead}>
        <h1>{result?.title ?? run.experiment}</h1>
        <p className={styles.note}>
          {tierWord[status.tier]} of the experiment <code>{run.experiment}</code>, run <code>{run.run}</code>
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
        {running ? (
          <button type="button" className={styles.quiet} onClick={() => live.cancel(run.run)}>
            Stop
          </button>
        ) : (
          <Actions run={run} at={at} />
        )}
      </header>
      <h2 className={styles.hidden}>What was measured</h2>
      <LiveFigures
        run={run}
        series={series}
        predictions={predictions}
        coreNumbers={host?.usableCores ?? []}
        {...(baseline && baseline.ref !== at ? { base: baseline } : {})}
        kind={origin === 'own' ? 'live' : 'recorded'}
        badge={badgeWords(origin, running, host)}
      />
      {result && (
        <section className={styles.chartBlock} aria-label="Run this on mine">
          <h2>{origin === 'own' ? 'Run it again' : 'Run this on mine'}</h2>
          <RunAgain result={result} of={at} state={state} />
        </section>
      )}
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
          <SourceHashes sources={result.sources} />
        </Part>
      )}
      <p className={styles.hidden} aria-live="polite">
        {announcement(run, series)}
      </p>
    </>
  );
}

function badgeWords(origin: Origin, running: boolean, host: HostCard | undefined): string {
  if (origin === 'own') return running ? 'Live on this machine' : 'Measured on this machine';
  const where = host ? `, measured on ${hostWords(host)}` : '';
  return `${origin === 'import' ? 'Imported' : 'Recorded'}${where}`;
}

/** What can be done with a finished result: compare it, pin it. */
function Actions({ run: { experiment, result }, at }: { run: RunRecord; at: ResultRef }) {
  const { ref, baseline, pin, unpin } = useBaseline(experiment);
  if (!result) return null;
  const pinned = ref === at;
  return (
    <div className={styles.row}>
      <button
        type="button"
        className={styles.quiet}
        aria-pressed={pinned}
        onClick={() =>
          pinned ? unpin() : pin(at, `baseline: ${tierWord[result.tier]}, ${shortMoment(result.startedAt)}`)
        }
      >
        {pinned ? 'Pinned as baseline' : 'Pin as baseline'}
      </button>
      <a className={styles.quiet} href={compareHref(at, baseline && !pinned ? baseline.ref : undefined)}>
        {baseline && !pinned ? 'Compare with the baseline' : 'Compare with another run'}
      </a>
      <p className={styles.note}>
        {pinned
          ? 'Later runs of this experiment are drawn over this one.'
          : 'A pinned run is drawn, dotted, under later ones of its experiment.'}
      </p>
    </div>
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
