'use client';
import { useEffect, useState } from 'react';
import type { Result } from '../../protocol/result.ts';
import { faultWords } from '../connection/api.ts';
import { live } from '../connection/live.ts';
import { originOf, type ResultRef, readResult } from '../connection/results.ts';
import type { LiveState, RunRecord } from '../connection/run-reducer.ts';
import { type Presence, startLinkWords } from '../connection/sandbox.ts';

/** A finished result as the pages know runs. */
export function recordOf(result: Result): RunRecord {
  const { run, experiment, tier, outcome, plan, points, problem } = result;
  const status = { run, experiment, tier, attempt: 1, state: outcome, text: '', ...(problem ? { problem } : {}) };
  return { run, experiment, status, plan, samples: result.timeline, points, result };
}

/** What a reference points to, live while it is an own run that is not over; else why there is nothing to show. */
export function useRecord(
  ref: ResultRef | undefined,
  present: Presence | undefined,
  state: LiveState,
): { record: RunRecord | undefined; words: string | undefined } {
  const [found, setFound] = useState<{ ref: ResultRef; record?: RunRecord; words?: string }>();
  useEffect(() => {
    if (!ref || present === undefined) return;
    let gone = false;
    const say = (words: string) => !gone && setFound({ ref, words });
    if (originOf(ref) === 'own') {
      if (present === 'none') say('This page comes without a sandbox, so it knows no runs of your own.');
      else if (present === 'locked') say(startLinkWords);
      else live.load(ref).catch((error) => say(faultWords(error)));
    } else
      readResult(ref).then(
        (result) => !gone && setFound({ ref, record: recordOf(result) }),
        (error) => say(faultWords(error)),
      );
    return () => {
      gone = true;
    };
  }, [ref, present]);
  const mine = found?.ref === ref ? found : undefined;
  const own = ref && originOf(ref) === 'own' ? state.runs.get(ref) : undefined;
  return { record: own?.plan ? own : mine?.record, words: mine?.words };
}
