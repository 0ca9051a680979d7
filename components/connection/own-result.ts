'use client';
import { useEffect, useState } from 'react';
import type { Result } from '../../protocol/result.ts';
import { api, type ListedRun, runListSchema, storedRunSchema } from './api.ts';
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

/** The same run's id alone, of an earlier visit too; its result is not fetched for that. */
export function useOwnRun(experiment: string): string | undefined {
  const present = usePresence();
  const [run, setRun] = useState<string>();
  useEffect(() => {
    if (present !== 'open') return;
    let gone = false;
    void newestRun(experiment).then((id) => !gone && setRun(id));
    return () => {
      gone = true;
    };
  }, [experiment, present]);
  return run;
}

let listed: Promise<readonly ListedRun[]> | undefined;

/** One list for all experiments of a page. Empty when signed out or away: the page itself says that. */
function listRuns(): Promise<readonly ListedRun[]> {
  listed ??= api('/api/runs', runListSchema).then(
    ({ runs }) => runs,
    () => [],
  );
  return listed;
}

async function newestRun(experiment: string): Promise<string | undefined> {
  const own = (await listRuns()).filter((run) => run.experiment === experiment && run.state === 'done');
  return own.toSorted((a, b) => b.startedAt.localeCompare(a.startedAt))[0]?.run;
}

async function newest(experiment: string): Promise<Result | undefined> {
  const last = await newestRun(experiment);
  if (last === undefined) return undefined;
  try {
    return (await api(`/api/runs/${encodeURIComponent(last)}`, storedRunSchema)).result;
  } catch {
    // Away since: the recording is the key.
    return undefined;
  }
}
