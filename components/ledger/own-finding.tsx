'use client';
import { useMemo } from 'react';
import { outcomeOfClaim } from '../../stats/claim-outcome.ts';
import { day } from '../charts/format.ts';
import { DENIAL, tierWord } from '../charts/verdict-words.ts';
import { useOwnVerdicts } from '../connection/own-verdicts.ts';
import styles from './marks.module.css';
import { OutcomeMark } from './outcome-mark.tsx';
import { type OwnNote, ownNotes } from './own-note.ts';

function useOwnNote(claim: string): OwnNote | undefined {
  const verdicts = useOwnVerdicts();
  return useMemo(() => ownNotes(verdicts ?? []).get(claim), [verdicts, claim]);
}

/** What the reader's own runs said of a claim, in few words; nothing before there was one. An experiment tests a part. */
export function OwnOutcome({ claim }: { claim: string }) {
  const own = useOwnNote(claim);
  if (!own) return null;
  return (
    <>
      As far as tested: <OutcomeMark outcome={outcomeOfClaim(own)} where="here" />
    </>
  );
}

/** The same with its figure and a link to the run. `several` sentences about the claim: of which one it is. */
export function OwnFinding({ claim, several }: { claim: string; several: boolean }) {
  const own = useOwnNote(claim);
  const sentence = own && several ? `${own.sentence} ${own.denies ? DENIAL : ''}` : undefined;
  return (
    <span data-live>
      {own ? <OwnWords own={own} {...(sentence && { sentence })} /> : <NotMeasured />}
      {sentence && ', with a verdict on each sentence'}
    </span>
  );
}

export const NotMeasured = () => <span className={styles.soft}>Not measured here yet. A look decides nothing.</span>;

/** `sentence`: what was tested, where nothing beside it says so. */
export function OwnWords({ own, sentence }: { own: OwnNote; sentence?: string }) {
  const { outcome, status, figure, reason, tier, machine, at, href } = own;
  return (
    <>
      <OutcomeMark outcome={outcome} where="here" />
      {status === 'opened' && ' First evidence.'} {sentence} {figure && `${figure}. `}
      {reason}{' '}
      <a href={href}>
        Your {tierWord[tier].toLowerCase()} run on {machine}, {day(at)}
      </a>
    </>
  );
}
