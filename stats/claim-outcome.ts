import type { Verdict } from '../protocol/result.ts';

/**
 * What a verdict on a sentence says of the claim itself. Where a sentence denies the claim and holds, the claim does not;
 * where it fails, the claim has only not been denied.
 */
export function outcomeOfClaim({ outcome, denies }: Pick<Verdict, 'outcome' | 'denies'>): Verdict['outcome'] {
  if (!denies) return outcome;
  return outcome === 'holds' ? 'does-not-hold' : 'cannot-tell';
}

const fromWorst: readonly Verdict['outcome'][] = ['does-not-hold', 'cannot-tell', 'holds'];

/** Of several verdicts about a claim the one that it meets worst; of equal ones the first. */
export function worstForClaim<V extends Pick<Verdict, 'outcome' | 'denies'>>(verdicts: readonly V[]): V | undefined {
  const rank = (verdict: V) => fromWorst.indexOf(outcomeOfClaim(verdict));
  return verdicts.toSorted((a, b) => rank(a) - rank(b))[0];
}
