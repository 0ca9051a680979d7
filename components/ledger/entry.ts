import type { Verdict } from '../../protocol/result.ts';
import type { Truth } from './truth.ts';

/** A claim's place in the course. Without an address the lesson is planned. */
export interface LessonPlace {
  /** "1.2" */
  readonly number: string;
  readonly title: string;
  readonly href?: string;
}

/** "1.2 More cores, one server"; a lesson that is not written yet says so. */
export const lessonWords = ({ number, title, href }: LessonPlace): string =>
  `${number} ${title}${href ? '' : ' (planned)'}`;

/** A question that an experiment asks about a claim. */
export interface AskedBy {
  readonly experiment: string;
  readonly title: string;
  /** What is tested, as one sentence. */
  readonly sentence: string;
  /** The sentence says the opposite of the claim, or of a part of it. */
  readonly denies?: true;
  readonly status: Verdict['status'];
  readonly href: string;
}

/** A verdict in words, with where and when it was measured. */
export interface VerdictNote {
  readonly outcome: Verdict['outcome'];
  readonly sentence: string;
  /** The sentence says the opposite of the claim, or of a part of it. */
  readonly denies?: true | undefined;
  readonly status: Verdict['status'];
  /** The ratio or value with its interval; absent when nothing could be computed. */
  readonly figure?: string;
  readonly reason: string;
  readonly machine: string;
  /** ISO 8601. */
  readonly at: string;
  /** The run behind it. */
  readonly href: string;
}

export interface ClaimSource {
  readonly title: string;
  readonly url: string;
  readonly unverified?: true;
}

/** One claim of the ledger with everything the course knows about it; plain data, as a page carries it. */
export interface LedgerEntry {
  readonly id: string;
  readonly theme: string;
  readonly often: string;
  readonly truth: Truth;
  readonly better: string;
  readonly why: string;
  readonly test: string;
  readonly bySourceAlone?: true;
  readonly sources: readonly ClaimSource[];
  readonly settledIn?: LessonPlace;
  readonly openedIn: readonly LessonPlace[];
  readonly asked: readonly AskedBy[];
  /** By machine, newest first. */
  readonly recorded: readonly VerdictNote[];
}

export interface Theme {
  readonly id: string;
  readonly title: string;
}

/** Whether the claim can be measured: now, later, or never. */
export const tests = ['experiment', 'planned', 'source'] as const;
export type TestState = (typeof tests)[number];

export const testWords: Record<TestState, string> = {
  experiment: 'An experiment tests it',
  planned: 'Experiment planned',
  source: 'By source alone',
};

export function testOf({ asked, bySourceAlone }: Pick<LedgerEntry, 'asked' | 'bySourceAlone'>): TestState {
  if (asked.length > 0) return 'experiment';
  return bySourceAlone ? 'source' : 'planned';
}

/** Sentences of the course itself; they are counted apart from what others claim. */
export const OURS = 'course';
export const isOurs = ({ id }: { id: string }): boolean => id.startsWith(`${OURS}.`);
