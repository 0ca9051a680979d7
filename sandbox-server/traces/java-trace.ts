import type { TraceInstant, TraceLane, TraceSpan } from '../../protocol/trace.ts';
import { type Drawn, inOrder, printed, printLane, type Queued } from './drawn.ts';

/** What a program of `java/` notes, a JSON object a line; times in µs since it began. `thread`: Java's own number. */
type Note =
  | { note: 'print'; text: string; line: number; atUs: number }
  | { note: 'start'; task: string; line: number; atUs: number }
  /** A virtual thread can go on, because the thread `by` has started it or its wait is over. */
  | { note: 'ready'; task: string; by: string; atUs: number }
  /** On a carrier from where it was put on to where it was taken off; on a thread of a pool, from its beginning to its end. */
  | { note: 'run'; task: string; thread: number; fromUs: number; toUs: number }
  | { note: 'wait'; task: string; line: number; fromUs: number; toUs: number };
type Of<Kind extends Note['note']> = Extract<Note, { note: Kind }>;

/** Where the program itself runs, and prints. */
const MAIN = printLane('main thread');

const TIMER: TraceLane = {
  id: 'timer',
  label: 'time over',
  thread: 'timer',
  about: 'A virtual thread whose time is over goes back into the queue.',
};
const laneOf = ({ by }: Of<'ready'>) => (by === 'main' ? MAIN : TIMER).id;

/** A span on the thread of this number, which names its lane. */
type Piece = Omit<TraceSpan, 'lane'> & Pick<Queued, 'queued'> & { thread: number };

const byBegin = <One extends { fromUs: number }>(notes: readonly One[]) =>
  notes.toSorted((a, b) => a.fromUs - b.fromUs);

/** Turns the notes of one run into spans: a lane for each thread of a pool, or for each carrier of virtual threads. */
export function javaTrace(text: string): Drawn {
  const notes = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Note);
  const all = <Kind extends Note['note']>(kind: Kind) => notes.filter((one): one is Of<Kind> => one.note === kind);
  const ready = all('ready');
  const areVirtual = ready.length > 0;
  // In the order in which they first ran something.
  const threads = [...new Set(byBegin(all('run')).map(({ thread }) => thread))];
  const word = areVirtual ? 'carrier' : 'thread';
  const pieces = all('start').flatMap((start) => {
    const ofTask = <One extends { task: string }>(notes: readonly One[]) =>
      notes.filter(({ task }) => task === start.task);
    const runs = byBegin(ofTask(all('run'))).map((run) => ({ ...run, thread: threads.indexOf(run.thread) + 1 }));
    const waits = byBegin(ofTask(all('wait')));
    const own = areVirtual ? onCarriers(start, runs, waits, ofTask(ready)) : onThread(start, runs, waits);
    return own.map(({ thread, queued, ...piece }) => ({ span: { lane: `${word}-${thread}`, ...piece }, queued }));
  });
  return {
    lanes: [
      MAIN,
      ...(areVirtual ? [TIMER] : []),
      ...threads.map((_, index) => ({
        id: `${word}-${index + 1}`,
        label: areVirtual ? `carrier ${index + 1}` : 'request',
        thread: `thread ${index + 1}`,
        about: areVirtual ? 'The virtual threads that are put on it.' : 'The request that it has, waits and all.',
      })),
    ],
    ...inOrder(pieces),
    instants: [
      ...printed(all('print')),
      ...ready
        .filter((one) => laneOf(one) === TIMER.id)
        .map(
          ({ task, atUs }): TraceInstant => ({
            lane: TIMER.id,
            label: task,
            says: `The time of ${task} is over. Java's timer puts it into the queue of the carriers.`,
            atUs,
          }),
        ),
    ].toSorted((a, b) => a.atUs - b.atUs),
    leftOut: 0,
  };
}

/** A thread of a pool keeps its task to the end, waits and all. */
function onThread(
  { task, line, atUs }: Of<'start'>,
  runs: readonly Of<'run'>[],
  waits: readonly Of<'wait'>[],
): Piece[] {
  return runs.flatMap(({ thread, fromUs, toUs }) => {
    const lane = `Thread ${thread}`;
    const pieces: Piece[] = [];
    let from = fromUs;
    let before: Of<'wait'> | undefined;
    for (const wait of [...waits, undefined]) {
      const begins = before
        ? `${task} goes on from line ${before.line}`
        : `${lane} takes ${task}, which was started on line ${line}. It runs`;
      const ends = wait ? `, and begins to wait on line ${wait.line}.` : `, and ends. ${lane} is free.`;
      pieces.push({
        thread,
        label: task,
        says: `${begins}${ends}`,
        line: before?.line ?? line,
        fromUs: from,
        toUs: wait?.fromUs ?? toUs,
        ...(!before && { queued: { atUs, lane: MAIN.id } }),
      });
      if (!wait) break;
      pieces.push({
        thread,
        label: `${task} waits`,
        says: `${task} waits, and ${lane.toLowerCase()} with it: nobody else can have this thread.`,
        line: wait.line,
        idle: true,
        fromUs: wait.fromUs,
        toUs: wait.toUs,
      });
      [from, before] = [wait.toUs, wait];
    }
    return pieces;
  });
}

/** A virtual thread is on a carrier while it runs, and on none while it waits. */
function onCarriers(
  { task, line }: Of<'start'>,
  runs: readonly Of<'run'>[],
  waits: readonly Of<'wait'>[],
  ready: readonly Of<'ready'>[],
): Piece[] {
  if (runs.length !== waits.length + 1)
    throw new Error(`${task} has waited ${waits.length} times, and was put on a carrier ${runs.length} times.`);
  return runs.map(({ thread, fromUs, toUs }, index) => {
    const before = waits[index - 1];
    const wait = waits[index];
    const queued = ready.findLast(({ atUs }) => atUs <= fromUs);
    const goes = before ? `It goes on from line ${before.line}` : `It was started on line ${line}. It runs`;
    const ends = wait
      ? `, begins to wait on line ${wait.line}, and is taken off: carrier ${thread} is free.`
      : ', and ends.';
    return {
      thread,
      label: task,
      says: `Virtual thread ${task} is put on carrier ${thread}. ${goes}${ends}`,
      line: before?.line ?? line,
      fromUs,
      toUs,
      ...(queued && { queued: { atUs: queued.atUs, lane: laneOf(queued) } }),
    };
  });
}
