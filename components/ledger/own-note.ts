import type { Tier } from '../../protocol/experiment.ts';
import type { OwnVerdict } from '../../protocol/owner-state.ts';
import { count } from '../charts/format.ts';
import { basisWords, figureWords } from '../charts/verdict-words.ts';
import type { VerdictNote } from './entry.ts';

/** A verdict of the reader's own, with its figures as numbers for files. */
export interface OwnNote extends VerdictNote {
  readonly run: string;
  readonly tier: Tier;
  readonly value?: number;
  readonly low?: number;
  readonly high?: number;
}

/** By claim. */
export type OwnNotes = ReadonlyMap<string, OwnNote>;

export function ownNotes(verdicts: readonly OwnVerdict[]): OwnNotes {
  return new Map(verdicts.map((verdict) => [verdict.claim, noteOf(verdict)]));
}

function noteOf(verdict: OwnVerdict): OwnNote {
  const {
    outcome,
    sentence,
    denies,
    status,
    run,
    tier,
    ratio: value,
    low,
    high,
    measuredAt,
    cpuModel,
    cores,
  } = verdict;
  const figure = figureWords(verdict);
  return {
    outcome,
    sentence,
    ...(denies && { denies }),
    status,
    reason: `${basisWords(verdict)}.`,
    machine: `${cpuModel}, ${count(cores, 'core')}`,
    at: measuredAt,
    href: `/runs/${run}`,
    run,
    tier,
    ...(figure && { figure }),
    ...(value !== undefined && { value }),
    ...(low !== undefined && { low }),
    ...(high !== undefined && { high }),
  };
}
