'use client';
import { useEffect, useState } from 'react';
import type { Result } from '../../protocol/result.ts';
import { ChartData } from '../charts/chart-data.tsx';
import { PercentileChart } from '../charts/percentile-chart.tsx';
import { type PercentileCurve, percentilePoints, percentileSentence, percentileTable } from '../charts/percentiles.ts';
import type { SeriesInfo } from '../charts/series.ts';
import { atWords, type PlanSweep, xWords } from '../charts/sweep-words.ts';
import { Choice } from './choice.tsx';
import styles from './islands.module.css';

type Histograms = Result['histograms'];

/** Curves of every series at one value of the sweep. The decoder is fetched when the first of them is shown. */
export function Percentiles({
  histograms,
  series,
  sweep,
  name,
}: {
  histograms: Histograms;
  series: readonly SeriesInfo[];
  sweep: PlanSweep;
  name: string;
}) {
  const xs = sweep.values.filter((value) => histograms.some(({ x }) => x === value));
  const [chosen, setChosen] = useState<number>();
  const x = chosen !== undefined && xs.includes(chosen) ? chosen : xs.at(-1);
  const [curves, setCurves] = useState<readonly PercentileCurve[] | 'unreadable'>();
  useEffect(() => {
    let current = true;
    curvesOf(
      histograms.filter((entry) => entry.x === x),
      series,
    ).then(
      (decoded) => current && setCurves(decoded),
      () => current && setCurves('unreadable'),
    );
    return () => {
      current = false;
    };
  }, [histograms, series, x]);
  if (x === undefined) return null;
  if (curves === 'unreadable') return <p className={styles.note}>The histograms of this run could not be read.</p>;
  return (
    <div className={styles.chartBlock}>
      {xs.length > 1 && (
        <Choice
          label="Measured"
          value={String(x)}
          options={xs.map((value) => ({
            value: String(value),
            name: atWords(sweep, value).trim() || xWords(sweep, value),
          }))}
          onChoose={(value) => setChosen(Number(value))}
        />
      )}
      {curves === undefined ? (
        <p className={styles.note}>Reading the histograms.</p>
      ) : (
        <>
          <PercentileChart curves={curves} title={percentileSentence(curves, atWords(sweep, x))} />
          <ChartData table={percentileTable(`${name}-percentiles-${x}`, curves)} />
        </>
      )}
    </div>
  );
}

/** 32-bit counts, as the load tool writes them. */
const BITS = 32;

async function curvesOf(histograms: Histograms, series: readonly SeriesInfo[]): Promise<PercentileCurve[]> {
  const { decodeFromCompressedBase64 } = await import('hdr-histogram-js');
  return series.flatMap(({ id, label }, index) => {
    const entry = histograms.find((candidate) => candidate.series === id);
    const encoded = (['response', 'service'] as const).flatMap((time) => {
      const text = entry?.[time];
      return text === undefined ? [] : [{ time, text }];
    });
    return encoded.map(({ time, text }) => {
      const histogram = decodeFromCompressedBase64(text, BITS);
      return { label, index, time, count: histogram.totalCount, points: percentilePoints(histogram) };
    });
  });
}
