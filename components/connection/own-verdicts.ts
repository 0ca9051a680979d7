'use client';
import { useEffect, useState } from 'react';
import { type OwnVerdict, ownVerdictSchema } from '../../protocol/owner-state.ts';
import { readStates } from './owner-state.ts';

/**
 * The reader's own verdicts: for each claim what the newest run found that judged it. The hub keeps them among the
 * owner's state when a run ends, so they are read alike with a hub, without one, and after an import.
 */
export async function ownVerdicts(): Promise<OwnVerdict[]> {
  return [...(await readStates('verdict', ownVerdictSchema)).values()];
}

/** The same for a component; undefined until they are read. */
export function useOwnVerdicts(): readonly OwnVerdict[] | undefined {
  const [verdicts, setVerdicts] = useState<readonly OwnVerdict[]>();
  useEffect(() => {
    let gone = false;
    void ownVerdicts().then((found) => !gone && setVerdicts(found));
    return () => {
      gone = true;
    };
  }, []);
  return verdicts;
}
