'use client';
import styles from './islands.module.css';
import type { PredictProps } from './predict.tsx';
import type { AskedOf } from './prediction.ts';

/** One of several sentences. */
export function PredictChoice({ asked, predictions }: PredictProps<AskedOf<'choose'>>) {
  const { id, ask, by, options } = asked;
  const made = predictions.kept?.made.find((one) => one.id === id);
  const chosen = made?.kind === 'choose' ? made.chosen : undefined;
  const choose = (index: number) =>
    predictions.keep({
      kind: 'choose',
      id,
      ask,
      at: new Date().toISOString(),
      by,
      options: [...options],
      chosen: index,
    });
  return (
    <div className={styles.options} role="radiogroup" aria-label={ask}>
      {options.map(({ says }, index) => (
        <label key={says}>
          <input type="radio" name={`choose-${id}`} checked={chosen === index} onChange={() => choose(index)} />
          <span>{says}</span>
        </label>
      ))}
    </div>
  );
}
