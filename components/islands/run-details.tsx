'use client';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { ofPrograms } from '../../protocol/plan.ts';
import { type Result, recordingSchema } from '../../protocol/result.ts';
import type { Sample } from '../../protocol/sample.ts';
import type { SeriesInfo } from '../charts/series.ts';
import styles from './islands.module.css';
import { OverTime } from './over-time.tsx';
import { Percentiles } from './percentiles.tsx';

/** A finished run over time, and its percentiles, as far as it has them. */
export function RunDetails({
  result,
  samples,
  series,
  name,
}: {
  result: Pick<Result, 'plan' | 'points' | 'host' | 'histograms'>;
  samples: readonly Sample[];
  series: readonly SeriesInfo[];
  name: string;
}) {
  const { plan, points, host, histograms } = result;
  return (
    <>
      {samples.length > 0 && (
        <OverTime
          samples={samples}
          points={points}
          series={series}
          sweep={plan.sweep}
          coreNumbers={host.usableCores}
          running={false}
          name={`${name}-over-time`}
        />
      )}
      {histograms.length > 0 && <Percentiles histograms={histograms} series={series} sweep={plan.sweep} name={name} />}
      {samples.length === 0 && histograms.length === 0 && !ofPrograms(plan) && (
        <p className={styles.note}>This run kept neither samples nor histograms.</p>
      )}
    </>
  );
}

/** The same of a recording, whose samples and histograms are a file of the site: read when the reader asks for them. */
export function RecordedDetails({ href, series, name }: { href: string; series: readonly SeriesInfo[]; name: string }) {
  const box = useRef<HTMLDetailsElement>(null);
  const [content, setContent] = useState<Result | 'asked' | 'unreadable'>();
  const ask = () => {
    if (!box.current?.open || (content !== undefined && content !== 'unreadable')) return;
    setContent('asked');
    fetch(href)
      .then((response) => response.json())
      .then((data) => setContent(recordingSchema.parse(data).result))
      .catch(() => setContent('unreadable'));
  };
  // It may have been opened before the page was awake.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page awakes
  useEffect(ask, []);
  return (
    <details ref={box} className={styles.part} onToggle={ask}>
      <summary>Over time, and percentiles</summary>
      {typeof content === 'object' ? (
        <RunDetails result={content} samples={content.timeline} series={series} name={name} />
      ) : (
        <Reading>
          {content === 'unreadable' ? 'The recorded run could not be read.' : 'Reading the recorded run.'} It is{' '}
          <a href={href}>this file</a>.
        </Reading>
      )}
    </details>
  );
}

const Reading = ({ children }: { children: ReactNode }) => <p className={styles.note}>{children}</p>;
