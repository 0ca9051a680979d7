'use client';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { Freeze } from '../../protocol/experiment.ts';
import { ofPrograms } from '../../protocol/plan.ts';
import type { Point, Result, Verdict } from '../../protocol/result.ts';
import type { Sample } from '../../protocol/sample.ts';
import { ChartData } from '../charts/chart-data.tsx';
import styles from '../charts/charts.module.css';
import { CoreShares } from '../charts/core-shares.tsx';
import { doubtsOf, limitersOf, type Statement } from '../charts/doubts.ts';
import { metricColumn } from '../charts/figures.ts';
import { FiguresTable } from '../charts/figures-table.tsx';
import { list } from '../charts/format.ts';
import type { Model } from '../charts/model.ts';
import { predictedMetrics, saidOf } from '../charts/predictions.ts';
import { countedLoads, countsTable } from '../charts/request-counts.ts';
import { RequestCountsChart } from '../charts/request-counts-chart.tsx';
import type { scalingModel } from '../charts/scaling-model.ts';
import type { SeriesInfo } from '../charts/series.ts';
import { SpeedUpChart } from '../charts/speed-up-chart.tsx';
import type { BaseRun } from '../charts/sweep-chart.tsx';
import { shownPoints, speedUpLines } from '../charts/sweep-lines.ts';
import { sweepTable } from '../charts/sweep-table.ts';
import { VerdictCard } from '../charts/verdict-card.tsx';
import { loadShareWords } from '../charts/verdict-words.ts';
import { Folded } from '../ui/folded.tsx';
import { CameOf } from './came-of.tsx';
import type { Expected } from './prediction.ts';
import { SweepFigure } from './sweep-figure.tsx';
import type { KeptPredictions } from './use-predictions.ts';

/** All that a run shows, from its document: a recording in the page, a stored run and a finished live run alike. */
export interface ResultView extends Partial<Pick<Result, 'host' | 'absent'>> {
  readonly plan: Result['plan'];
  readonly points: readonly Point[];
  readonly verdicts: readonly Verdict[];
}

/** `children`: the run over time and its percentiles, placed under the main chart and its verdicts. */
export function ResultFigures({
  result,
  samples = [],
  name,
  series,
  predictions,
  expected = [],
  base,
  recorded = false,
  children,
}: {
  result: ResultView;
  /** What was seen over time, as far as it is at hand. */
  samples?: readonly Sample[];
  /** Names the files. */
  name: string;
  series: readonly SeriesInfo[];
  predictions?: KeptPredictions | undefined;
  /** Predictions that the lesson around it asks for. */
  expected?: readonly Expected[] | undefined;
  /** The pinned run, drawn under this one. */
  base?: BaseRun | undefined;
  /** Of a machine that need not be the reader's. */
  recorded?: boolean;
  children?: ReactNode;
}) {
  const { plan, points, absent = [] } = result;
  const { sweep } = plan;
  const counting = shownPoints(points);
  const share = loadShareWords(counting);
  const programs = ofPrograms(plan);
  const machine = recorded ? 'the recorded machine' : 'this machine';
  const skipped = new Set(plan.skipped.map((entry) => entry.series));
  return (
    <div className={styles.result}>
      <MainChart {...{ result, name, series, predictions, expected, base }} />
      {plan.freeze && <Stall {...{ freeze: plan.freeze, samples, series, name }} />}
      {plan.mode === 'shared' && (
        <p className={`${styles.small} ${styles.share}`}>
          {share ?? 'How much of the CPU the load tool itself took is told with the first point.'}
        </p>
      )}
      {plan.skipped.map(({ series: id, reason }) => (
        <p key={id} className={styles.small}>
          {series.find((info) => info.id === id)?.label ?? id} was not measured: {reason}
        </p>
      ))}
      <Verdicts result={result} series={series} recorded={recorded} />
      {children}
      {!programs && (
        <Statements title="What the limit was" kind="limits" statements={limitersOf(series, counting, sweep)} />
      )}
      <Statements title="Doubts about this run" kind="flags" statements={doubtsOf(series, counting, sweep)} />
      {/* A program may be over before the kernel's clock of busy cores has moved. */}
      {!programs && (
        <CoreShares
          series={series}
          skipped={skipped}
          points={counting}
          sweep={sweep}
          coreNumbers={result.host?.usableCores}
          name={name}
        />
      )}
      <FiguresTable series={series} points={points} sweep={sweep} />
      {absent.length > 0 && (
        <p className={styles.small}>
          Not available on {machine}: {list(absent)}.
        </p>
      )}
      <p className={styles.small}>
        {programs ? (
          `Programs on cores of their own, which nobody loads: times and bytes of ${machine} and these versions.`
        ) : (
          <>
            <a href="/measuring#cores">{plan.mode === 'shared' ? 'Shared cores' : 'Separate cores'}</a>, over the
            loopback of one machine: no network card, no loss, and the system does part of the receiver's work on the
            sender's core. Absolute numbers do not transfer to a network.
          </>
        )}{' '}
        <a href="/measuring">How Loadstone measures</a>
      </p>
    </div>
  );
}

