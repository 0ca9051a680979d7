import type { TraceInstant, TraceSpan } from '../../protocol/trace.ts';
import { type Drawn, inOrder, printed, printLane } from './drawn.ts';

/** What a program of `rust/` notes, a JSON object a line; times in µs since it began. `worker`: none outside the runtime. */
type Note =
  | { note: 'print'; text: string; line: number; atUs: number }
  | { note: 'spawn'; task: string; bytes: number; line: number; worker: number | null; atUs: number }
  | {
      note: 'poll';
      task: string;
      ready: boolean;
      /** Of the wait which was asked last: for a poll that is not ready, the one it stopped at. */
      line: number;
      worker: number;
      /** Tasks in the queue of this worker at the beginning and at the end. */
      queue: [before: number, after: number];
      fromUs: number;
      toUs: number;
    }
  | { note: 'wake'; task: string; worker: number | null; atUs: number }
  /** Tokio also looks at its timers without going to sleep, and calls that parking too. */
  | { note: 'park'; worker: number; slept: boolean; fromUs: number; toUs: number }
  | { note: 'end'; atUs: number }
  /** On a runtime with several workers: tasks that each has taken from another one, by Tokio's own count. */
  | { note: 'stolen'; tasks: number[] };
type Of<Kind extends Note['note']> = Extract<Note, { note: Kind }>;
type Notes = <Kind extends Note['note']>(kind: Kind) => Of<Kind>[];

/** Turns the notes of one run into spans: with a lane for each task, or with one for each of several workers. */
export function rustTrace(text: string): Drawn {
  const notes = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Note);
  const all: Notes = <Kind extends Note['note']>(kind: Kind) =>
    notes.filter((one): one is Of<Kind> => one.note === kind);
  const [stolen] = all('stolen');
  return stolen ? traceOfWorkers(all, stolen.tasks) : traceOfTasks(all);
}

/** A lane for the thread that sleeps, one for each task, and what was printed. */
function traceOfTasks(all: Notes): Drawn {
  const thread = 'main thread';
  const [tasks, wakes] = [all('spawn'), all('wake')];
  const laneOf = (task: string) => `task-${task.toLowerCase()}`;
  const polls = tasks.flatMap((task) =>
    pollsOf(task, all).map(({ poll, queued, ...what }) => ({
      span: { lane: laneOf(task.task), label: poll.ready ? 'ready' : 'pending', ...what, ...timesOf(poll) },
      queued: queued && { atUs: queued.atUs },
    })),
  );
  const parked = all('park').flatMap(({ fromUs, toUs }) =>
    wakes.some(({ atUs }) => atUs >= fromUs && atUs <= toUs)
      ? [{ span: asleep('phase', 'No task can go on, and the thread sleeps.', fromUs, toUs) }]
      : [],
  );
  return {
    lanes: [
      { id: 'phase', label: 'thread', thread, about: 'The thread sleeps, because no task can go on.' },
      ...tasks.map(({ task }) => ({
        id: laneOf(task),
        label: `task ${task}`,
        thread,
        about: `Polls of task ${task}.`,
      })),
      printLane(thread),
    ],
    ...inOrder([...polls, ...parked]),
    instants: printed(all('print')),
    leftOut: 0,
  };
}

