'use client';
import { useEffect, useId, useState } from 'react';
import { metrics } from '../../protocol/metrics.ts';
import { amount } from '../charts/sweep-words.ts';
import styles from './islands.module.css';
import type { PredictProps } from './predict.tsx';
import { type AskedOf, guessIn } from './prediction.ts';

const empty = { value: '', low: '', high: '' };

/** A number, and the range the reader is sure it lies in. */
export function PredictNumber({ asked, predictions }: PredictProps<AskedOf<'number'>>) {
  const { metric, series, place } = asked;
  const found = predictions.kept?.made.find((one) => one.id === asked.id);
  const made = found?.kind === 'number' ? found : undefined;
  const [typed, setTyped] = useState<typeof empty>();
  const [fault, setFault] = useState('');
  const faultId = useId();
  const kept = made ? { value: amount(made.value), low: amount(made.low), high: amount(made.high) } : empty;
  const shown = typed ?? kept;
  useEffect(() => {
    // Taken back by "Start over": what was typed goes with it.
    if (!made) setTyped(undefined);
  }, [made]);

  const keep = () => {
    if (!typed) return;
    if (Object.values(typed).every((text) => text.trim() === '')) return;
    const guess = guessIn(typed.value, typed.low, typed.high);
    if (typeof guess === 'string') return setFault(guess);
    setFault('');
    setTyped(undefined);
    predictions.keep({
      kind: 'number',
      id: asked.id,
      ask: asked.ask,
      at: new Date().toISOString(),
      metric,
      series,
      place,
      ...guess,
    });
  };
  const field = (name: keyof typeof empty, label: string) => (
    <label>
      {label}
      <input
        type="text"
        inputMode="decimal"
        autoComplete="off"
        size={7}
        value={shown[name]}
        aria-describedby={fault ? faultId : undefined}
        aria-invalid={fault !== ''}
        onChange={(event) => setTyped({ ...shown, [name]: event.target.value })}
        onKeyDown={(event) => event.key === 'Enter' && keep()}
      />
    </label>
  );
  return (
    <div className={styles.number}>
      <div className={styles.row}>
        {field('value', 'I say')}
        {field('low', 'and surely between')}
        {field('high', 'and')}
        <span>{metrics[metric].unit}</span>
        <button type="button" className={styles.quiet} onClick={keep} disabled={!typed}>
          Keep
        </button>
      </div>
      <p className={styles.fault} role="status" id={faultId}>
        {fault}
      </p>
    </div>
  );
}
