import type { ReactNode } from 'react';
import type { Point, Result, Verdict } from '../../protocol/result.ts';
import styles from './charts.module.css';
import { CoreShares } from './core-shares.tsx';
import { doubtsOf } from './doubts.ts';
import { FiguresTable } from './figures-table.tsx';
import { type Curves, gapSentence } from './sentences.ts';
import type { SeriesInfo } from './series.ts';
import { speedUpLines } from './speed-up.ts';
import { SpeedUpChart } from './speed-up-chart.tsx';
import { VerdictCard } from './verdict-card.tsx';
import { loadShareWords } from './verdict-words.ts';

/** All that a run shows, from its document: a recording in the page, a stored run and a finished live run alike. */
export interface ResultView {
  readonly plan: Result['plan'];
  readonly points: readonly Point[];
  readonly verdicts: readonly Verdict[];
  readonly host?: Result['host'];
}

/** `children`: what only a run of this machine can show, its samples over time; placed under the main chart. */
export function ResultFigures({
  result,
  series,
  predictions = {},
  children,
}: {
  result: ResultView;
  series: readonly SeriesInfo[];
  predictions?: Curves;
  children?: ReactNode;
}) {
  const { plan, points, verdicts } = result;
  const skipped = new Set(plan.skipped.map((entry) => entry.series));
  const doubts = doubtsOf(series, points);
  const gap = gapSentence(predictions, speedUpLines(series, points, verdicts));
  const drew = Object.values(predictions).some((curve) => curve.length > 1);
  const share = loadShareWords(points);
  return (
    <div className={styles.result}>
      <SpeedUpChart series={series} points={points} verdicts={verdicts} sweep={plan.sweep} predictions={predictions} />
      {drew && <p className={styles.gap}>{gap ?? 'What you drew is compared with the points as they come in.'}</p>}
      <p className={`${styles.small} ${styles.share}`}>
        {share ?? 'How much of the CPU the load tool itself took is told with the first point.'}
      </p>
      {plan.skipped.map(({ series: id, reason }) => (
        <p key={id} className={styles.small}>
          {series.find((info) => info.id === id)?.label ?? id} was not measured: {reason}
        </p>
      ))}
      {children}
      {doubts.length > 0 && (
        <ul className={styles.flags} aria-label="Doubts about this run">
          {doubts.map(({ flag, text, where }) => (
            <li key={flag}>
              {text} <span className={styles.where}>({where})</span>
            </li>
          ))}
        </ul>
      )}
      <Verdicts result={result} />
      <CoreShares series={series} skipped={skipped} points={points} sweep={plan.sweep} />
      <FiguresTable series={series} points={points} />
      <p className={styles.small}>
        Measured over the loopback of one machine: no network card, no loss, and the system does part of the receiver's
        work on the sender's core. These numbers do not carry over to a network.
      </p>
    </div>
  );
}

/** Verdict cards; a `look` has none to show, for it decides nothing. */
export function Verdicts({ result }: { result: ResultView }) {
  const { plan, points, verdicts, host } = result;
  if (plan.tier === 'look' || verdicts.length === 0) return null;
  return (
    <section className={styles.verdicts} aria-label="Verdicts">
      {verdicts.map((verdict) => {
        const variant = points.find((point) => point.series === verdict.series)?.variant;
        return (
          <VerdictCard
            key={verdict.claim}
            verdict={verdict}
            points={points}
            shared={plan.mode === 'shared'}
            versions={variant && host ? versionOf(variant, host.versions) : undefined}
          />
        );
      })}
    </section>
  );
}

const runtimes: Record<string, string> = { node: 'node', rust: 'rustc', java: 'java' };

function versionOf(variant: string, versions: Readonly<Record<string, string>>): string | undefined {
  const runtime = runtimes[variant.split('/')[0] ?? ''];
  // `rustc --version` and the like say more than the number.
  const version = runtime && /\d+(\.\d+)+/.exec(versions[runtime] ?? '')?.[0];
  return version ? `${variant}, ${runtime} ${version}` : variant;
}