/** A lane for what was printed, and one for each worker: polls of any task, what it takes from others, and sleep. */
function traceOfWorkers(all: Notes, stolen: readonly number[]): Drawn {
  const end = all('end')[0]?.atUs ?? 0;
  const laneOf = (worker: number) => `worker-${worker + 1}`;
  const polls = all('spawn').flatMap((task) =>
    pollsOf(task, all).map(({ poll, queued, says, line }) => ({
      span: {
        lane: laneOf(poll.worker),
        label: poll.task,
        says: `${says} The queue of worker ${poll.worker + 1} then holds ${tasksIn(poll.queue[1])}.`,
        line,
        ...timesOf(poll),
      },
      queued: queued && queued.worker !== null ? { atUs: queued.atUs, lane: laneOf(queued.worker) } : undefined,
    })),
  );
  const parked = all('park').flatMap(({ worker, slept, fromUs, toUs }) =>
    slept && fromUs < end
      ? [
          {
            span: asleep(
              laneOf(worker),
              `Worker ${worker + 1} has nothing to do and finds nothing to take. It sleeps.`,
              fromUs,
              Math.min(toUs, end),
            ),
          },
        ]
      : [],
  );
  const steals = stolen.flatMap((counted, worker) => {
    const own = stealsOf(worker, all);
    const seen = own.reduce((sum, { tasks }) => sum + tasks, 0);
    if (seen !== counted)
      throw new Error(
        `Tokio says that worker ${worker + 1} has taken ${counted} tasks, and the notes tell of ${seen}.`,
      );
    return own.map(
      ({ tasks, atUs }): TraceInstant => ({
        lane: laneOf(worker),
        label: `takes ${tasks}`,
        says: `Worker ${worker + 1} has nothing to do. It takes ${tasksIn(tasks)} out of the queue of another worker${
          tasks === 1 ? '' : ', one to run and the others for its own queue'
        }.`,
        atUs,
      }),
    );
  });
  return {
    lanes: [
      printLane('output'),
      ...stolen.map((_, worker) => ({
        id: laneOf(worker),
        label: `worker ${worker + 1}`,
        thread: `thread ${worker + 1}`,
        about: 'Polls of tasks, what it takes from another worker, and sleep.',
      })),
    ],
    ...inOrder([...polls, ...parked]),
    instants: [...printed(all('print')), ...steals].toSorted((a, b) => a.atUs - b.atUs),
    leftOut: 0,
  };
}

const tasksIn = (count: number) => (count === 1 ? '1 task' : `${count === 0 ? 'no' : count} tasks`);
const timesOf = ({ fromUs, toUs }: Of<'poll'>) => ({ fromUs, toUs });
const asleep = (lane: string, says: string, fromUs: number, toUs: number): TraceSpan => ({
  lane,
  label: 'asleep',
  says,
  idle: true,
  fromUs,
  toUs,
});

/** The polls of a task one after the other. The first was queued by `spawn`, each other one by a call of the waker. */
function pollsOf(task: Of<'spawn'>, all: Notes) {
  const { bytes, line: spawnedAt } = task;
  const own = all('poll')
    .filter((poll) => poll.task === task.task)
    .toSorted((a, b) => a.fromUs - b.fromUs);
  return own.map((poll, index) => {
    const before = own[index - 1];
    const begins = before
      ? `Poll ${index + 1} of ${task.task}. It goes on from line ${before.line}, where it has waited`
      : `Poll 1 of ${task.task}, which line ${spawnedAt} has put into the queue. It begins`;
    const ends = poll.ready
      ? ', and runs to its end: ready.'
      : `${before ? ', and' : ' and'} comes as far as line ${poll.line}, which has to wait: pending. Its ${bytes} bytes stay.`;
    const woken = all('wake').findLast((wake) => wake.task === task.task && wake.atUs <= poll.fromUs);
    return {
      poll,
      says: `${begins}${ends}`,
      line: before?.line ?? spawnedAt,
      queued: before ? woken : task,
    };
  });
}

/**
 * What a worker has taken from others. It does so when its own queue is empty: after one poll nothing was left there,
 * from then on nobody put anything in, and yet it polls. What then lies in its queue has come along.
 */
function stealsOf(worker: number, all: Notes): { tasks: number; atUs: number }[] {
  const isHere = (one: { worker: number | null }) => one.worker === worker;
  const given = [...all('spawn'), ...all('wake')].filter(isHere);
  const fromOutside = all('spawn').filter((task) => task.worker === null);
  const polls = all('poll')
    .filter(isHere)
    .toSorted((a, b) => a.fromUs - b.fromUs);
  return polls.flatMap((poll, index) => {
    const before = polls[index - 1];
    const since = before?.fromUs ?? 0;
    const hadSome =
      (before?.queue[1] ?? 0) > 0 ||
      given.some(({ atUs }) => atUs >= since && atUs < poll.fromUs) ||
      fromOutside.some(({ task }) => task === poll.task);
    // Just before: the clock of the notes has tenths of a microsecond.
    return hadSome ? [] : [{ tasks: poll.queue[0] + 1, atUs: Math.round(poll.fromUs * 10 - 1) / 10 }];
  });
}
