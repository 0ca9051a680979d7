'use client';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { Experiment, Tier } from '../../protocol/experiment.ts';
import { ofPrograms } from '../../protocol/plan.ts';
import type { Recording } from '../../protocol/result.ts';
import { slicesTable } from '../charts/figures.ts';
import { RecordedBadge } from '../charts/host-line.tsx';
import { type SeriesInfo, seriesOfExperiment } from '../charts/series.ts';
import { problemWords } from '../connection/api.ts';
import { useBaseline } from '../connection/baseline.ts';
import { live } from '../connection/live.ts';
import { useOwnRun } from '../connection/own-result.ts';
import { activeRun, type LiveState, type RunRecord } from '../connection/run-reducer.ts';
import type { Presence } from '../connection/sandbox.ts';
import { useConnection, useLive, usePresence } from '../connection/use-live.ts';
import { Downloads } from '../ui/downloads.tsx';
import { awayWords, standOf, whyBlocked } from './availability.ts';
import { Builds } from './builds.tsx';
import styles from './islands.module.css';
import { LiveFigures } from './live-figures.tsx';
import type { Expected } from './prediction.ts';
import { ResultFigures } from './result-figures.tsx';
import { resultFiles } from './result-files.ts';
import { RunBar } from './run-bar.tsx';
import { RecordedDetails, RunDetails } from './run-details.tsx';
import { announcement, foresee, mismatchWords, offeredTiers, pendingBuilds } from './run-words.ts';
import { type KeptPredictions, usePredictions } from './use-predictions.ts';
import { Words } from './words.tsx';

export interface ExperimentIslandProps {
  experiment: Experiment;
  /** The recorded run; drawn by this component at build as well, so nothing of it has to be passed as children. */
  recording?: Recording;
  /** Where the whole recording can be downloaded, when `recording` comes without its histograms. */
  recordingHref?: string;
  /** Source hash of each variant as this page was built from it. */
  pageHashes: Readonly<Record<string, string>>;
  /** Predictions that the lesson around it asks for. */
  expected?: readonly Expected[];
  /** Shown when there is no recording yet. */
  children?: ReactNode;
}