/** Speed-up where servers get more cores, with every other metric behind it; else the metric that the run is about. */
function MainChart({
  result: { plan, points, verdicts },
  name,
  series,
  predictions,
  expected,
  base,
}: {
  result: ResultView;
  name: string;
  series: readonly SeriesInfo[];
  predictions: KeptPredictions | undefined;
  expected: readonly Expected[];
  base: BaseRun | undefined;
}) {
  const { sweep } = plan;
  const kept = predictions?.kept;
  // What was to be predicted is shown first. In a lesson that is known before the reader's own state is read.
  const first = expected.length > 0 ? expected.flatMap(({ metric }) => metric ?? []) : predictedMetrics(kept);
  const asked = [...first, ...verdicts.map(({ metric }) => metric)];
  const figure = <SweepFigure {...{ series, points, plan, asked, name, kept, base }} />;
  // A look decides nothing: its verdicts say only that.
  const decided = plan.tier === 'look' ? [] : verdicts;
  const cameOf = predictions && (
    <CameOf {...{ predictions, expected, found: { series, points, sweep, verdicts: decided } }} />
  );
  const model = useScalingModel(plan, series, points);
  if (sweep.over !== 'cores' || ofPrograms(plan))
    return (
      <>
        {figure}
        {cameOf}
      </>
    );
  return (
    <>
      <SpeedUpChart
        series={series}
        points={points}
        sweep={sweep.values}
        said={saidOf(kept, 'speedUp', sweep)}
        base={base}
        model={model}
      />
      {cameOf}
      <ChartData
        table={sweepTable(`${name}-speed-up`, speedUpLines(series, points), metricColumn('speedUp'), sweep, model)}
      />
      <div className={styles.figures}>
        <Folded summary="Other metrics over the cores">{() => figure}</Folded>
      </div>
    </>
  );
}

/** The law of a run that may draw one: most have none, and its fits are loaded for those that do. */
function useScalingModel(plan: ResultView['plan'], series: readonly SeriesInfo[], points: readonly Point[]) {
  const [found, setFound] = useState<{ fit: typeof scalingModel }>();
  const wanted = plan.reach !== undefined;
  useEffect(() => {
    if (wanted) void import('../charts/scaling-model.ts').then(({ scalingModel: fit }) => setFound({ fit }));
  }, [wanted]);
  return useMemo((): Model | undefined => found?.fit(plan, series, points), [found, plan, series, points]);
}

/** What was planned, sent and answered around a stall that was made. */
function Stall({
  freeze,
  samples,
  series,
  name,
}: {
  freeze: Freeze;
  samples: readonly Sample[];
  series: readonly SeriesInfo[];
  name: string;
}) {
  const loads = countedLoads(series, samples);
  if (loads.length === 0) return null;
  return (
    <>
      <RequestCountsChart loads={loads} freeze={freeze} />
      <ChartData table={countsTable(`${name}-requests`, loads)} />
    </>
  );
}

function Statements({
  title,
  kind,
  statements,
}: {
  title: string;
  kind: 'flags' | 'limits';
  statements: readonly Statement[];
}) {
  if (statements.length === 0) return null;
  return (
    <div className={styles.statements} data-kind={kind}>
      <h3>{title}</h3>
      <ul>
        {statements.map(({ text, where, href }) => (
          <li key={href}>
            {text} <span className={styles.where}>({where})</span> <a href={href}>Why?</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Verdict cards; a `look` has none to show, for it decides nothing. */
function Verdicts({
  result,
  series,
  recorded,
}: {
  result: ResultView;
  series: readonly SeriesInfo[];
  recorded: boolean;
}) {
  const { plan, points, verdicts, host } = result;
  if (plan.tier === 'look' || verdicts.length === 0) return null;
  return (
    <div className={styles.verdicts}>
      {verdicts.map((verdict) => {
        const variant = points.find((point) => point.series === verdict.of.series)?.variant;
        return (
          <VerdictCard
            key={`${verdict.claim} ${verdict.sentence}`}
            verdict={verdict}
            series={series}
            points={points}
            sweep={plan.sweep}
            recorded={recorded}
            programs={ofPrograms(plan)}
            versions={variant && host ? versionOf(variant, host.versions) : undefined}
          />
        );
      })}
    </div>
  );
}

const runtimes: Record<string, string> = { node: 'node', rust: 'rustc', java: 'java' };

function versionOf(variant: string, versions: Readonly<Record<string, string>>): string | undefined {
  const runtime = runtimes[variant.split('/')[0] ?? ''];
  // `rustc --version` and the like say more than the number.
  const version = runtime && /\d+(\.\d+)+/.exec(versions[runtime] ?? '')?.[0];
  return version ? `${variant}, ${runtime} ${version}` : variant;
}
