'use client';
import type { OwnNotes } from './own-note.ts';

const none: OwnNotes = new Map();

/** The reader's own verdicts by claim; none until they are read. */
export function useOwnNotes(): OwnNotes {
  return none;
}
