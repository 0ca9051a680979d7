/** What the instrument and Node's trace events say of one run; times in µs on one clock. */

type At = { readonly atUs: number };
type Place = { readonly line?: number; readonly column?: number; readonly inside?: boolean };

/** Something was queued, or opened, from the callback `in`. */
export type Init = At & Place & { note: 'init'; id: number; type: string; in: number };
export type Before = At & { note: 'before'; id: number; round: number; idleMs: number };
type After = At & { note: 'after'; id: number };
/** The main file began or ended, when it is a script. */
type Edge = At & { note: 'start' | 'end' };
export type Print = At & Place & { note: 'print'; text: string; in: number };
export type Note = Init | Before | After | Edge | Print;

/** A mark of the loop: `RunTimers` and `CheckImmediate` last, `loopStart` and `loopExit` do not. */
export interface Mark {
  readonly name: 'RunTimers' | 'CheckImmediate' | 'loopStart' | 'loopExit';
  readonly fromUs: number;
  readonly toUs: number;
}

const MARKS = ['RunTimers', 'CheckImmediate', 'loopStart', 'loopExit'];

/** The notes of the instrument, one JSON object a line. */
export function parseNotes(text: string): Note[] {
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Note);
}

/** The marks in a file that Node wrote with `--trace-event-categories`. */
export function parseMarks(text: string): Mark[] {
  const { traceEvents } = JSON.parse(text) as { traceEvents: { name: string; ts: number; dur?: number }[] };
  return traceEvents
    .filter(({ name }) => MARKS.includes(name))
    .map(({ name, ts, dur = 0 }) => ({ name: name as Mark['name'], fromUs: ts, toUs: ts + dur }))
    .toSorted((a, b) => a.fromUs - b.fromUs);
}

/** A callback that ran: what was queued, and when it began and ended. */
export interface Run {
  readonly id: number;
  readonly fromUs: number;
  readonly toUs: number;
  readonly round: number;
  readonly idleMs: number;
  /** Absent for what Node had opened before it loaded the instrument. */
  readonly init: Init | undefined;
  /** What this very callback printed, and queued by a line of the program. */
  readonly prints: readonly Print[];
  readonly queued: readonly Init[];
}

/** Pairs `before` with `after`. A callback of another inside it, which Node's libraries have, counts to the outer one. */
export function runsOf(notes: readonly Note[]): Run[] {
  const inits = new Map(notes.flatMap((note) => (note.note === 'init' ? [[note.id, note] as const] : [])));
  const runs: Run[] = [];
  let open: { depth: number; before: Before; prints: Print[]; queued: Init[] } | undefined;
  for (const note of notes) {
    if (note.note === 'before') {
      if (open) open.depth += 1;
      else open = { depth: 1, before: note, prints: [], queued: [] };
    } else if (note.note === 'print') open?.prints.push(note);
    else if (note.note === 'init' && note.line !== undefined) open?.queued.push(note);
    else if (note.note === 'after' && open) {
      open.depth -= 1;
      if (open.depth > 0) continue;
      const { id, atUs: fromUs, round, idleMs } = open.before;
      const { prints, queued } = open;
      runs.push({ id, fromUs, toUs: note.atUs, round, idleMs, init: inits.get(id), prints, queued });
      open = undefined;
    }
  }
  return runs;
}
