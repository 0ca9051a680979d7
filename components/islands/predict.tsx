'use client';
import { type ReactNode, useId, useRef } from 'react';
import type { Experiment } from '../../protocol/experiment.ts';
import { count } from '../charts/format.ts';
import type { PlanSweep } from '../charts/sweep-words.ts';
import styles from './islands.module.css';
import { PredictChoice } from './predict-choice.tsx';
import { PredictCurve } from './predict-curve.tsx';
import { PredictNumber } from './predict-number.tsx';
import { PredictRank } from './predict-rank.tsx';
import { type Asked, madeWords } from './prediction.ts';
import { type KeptPredictions, usePredictions } from './use-predictions.ts';

/** What the four ways of saying what one expects have in common. */
export interface PredictProps<A extends Asked = Asked> {
  experiment: Experiment;
  asked: A;
  /** What the page was built with; a reader's own machine may sweep more cores. */
  sweep: PlanSweep;
  predictions: KeptPredictions;
}

const hints: Record<Asked['kind'], string> = {
  curve: 'Drag a line, or click where it should go; with the keyboard, Tab to a mark and use the arrow keys.',
  rank: 'Drag the bars, or use their arrows; with the keyboard, Tab to a bar and use the arrow keys.',
  number: 'Press Keep or Enter. A range left empty is half to double.',
  choose: 'Choose one.',
};

/** The reader says what they expect before anything is measured. Kept at once; nothing waits for it. */
export function PredictIsland(props: Omit<PredictProps, 'predictions'>) {
  const { experiment, asked } = props;
  const root = useRef<HTMLElement>(null);
  const title = useId();
  const predictions = usePredictions(experiment.id);
  const { kept, erase, eraseOlder } = predictions;
  const made = kept?.made.find(({ id }) => id === asked.id);
  return (
    <section ref={root} className={styles.island} data-live aria-labelledby={title}>
      <p id={title} className={styles.ask}>
        <span className={styles.askKind}>Your prediction</span> {asked.ask}
      </p>
      <Way {...props} predictions={predictions} />
      <div className={styles.row}>
        <div className={styles.note}>
          <p>{hints[asked.kind]} You can go on without it.</p>
          <p className={styles.made}>{made && kept && `Kept: ${madeWords(made, kept)}.`}</p>
        </div>
        <button type="button" className={styles.quiet} onClick={() => erase(asked.id)} disabled={!made}>
          Start over
        </button>
        <a className={styles.quiet} href={`#run-${experiment.id}`}>
          Skip to the run
        </a>
      </div>
      {kept && kept.older.length > 0 && (
        <p className={styles.warning}>
          {count(kept.older.length, 'prediction')} of an older form {kept.older.length === 1 ? 'is' : 'are'} kept, which
          this page cannot draw. An export holds {kept.older.length === 1 ? 'it' : 'them'}.{' '}
          <button type="button" className={styles.link} onClick={eraseOlder}>
            Delete {kept.older.length === 1 ? 'it' : 'them'}
          </button>
        </p>
      )}
    </section>
  );
}

function Way({ asked, ...rest }: PredictProps): ReactNode {
  switch (asked.kind) {
    case 'curve':
      return <PredictCurve asked={asked} {...rest} />;
    case 'rank':
      return <PredictRank asked={asked} {...rest} />;
    case 'number':
      return <PredictNumber asked={asked} {...rest} />;
    case 'choose':
      return <PredictChoice asked={asked} {...rest} />;
  }
}
