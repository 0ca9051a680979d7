import type { Answer as KeptAnswer } from '../../protocol/owner-state.ts';

/** One of the answers to choose from: right by itself, or when the key lies in `from` to `to`. */
export interface AnswerOffered {
  readonly says: string;
  readonly right: boolean;
  readonly from?: number;
  readonly to?: number;
}

/** Whether an answer is right; undefined while the number that decides is not known. */
export function isRight(
  { right, from = 0, to = Number.POSITIVE_INFINITY }: AnswerOffered,
  measured: boolean,
  key: number | undefined,
): boolean | undefined {
  if (!measured) return right;
  return key === undefined ? undefined : key >= from && key < to;
}

/** Whether a number is near enough to its key; `tolerance` is a share of the key. */
export function isNear(said: number, key: number | undefined, tolerance: number): boolean | undefined {
  return key === undefined ? undefined : Math.abs(said - key) <= tolerance * Math.abs(key);
}

/** All right ones and no others; undefined while nothing decides. */
export function allRight(
  answers: readonly AnswerOffered[],
  picked: readonly number[],
  measured: boolean,
  key: number | undefined,
): boolean | undefined {
  if (measured && key === undefined) return undefined;
  return answers.every((answer, i) => isRight(answer, measured, key) === picked.includes(i));
}

/** What stands under a question: what to do, or how far the reader got. */
export function standing(
  answers: readonly AnswerOffered[],
  several: boolean,
  kept: Pick<KeptAnswer, 'picked' | 'number' | 'right'> | undefined,
): string {
  const open =
    answers.length === 0 ? 'Write a number.' : several ? 'Several are right. Choose all of them.' : 'Choose one.';
  if (!kept || (kept.picked.length === 0 && kept.number === undefined)) return open;
  if (several) {
    const found = kept.picked.filter((i) => answers[i]?.right).length;
    const wrong = kept.picked.length - found;
    const all = answers.filter(({ right }) => right).length;
    if (!kept.right) return `${found} of ${all} found${wrong > 0 ? `, ${wrong} wrong` : ''}.`;
  }
  return kept.right === undefined ? 'Answered.' : kept.right ? 'Right.' : 'Not quite.';
}

/** A prime above the number of answers that can be shuffled: multiplying by 1 to 6 modulo 7 puts 1 to 6 in another order. */
const PRIME = 7;
export const MOST_SHUFFLED = PRIME - 1;

/** The part of the order that belongs to the question, 1 to 6, from its id. */
export const shuffleOf = (id: string): number => (Number.parseInt(id.slice(0, 6), 16) % MOST_SHUFFLED) + 1;

/**
 * Answers in the order of one reader, as places in the author's order. The style sheet reckons the same before the page
 * is painted, from the `deal` of the reader and the `shuffle` of the question, both 1 to 6; so nothing moves.
 */
export function dealt(count: number, deal: number, shuffle: number): number[] {
  const rank = (place: number) => ((place + 1) * deal * shuffle) % PRIME;
  return Array.from({ length: count }, (_, i) => i).sort((a, b) => rank(a) - rank(b));
}
