import type { Trace, TraceInstant, TraceLane, TraceSpan } from '../../protocol/trace.ts';

/** What a program of `rust/` notes, a JSON object a line; times in µs since it began. */
type Note =
  | { note: 'print'; text: string; line: number; atUs: number }
  | { note: 'spawn'; task: string; bytes: number; line: number; atUs: number }
  /** `line` is that of the wait which was asked last: for a poll that is not ready, the one it stopped at. */
  | { note: 'poll'; task: string; ready: boolean; line: number; fromUs: number; toUs: number }
  | { note: 'wake'; task: string; atUs: number }
  | { note: 'park'; fromUs: number; toUs: number }
  | { note: 'end'; atUs: number };
type Of<Kind extends Note['note']> = Extract<Note, { note: Kind }>;

const thread = 'main thread';

/** Turns the notes of one run into spans: a lane for the thread that sleeps, one for each task, and what was printed. */
export function rustTrace(text: string): Pick<Trace, 'lanes' | 'spans' | 'instants' | 'links' | 'leftOut'> {
  const notes = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Note);
  const all = <Kind extends Note['note']>(kind: Kind) => notes.filter((one): one is Of<Kind> => one.note === kind);
  const [tasks, wakes] = [all('spawn'), all('wake')];
  const polls = tasks.flatMap((task) => pollsOf(task, all('poll'), wakes));
  // Tokio also looks at its timers without going to sleep, and calls that parking too.
  const asleep = all('park').filter(({ fromUs, toUs }) => wakes.some(({ atUs }) => atUs >= fromUs && atUs <= toUs));
  const parked = asleep.map(({ fromUs, toUs }) => ({
    span: { lane: 'phase', label: 'asleep', says: 'No task can go on, and the thread sleeps.', fromUs, toUs },
    queuedUs: undefined,
  }));
  const inOrder = [...polls, ...parked].toSorted((a, b) => a.span.fromUs - b.span.fromUs);
  return {
    lanes: [
      { id: 'phase', label: 'thread', thread, about: 'The thread sleeps, because no task can go on.' },
      ...tasks.map(
        ({ task }): TraceLane => ({
          id: laneOf(task),
          label: `task ${task}`,
          thread,
          about: `Polls of task ${task}.`,
        }),
      ),
      { id: 'print', label: 'printed', thread, about: 'What the program printed.' },
    ],
    spans: inOrder.map(({ span }) => span),
    instants: all('print').map(
      ({ text: label, line, atUs }): TraceInstant => ({
        lane: 'print',
        label,
        says: `It prints “${label}”.`,
        line,
        atUs,
      }),
    ),
    links: inOrder.flatMap(({ queuedUs }, to) => (queuedUs === undefined ? [] : [{ atUs: queuedUs, to }])),
    leftOut: 0,
  };
}

const laneOf = (task: string) => `task-${task.toLowerCase()}`;

/** Its polls one after the other. The first one was queued by `spawn`, each other one by a call of the waker. */
function pollsOf(
  { task, bytes, line: spawnedAt, atUs }: Of<'spawn'>,
  polls: readonly Of<'poll'>[],
  wakes: readonly Of<'wake'>[],
): { span: TraceSpan; queuedUs: number | undefined }[] {
  const own = polls.filter((poll) => poll.task === task);
  return own.map(({ ready, line, fromUs, toUs }, index) => {
    const before = own[index - 1];
    const begins = before
      ? `Poll ${index + 1} of ${task}. It goes on from line ${before.line}, where it has waited`
      : `Poll 1 of ${task}. It begins`;
    const ends = ready
      ? ', and runs to its end: ready.'
      : `${before ? ', and' : ' and'} comes as far as line ${line}, which has to wait: pending. Its ${bytes} bytes stay.`;
    const woken = wakes.findLast((wake) => wake.task === task && wake.atUs <= fromUs);
    return {
      span: {
        lane: laneOf(task),
        label: ready ? 'ready' : 'pending',
        says: `${begins}${ends}`,
        line: before?.line ?? spawnedAt,
        fromUs,
        toUs,
      },
      queuedUs: before ? woken?.atUs : atUs,
    };
  });
}
