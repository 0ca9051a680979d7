'use client';
import { useEffect, useState } from 'react';
import { type OwnVerdict, ownVerdictSchema } from '../../protocol/owner-state.ts';
import { live } from './live.ts';
import { readStates, refreshState } from './owner-state.ts';

/**
 * The reader's own verdicts: for each claim what the newest run found that judged it. The hub keeps them among the
 * owner's state when a run ends, so they are read alike with a hub, without one, and after an import.
 */
export async function ownVerdicts(): Promise<OwnVerdict[]> {
  return [...(await readStates('verdict', ownVerdictSchema)).values()];
}

/** The same for a component; undefined until they are read. Read again when a run that this page watches has ended. */
export function useOwnVerdicts(): readonly OwnVerdict[] | undefined {
  const [verdicts, setVerdicts] = useState<readonly OwnVerdict[]>();
  useEffect(() => {
    let gone = false;
    const read = () => ownVerdicts().then((found) => !gone && setVerdicts(found));
    let ended = endedRuns();
    const off = live.subscribe(() => {
      if (endedRuns() === ended) return;
      ended = endedRuns();
      void refreshState().then(read);
    });
    void read();
    return () => {
      gone = true;
      off();
    };
  }, []);
  return verdicts;
}

const endedRuns = () => [...live.state.runs.values()].filter(({ result }) => result).length;
