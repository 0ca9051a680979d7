import { outcomes } from '../../protocol/result.ts';
import { outcomeOfClaim } from '../../stats/claim-outcome.ts';
import { outcomeWord } from '../charts/verdict-words.ts';
import { isOurs, type LedgerEntry, type LessonPlace, lessonWords, OURS, type Theme, testOf, tests } from './entry.ts';
import type { OwnNotes } from './own-note.ts';
import { truths, truthTable } from './truth.ts';

/** The reader's own machine; `none`: not run here yet. */
export const verdictStates = [...outcomes, 'none'] as const;
export type VerdictState = (typeof verdictStates)[number];

export const verdictStateWords: Record<VerdictState, string> = { ...outcomeWord, none: 'No verdict here yet' };

export const orders = ['theme', 'lesson', 'truth', 'verdict'] as const;
export type Order = (typeof orders)[number];

/** What of the ledger is shown, and in which order. An empty string is "all". */
export interface Query {
  readonly search: string;
  readonly theme: string;
  readonly truth: string;
  readonly verdict: string;
  readonly test: string;
  /** Place of a lesson that settles or opens the claim: "1.2". */
  readonly lesson: string;
  readonly order: Order;
}

export const everything: Query = {
  search: '',
  theme: '',
  truth: '',
  verdict: '',
  test: '',
  lesson: '',
  order: 'theme',
};

/** Names in the address. */
const parameters = {
  search: 'q',
  theme: 'theme',
  truth: 'truth',
  verdict: 'verdict',
  test: 'test',
  lesson: 'lesson',
  order: 'order',
} as const satisfies Record<keyof Query, string>;
const fields = Object.keys(parameters) as (keyof Query)[];

/** What can be chosen for each field; a search can be anything. */
export type Choices = { readonly [field in Exclude<keyof Query, 'search'>]: readonly string[] };

export function choicesOf(entries: readonly LedgerEntry[]): Choices {
  return {
    theme: [...new Set(entries.map(({ theme }) => theme))],
    truth: truths,
    verdict: verdictStates,
    test: tests,
    lesson: lessonsOf(entries).map(({ number }) => number),
    order: orders,
  };
}

/** All lessons that settle or open a claim, in course order. */
export function lessonsOf(entries: readonly LedgerEntry[]): LessonPlace[] {
  const places = new Map(entries.flatMap((entry) => placesOf(entry).map((place) => [place.number, place] as const)));
  return [...places.values()].toSorted(byPlace);
}

const placesOf = ({ settledIn, openedIn }: LedgerEntry) => [...(settledIn ? [settledIn] : []), ...openedIn];
const byPlace = (a: LessonPlace, b: LessonPlace) => a.number.localeCompare(b.number, 'en', { numeric: true });

/** A query from an address. What cannot be chosen is left out, so that an old link still shows the ledger. */
export function parseQuery(address: string, choices: Choices): Query {
  const given = new URLSearchParams(address);
  const query: Record<string, string> = { ...everything, search: given.get(parameters.search)?.trim() ?? '' };
  for (const field of Object.keys(choices) as (keyof Choices)[]) {
    const value = given.get(parameters[field]);
    if (value !== null && choices[field].includes(value)) query[field] = value;
  }
  return query as unknown as Query;
}

/** "?truth=false&q=node", or nothing for the whole ledger as it comes. */
export function addressOf(query: Query): string {
  const given = new URLSearchParams();
  for (const field of fields) if (query[field] !== everything[field]) given.set(parameters[field], query[field]);
  return given.size > 0 ? `?${given}` : '';
}

/** The entries that fit all of the query, in the order they come in. Search wants every word somewhere in the entry. */
export function matching(entries: readonly LedgerEntry[], query: Query, own: OwnNotes): LedgerEntry[] {
  const words = fold(query.search).split(/\s+/).filter(Boolean);
  return entries.filter(
    (entry) =>
      (!query.theme || entry.theme === query.theme) &&
      (!query.truth || entry.truth === query.truth) &&
      (!query.test || testOf(entry) === query.test) &&
      (!query.verdict || verdictState(entry, own) === query.verdict) &&
      (!query.lesson || placesOf(entry).some(({ number }) => number === query.lesson)) &&
      (words.length === 0 || hasAll(textOf(entry), words)),
  );
}

const hasAll = (text: string, words: readonly string[]) => words.every((word) => text.includes(word));
/** Case, accents and the kind of apostrophe do not matter. */
const fold = (text: string) => text.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('’', "'");

function textOf({ id, often, better, why, test, sources }: LedgerEntry): string {
  return fold([id, often, better, why, test, ...sources.map(({ title }) => title)].join('\n'));
}

function verdictState({ id }: LedgerEntry, own: OwnNotes): VerdictState {
  const note = own.get(id);
  return note ? outcomeOfClaim(note) : 'none';
}

export interface Group {
  readonly key: string;
  readonly title: string;
  readonly entries: readonly LedgerEntry[];
}

/**
 * Entries under a heading for each value of the order. Those of the course itself come last, under a heading of their
 * own; empty groups are left out.
 */
export function grouped(
  entries: readonly LedgerEntry[],
  order: Order,
  themes: readonly Theme[],
  own: OwnNotes,
): Group[] {
  const headings: Record<Order, () => readonly (readonly [string, string])[]> = {
    theme: () => themes.map(({ id, title }) => [id, title]),
    lesson: () => [
      ...lessonsOf(entries).map((place) => [place.number, lessonWords(place)] as const),
      ['', 'In no lesson yet'],
    ],
    truth: () => truths.map((truth) => [truth, truthTable[truth].word]),
    verdict: () => verdictStates.map((state) => [state, verdictStateWords[state]]),
  };
  const keyOf: Record<Order, (entry: LedgerEntry) => string> = {
    theme: ({ theme }) => theme,
    lesson: ({ settledIn, openedIn }) => (settledIn ?? openedIn[0])?.number ?? '',
    truth: ({ truth }) => truth,
    verdict: (entry) => verdictState(entry, own),
  };
  const ours = entries.filter(isOurs);
  const by = Map.groupBy(
    entries.filter((entry) => !isOurs(entry)),
    keyOf[order],
  );
  const groups = headings[order]().map(([key, title]) => ({ key, title, entries: by.get(key) ?? [] }));
  return [...groups, { key: OURS, title: 'Sentences of this course', entries: ours }].filter(
    (group) => group.entries.length > 0,
  );
}
