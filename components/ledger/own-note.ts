import type { Tier } from '../../protocol/experiment.ts';
import type { VerdictNote } from './entry.ts';

/** A verdict of the reader's own, with its figures as numbers for files. */
export interface OwnNote extends VerdictNote {
  readonly run: string;
  readonly experiment: string;
  readonly tier: Tier;
  readonly value?: number;
  readonly low?: number;
  readonly high?: number;
}

/** By claim. */
export type OwnNotes = ReadonlyMap<string, OwnNote>;
