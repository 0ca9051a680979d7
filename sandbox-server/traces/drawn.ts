import type { Trace, TraceInstant, TraceLane, TraceSpan } from '../../protocol/trace.ts';

/** What the notes of a run become: a trace without what is known of its program beforehand. */
export type Drawn = Pick<Trace, 'lanes' | 'spans' | 'instants' | 'links' | 'leftOut'>;

/** A span, and when and where it was queued. */
export interface Queued {
  readonly span: TraceSpan;
  readonly queued?: { readonly atUs: number; readonly lane?: string } | undefined;
}

/** The lane of what a program printed, on the thread that did. */
export const printLane = (thread: string): TraceLane => ({
  id: 'print',
  label: 'printed',
  thread,
  about: 'What the program printed.',
});

export const printed = (prints: readonly { text: string; line: number; atUs: number }[]): TraceInstant[] =>
  prints.map(({ text: label, line, atUs }) => ({ lane: 'print', label, says: `It prints “${label}”.`, line, atUs }));

/** The spans in the order in which they began, and a link to each that was queued. */
export function inOrder(found: readonly Queued[]): Pick<Trace, 'spans' | 'links'> {
  const sorted = found.toSorted((a, b) => a.span.fromUs - b.span.fromUs);
  return {
    spans: sorted.map(({ span }) => span),
    links: sorted.flatMap(({ queued }, to) => (queued ? [{ to, ...queued }] : [])),
  };
}
