'use client';
import { useRef } from 'react';
import type { Experiment } from '../../protocol/experiment.ts';
import { about } from '../charts/format.ts';
import { tierWord } from '../charts/verdict-words.ts';
import { useConnection, useLive, usePresence } from '../connection/use-live.ts';
import styles from './here.module.css';
import { hereWords } from './here-words.ts';
import { foresee, offeredTiers } from './run-words.ts';

/** The machine whose times are shown as long as this one is not known. */
export interface AssumedMachine {
  readonly physicalCores: readonly number[];
  /** "on the recorded machine" */
  readonly words: string;
}

/** Whether an experiment runs live on this machine, and how long each tier takes on it. */
export function Here({ experiment, assumed }: { experiment: Experiment; assumed: AssumedMachine }) {
  const root = useRef<HTMLDivElement>(null);
  const present = usePresence();
  useConnection(present);
  const { host, builds, floors } = useLive(root);
  const plans = offeredTiers.map((tier) => ({
    tier,
    plan: foresee(experiment, tier, host ?? assumed, builds, floors),
  }));
  const { state, words } = hereWords(experiment, host, plans[0]?.plan, builds);
  return (
    <div ref={root} className={styles.here}>
      <p className={styles.state} data-here={state}>
        {words}
      </p>
      <p className={styles.times}>
        {plans.map(({ tier, plan }) => (
          <span key={tier}>
            {tierWord[tier]} <b>{'estimatedMs' in plan ? about(plan.estimatedMs) : 'not here'}</b>
          </span>
        ))}
        <span className={styles.where}>{host ? 'on this machine' : assumed.words}</span>
      </p>
    </div>
  );
}
