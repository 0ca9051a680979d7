'use client';
import { useCallback } from 'react';
import { type Prediction, type Predictions, predictionsSchema } from '../../protocol/owner-state.ts';
import { updateState } from '../connection/owner-state.ts';
import { useOwnerState } from '../connection/use-owner-state.ts';
import { withoutOlder, withoutPrediction, withPrediction, withSeen } from './prediction.ts';

export interface KeptPredictions {
  /** Undefined until they are read, and when there are none. */
  readonly kept: Predictions | undefined;
  readonly keep: (prediction: Prediction) => void;
  readonly erase: (id: string) => void;
  readonly eraseOlder: () => void;
  /** A result is on the screen. */
  readonly saw: () => void;
}

/** The reader's predictions of one experiment, shared by all parts of the page. */
export function usePredictions(experiment: string): KeptPredictions {
  const key = `prediction.${experiment}`;
  const [kept] = useOwnerState(key, predictionsSchema);
  const change = useCallback(
    (next: (now: Predictions | undefined) => Predictions) => void updateState(key, predictionsSchema, next),
    [key],
  );
  return {
    kept,
    keep: (prediction) => change((now) => withPrediction(now, prediction)),
    erase: (id) => change((now) => withoutPrediction(now, id)),
    eraseOlder: () => change(withoutOlder),
    saw: useCallback(() => change((now) => withSeen(now, new Date())), [change]),
  };
}
