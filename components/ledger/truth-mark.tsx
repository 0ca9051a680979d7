import styles from './marks.module.css';
import { type Truth, truthTable } from './truth.ts';

/** Shape and word of a claim's state: a claim is never seen without it. */
export function TruthMark({ truth }: { truth: Truth }) {
  const { word, shape } = truthTable[truth];
  return (
    <span className={`${styles.truth} ${styles.tint}`} data-truth={truth}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={shape} fillRule="evenodd" />
      </svg>
      {word}
    </span>
  );
}