/** An experiment on the page: the recorded run until a run of this machine has something to show. */
export function ExperimentIsland({
  experiment,
  recording,
  recordingHref,
  pageHashes,
  expected,
  children,
}: ExperimentIslandProps) {
  const root = useRef<HTMLElement>(null);
  const present = usePresence();
  useConnection(present);
  const state = useLive(root);
  const [tier, setTier] = useState<Tier>('look');
  const [ref, setRef] = useState<string>();
  const [shownRun, setShownRun] = useState<string>();
  const predictions = usePredictions(experiment.id);
  const { baseline } = useBaseline(experiment.id);
  const before = useOwnRun(experiment.id);

  const answer = ref ? state.asked.get(ref) : undefined;
  const started = answer && 'run' in answer ? answer.run : undefined;
  const joined = activeRun(state, experiment.id)?.run;
  // What the reader started goes first; else a run under way, after a reload or from another tab, is joined.
  const id = started ?? joined ?? shownRun;
  useEffect(() => {
    if (!id) return;
    setShownRun(id);
    live.watch(id);
  }, [id]);

  const run = id ? state.runs.get(id) : undefined;
  const series = useMemo(() => seriesOfExperiment(experiment), [experiment]);
  const { host, builds, floors } = state;
  const plans = useMemo(
    () => new Map(host ? offeredTiers.map((name) => [name, foresee(experiment, name, host, builds, floors)]) : []),
    [experiment, host, builds, floors],
  );
  const pending = pendingBuilds(experiment, builds);
  const plan = plans.get(tier);
  const refused = plan && 'refused' in plan ? plan.refused : undefined;
  const blocked = whyBlocked(
    present,
    state,
    pending.find((build) => build.target === 'load'),
    refused,
  );
  // The run before stays until the new one has something to show.
  const [drawnRun, setDrawnRun] = useState<string>();
  const begun = run !== undefined && hasFigures(run);
  useEffect(() => {
    if (begun) setDrawnRun(id);
  }, [begun, id]);
  const drawn = begun ? run : drawnRun ? state.runs.get(drawnRun) : undefined;
  const mismatch = mismatchWords((drawn ? drawn.result?.sources : recording?.result.sources) ?? {}, pageHashes);

  return (
    <section ref={root} className={styles.island} data-live aria-label={`Experiment: ${experiment.title}`}>
      <RunBar
        experiment={experiment.id}
        plans={plans}
        tier={tier}
        onTier={setTier}
        blocked={blocked}
        run={run}
        waiting={ref !== undefined && !answer}
        away={awayWords(present, state)}
        stand={standOf(present, state)}
        onRun={() => blocked === undefined && setRef(live.startRun(experiment.id, tier))}
        onStop={() => id && live.cancel(id)}
      >
        {answer && 'problem' in answer ? (
          <Words text={problemWords(answer.problem)} />
        ) : (
          idleWords(present, run?.run, before, state)
        )}
      </RunBar>
      {present === 'open' && <Builds builds={pending} />}
      {mismatch && <p className={styles.warning}>{mismatch}</p>}
      {drawn ? (
        <LiveFigures
          run={drawn}
          series={series}
          predictions={predictions}
          expected={expected}
          coreNumbers={host?.usableCores ?? []}
          badge={drawn.result ? 'Measured on this machine' : 'Live on this machine'}
          {...(baseline && baseline.ref !== drawn.run ? { base: baseline } : {})}
        />
      ) : (
        (recording && (
          <Recorded {...{ recording, href: recordingHref, series, predictions, expected, name: experiment.id }} />
        )) ||
        children
      )}
      <p className={styles.hidden} aria-live="polite">
        {run ? announcement(run, series) : ''}
      </p>
    </section>
  );
}

const hasFigures = ({ plan, samples, points }: RunRecord) =>
  plan !== undefined && (samples.length > 0 || points.length > 0);

function Recorded({
  recording,
  href,
  series,
  predictions,
  expected,
  name,
}: {
  recording: Recording;
  href: string | undefined;
  series: readonly SeriesInfo[];
  predictions: KeptPredictions;
  expected: readonly Expected[] | undefined;
  name: string;
}) {
  const { result } = recording;
  return (
    <>
      <RecordedBadge recording={recording} />
      <ResultFigures recorded result={result} samples={result.timeline} {...{ series, predictions, expected, name }}>
        {href && !ofPrograms(result.plan) ? (
          <RecordedDetails href={href} series={series} name={name} />
        ) : (
          <RunDetails result={result} samples={result.timeline} series={series} name={name} />
        )}
      </ResultFigures>
      <Downloads files={resultFiles(slicesTable(name, series, result.points, result.plan.sweep), result, href)} />
    </>
  );
}

/** @param before - the reader's newest finished run of it, of an earlier visit too */
function idleWords(
  present: Presence | undefined,
  run: string | undefined,
  before: string | undefined,
  { faults, host }: LiveState,
): ReactNode {
  const fault =
    faults.count > 0
      ? ` ${faults.count} messages of the sandbox could not be read (${faults.first}); reload the page.`
      : '';
  if (run)
    return (
      <>
        Kept as <a href={`/runs/${run}`}>run {run}</a>. Run it again as often as you like.{fault}
      </>
    );
  if (!present) return 'The recorded run is shown below. With a sandbox it runs here, on your own cores.';
  // A click now is sent once the connection stands; the hub answers it like any other.
  if (!host) return 'Connecting to the sandbox.';
  return (
    <>
      Runs on this machine, on its own cores. Leave this tab still while it measures.
      {before && (
        <>
          {' '}
          You ran it before: <a href={`/runs/${before}`}>run {before}</a>.
        </>
      )}
      {fault}
    </>
  );
}
