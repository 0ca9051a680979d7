import { day } from '../../components/charts/format.ts';
import { hostWords, ratioWords } from '../../components/charts/verdict-words.ts';
import type { Recording, Verdict } from '../../protocol/result.ts';

/** What a recording says, in words. */

export const outcomeInProse: Record<Verdict['outcome'], string> = {
  holds: 'holds',
  'does-not-hold': 'does not hold',
  'cannot-tell': 'cannot be told',
};

/** A recording speaks of its own machine, not of the reader's. */
const recordedOutcome: Record<Verdict['outcome'], string> = {
  holds: 'Held on the recorded machine',
  'does-not-hold': 'Did not hold on the recorded machine',
  'cannot-tell': 'Could not be told on the recorded machine',
};

/** Machine and day of a recording, as every number of it carries them. */
export function whereOf(recording: Recording): string {
  return `${hostWords(recording.result.host)}, ${day(recording.recordedAt)}`;
}

export function verdictOf(recording: Recording | undefined, claim: string): Verdict | undefined {
  return recording?.result.verdicts.find((verdict) => verdict.claim === claim);
}

/** The recorded verdict on a claim, in the parts that a card shows. */
export function testedIn(recording: Recording | undefined, claim: string) {
  const verdict = verdictOf(recording, claim);
  if (!recording || !verdict) return undefined;
  return {
    sentence: verdict.sentence,
    outcome: recordedOutcome[verdict.outcome],
    kind: verdict.outcome,
    ratio: ratioWords(verdict, recording.result.plan.sweep),
    reason: verdict.reason,
    where: whereOf(recording),
  };
}
