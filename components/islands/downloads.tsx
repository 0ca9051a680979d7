'use client';
import type { Point, Result } from '../../protocol/result.ts';
import { csvOf } from '../charts/figures.ts';
import type { SeriesInfo } from '../charts/series.ts';
import styles from './islands.module.css';

/** The figures as a file: every slice as CSV, or the whole result as JSON, which the page /runs opens again. */
export function Downloads({
  series,
  points,
  result,
  href,
  name,
}: {
  series: readonly SeriesInfo[];
  points: readonly Point[];
  result: Result | undefined;
  /** The whole result as a file of the site. */
  href?: string | undefined;
  name: string;
}) {
  if (points.length === 0) return null;
  return (
    <p className={styles.row}>
      <button
        type="button"
        className={styles.quiet}
        onClick={() => save(`${name}.csv`, 'text/csv', csvOf(series, points))}
      >
        Download CSV
      </button>
      {href && (
        <a className={styles.quiet} href={href} download={`${name}.json`}>
          Download JSON
        </a>
      )}
      {result && !href && (
        <button
          type="button"
          className={styles.quiet}
          onClick={() => save(`${name}.json`, 'application/json', JSON.stringify(result, null, 1))}
        >
          Download JSON
        </button>
      )}
    </p>
  );
}

function save(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Some browsers read the file after the click returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
