import type { Verdict } from '../../protocol/result.ts';
import { outcomeWord } from '../charts/verdict-words.ts';
import styles from './marks.module.css';

/** A recording speaks of its own machine, never of the reader's. */
const recordedWord: Record<Verdict['outcome'], string> = {
  holds: 'Held, recorded',
  'does-not-hold': 'Did not hold, recorded',
  'cannot-tell': 'Could not be told, recorded',
};

const shapes: Record<Verdict['outcome'], string> = {
  holds: 'M2.5 8.5 6.3 12.3 13.5 4',
  'does-not-hold': 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2ZM3.8 12.2 12.2 3.8',
  'cannot-tell': 'M2 9.5c2-4 4-4 6-1.5s4 2.5 6-1.5',
};

/** Outcome of a measurement in shape and word; a solid outline is the reader's own machine. */
export function OutcomeMark({ outcome, where }: { outcome: Verdict['outcome']; where: 'here' | 'recorded' }) {
  return (
    <span className={styles.outcome} data-outcome={outcome} data-where={where}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={shapes[outcome]} />
      </svg>
      {(where === 'here' ? outcomeWord : recordedWord)[outcome]}
    </span>
  );
}
