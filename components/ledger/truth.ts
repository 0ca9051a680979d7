import { list } from '../charts/format.ts';

/** How a claim stands against its sources, from "they say so too" to "nobody outside can check it". */
export const truths = ['supported', 'partly', 'misleading', 'depends', 'false', 'unverifiable'] as const;
export type Truth = (typeof truths)[number];

interface TruthLook {
  /** The state in a word or two, as it stands beside the claim. */
  readonly word: string;
  /** What the word means, as the rest of "n claims …". */
  readonly count: (n: number) => string;
  readonly means: string;
  /** A shape for each, so that no state is told by colour alone: fills a square of 16. */
  readonly shape: string;
}

const one = (n: number, single: string, many: string) => (n === 1 ? single : many);

export const truthTable: Record<Truth, TruthLook> = {
  supported: {
    word: 'Supported',
    count: (n) => `${n} ${one(n, 'is', 'are')} supported by sources`,
    means: 'Sources say so too.',
    shape: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Z',
  },
  partly: {
    word: 'Partly right',
    count: (n) => `${n} ${one(n, 'is', 'are')} partly right`,
    means: 'Sources support a part of it.',
    shape: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Zm0 1.7a4.8 4.8 0 0 1 0 9.6Z',
  },
  misleading: {
    word: 'Misleading',
    count: (n) => `${n} ${one(n, 'misleads', 'mislead')}`,
    means: 'Something in it is right, and it leads to a wrong conclusion.',
    shape: 'M8 1.3 15.2 14H.8Z',
  },
  depends: {
    word: 'Depends',
    count: (n) => `${n} ${one(n, 'depends', 'depend')} on machine, settings or work`,
    means: 'Right or wrong by machine, settings or work.',
    shape: 'M8 .8 15.2 8 8 15.2.8 8Zm0 2.6L3.4 8 8 12.6 12.6 8Z',
  },
  false: {
    word: 'False',
    count: (n) => `${n} ${one(n, 'is', 'are')} false`,
    means: 'Sources say otherwise.',
    shape: 'm3.2 1.6 4.8 4.8 4.8-4.8 1.6 1.6L9.6 8l4.8 4.8-1.6 1.6L8 9.6l-4.8 4.8-1.6-1.6L6.4 8 1.6 3.2Z',
  },
  unverifiable: {
    word: 'Cannot be checked',
    count: (n) => `${n} cannot be checked`,
    means: 'Nobody outside can check it.',
    shape: 'M1.5 1.5h13v13h-13Zm1.7 1.7v9.6h9.6V3.2Z',
  },
};

/** How many claims there are of each state. */
export function countTruths(claims: readonly { truth: Truth }[]): Record<Truth, number> {
  const counts = Object.fromEntries(truths.map((truth) => [truth, 0])) as Record<Truth, number>;
  for (const { truth } of claims) counts[truth] += 1;
  return counts;
}

/** "Of 164 claims 20 are supported by sources, 34 are partly right, …" */
export function truthSentence(claims: readonly { truth: Truth }[]): string {
  const counts = countTruths(claims);
  const there = truths.filter((truth) => counts[truth] > 0);
  const parts = there.map((truth) => truthTable[truth].count(counts[truth]));
  if (parts.length === 0) return 'No claim fits. Search for less, or show all.';
  if (parts.length === 1) return `${claims.length === 1 ? 'Of these claims' : 'All'} ${parts[0]}.`;
  return `Of ${claims.length} claims ${list(parts)}.`;
}
