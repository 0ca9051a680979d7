'use client';
import { useEffect, useState } from 'react';
import type { Result } from '../../protocol/result.ts';
import { api, runListSchema, storedRunSchema } from './api.ts';
import { live } from './live.ts';
import { usePresence } from './use-live.ts';

/** Asked for once a page, however many parts of it want to know. */
const asked = new Map<string, Promise<Result | undefined>>();

/** The reader's newest finished run of an experiment; undefined without a sandbox, and until it is read. */
export function useOwnResult(experiment: string | undefined): Result | undefined {
  const present = usePresence();
  const [result, setResult] = useState<Result>();
  useEffect(() => {
    if (experiment === undefined || present !== 'open') return;
    let gone = false;
    const take = (next: Result | undefined) => {
      if (!gone && next) setResult((now) => (now && now.startedAt > next.startedAt ? now : next));
    };
    // A run that ends while this page is open is in its live state.
    const fromLive = () => {
      for (const { result: own } of live.state.runs.values())
        if (own?.experiment === experiment && own.outcome === 'done') take(own);
    };
    const kept = asked.get(experiment) ?? newest(experiment);
    asked.set(experiment, kept);
    void kept.then(take);
    fromLive();
    const off = live.subscribe(fromLive);
    return () => {
      gone = true;
      off();
    };
  }, [experiment, present]);
  return result;
}

async function newest(experiment: string): Promise<Result | undefined> {
  try {
    const { runs } = await api('/api/runs', runListSchema);
    const own = runs.filter((run) => run.experiment === experiment && run.state === 'done');
    const last = own.toSorted((a, b) => b.startedAt.localeCompare(a.startedAt))[0];
    return last && (await api(`/api/runs/${encodeURIComponent(last.run)}`, storedRunSchema)).result;
  } catch {
    // Signed out or away: the recording is the key, and the page itself says that the sandbox is not there.
    return undefined;
  }
}
