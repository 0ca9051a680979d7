'use client';
import { useEffect, useState } from 'react';
import { shortMoment } from '../charts/format.ts';
import { tierWord } from '../charts/verdict-words.ts';
import { api, runListSchema } from '../connection/api.ts';
import { listImports } from '../connection/imports.ts';
import { type ResultRef, recordingNames } from '../connection/results.ts';
import type { Presence } from '../connection/sandbox.ts';

export interface Choosable {
  readonly value: ResultRef;
  readonly name: string;
}

/** Everything that can be compared: own runs that ended well, imported results, recordings. What cannot be read is left out. */
export function useChoosable(present: Presence | undefined): readonly Choosable[] {
  const [found, setFound] = useState<readonly Choosable[]>([]);
  useEffect(() => {
    if (present === undefined) return;
    let gone = false;
    const nothing = () => [];
    const own = present === 'open' ? api('/api/runs', runListSchema).then(({ runs }) => runs, nothing) : [];
    void Promise.all([own, listImports().catch(nothing), recordingNames()]).then(([runs, imports, recordings]) => {
      if (gone) return;
      setFound([
        ...runs
          .filter(({ state }) => state === 'done')
          .map(({ run, title, tier, startedAt }) => ({
            value: run,
            name: `Your run: ${title}, ${tierWord[tier]}, ${shortMoment(startedAt)}`,
          })),
        ...imports.map(({ id, result }) => ({
          value: id,
          name: `Imported: ${result.title}, ${tierWord[result.tier]}, ${shortMoment(result.startedAt)}`,
        })),
        ...recordings.map((name) => ({ value: `recording:${name}`, name: `Recorded: ${name}` })),
      ]);
    });
    return () => {
      gone = true;
    };
  }, [present]);
  return found;
}
