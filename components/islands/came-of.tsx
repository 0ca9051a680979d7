'use client';
import { useEffect, useRef } from 'react';
import styles from '../charts/charts.module.css';
import { cameOf, type Found, notPredicted } from '../charts/prediction-words.ts';
import { type Expected, madeWords } from './prediction.ts';
import type { KeptPredictions } from './use-predictions.ts';

/** What came of each prediction. Those that the page asks for have their room before the reader has said anything. */
export function CameOf({
  predictions: { kept, saw },
  expected,
  found,
}: {
  predictions: KeptPredictions;
  /** Predictions that the lesson asks for, in its order. */
  expected: readonly Expected[];
  found: Found;
}) {
  const root = useRef<HTMLUListElement>(null);
  const measured = found.points.length > 0;
  useEffect(() => {
    if (!measured || !root.current) return;
    const observer = new IntersectionObserver((seen) => {
      if (seen.some(({ isIntersecting }) => isIntersecting)) saw();
    });
    observer.observe(root.current);
    return () => observer.disconnect();
  }, [measured, saw]);

  const made = kept?.made ?? [];
  const others = made.filter(({ id }) => !expected.some((one) => one.id === id));
  if (expected.length + others.length === 0) return null;
  return (
    <div className={styles.cameOfBox}>
      <ul ref={root} className={styles.cameOf} aria-label="What you predicted">
        {[...expected, ...others].map(({ id, kind }) => {
          const own = made.find((one) => one.id === id);
          return (
            <li key={id} data-made={own ? '' : undefined}>
              {own ? cameOf(own, found) : notPredicted[kind]}
              {own && kept && <small>Predicted {madeWords(own, kept)}.</small>}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
