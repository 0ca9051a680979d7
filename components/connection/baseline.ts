'use client';
import { useEffect, useState } from 'react';
import { baselineSchema } from '../../protocol/owner-state.ts';
import type { Point } from '../../protocol/result.ts';
import { type ResultRef, readResult } from './results.ts';
import { useOwnerState } from './use-owner-state.ts';

const pinnedSchema = baselineSchema.nullable();

/** A run that others of its experiment are drawn over. */
export interface Baseline {
  readonly ref: ResultRef;
  /** How the chart names it. */
  readonly name: string;
  readonly points: readonly Point[];
}

/** The pinned run of an experiment, once it is read, and how to pin another one or none. Kept like all of the reader's. */
export function useBaseline(experiment: string): {
  baseline: Baseline | undefined;
  ref: ResultRef | undefined;
  pin: (ref: ResultRef, name: string) => void;
  unpin: () => void;
} {
  const [kept, keep] = useOwnerState(`baseline.${experiment}`, pinnedSchema);
  const [baseline, setBaseline] = useState<Baseline>();
  const [ref, name] = [kept?.ref, kept?.name ?? ''];
  useEffect(() => {
    setBaseline(undefined);
    if (!ref) return;
    let gone = false;
    // A pinned run may have been deleted, or lie with a sandbox that is away: then nothing is drawn.
    readResult(ref).then(
      ({ points }) => !gone && setBaseline({ ref, name, points }),
      () => {},
    );
    return () => {
      gone = true;
    };
  }, [ref, name]);
  return { baseline, ref, pin: (to, as) => keep({ v: 1, ref: to, name: as }), unpin: () => keep(null) };
}
