import type { TraceInstant, TraceLane, TraceSpan } from '../../protocol/trace.ts';
import { type Drawn, printLane } from './drawn.ts';
import { type Init, type Mark, type Note, type Run, runsOf } from './notes.ts';
import { loopPhases } from './phases.ts';

const thread = 'main thread';
const lanes: TraceLane[] = [
  { id: 'phase', label: 'phase', thread, about: 'What the loop itself is doing.' },
  {
    id: 'callback',
    label: 'callback',
    thread,
    about: 'The program file, and what the loop calls: timers, sockets, files.',
  },
  { id: 'tick', label: 'nextTick', thread, about: 'Callbacks of process.nextTick.' },
  { id: 'microtask', label: 'microtask', thread, about: 'Jobs of promises, and of queueMicrotask.' },
  printLane(thread),
];

type What = Pick<TraceSpan, 'lane' | 'label' | 'says'>;

/** Turns the notes of one run into spans. `text` is the program: it tells an await from a then. */
export function nodeTrace(notes: readonly Note[], marks: readonly Mark[], text: string): Drawn {
  const all = runsOf(notes);
  const runs = ofProgram(all);
  const script = scriptOf(notes);
  const zero = script?.fromUs ?? runs.find(({ queued }) => queued.length > 0)?.fromUs ?? 0;
  const since = (us: number) => Math.max(0, Math.round((us - zero) * 10) / 10);
  const phases = loopPhases(zero, marks, all);
  const lines = text.split('\n');

  const spans: (TraceSpan & { init?: Init })[] = [
    ...phases.map(({ fromUs, toUs, label, says }) => ({ lane: 'phase', label, says, fromUs, toUs })),
    ...(script ? [{ ...program('script'), fromUs: script.fromUs, toUs: script.toUs, line: 1 }] : []),
    ...runs.map((run) => {
      const closing = phases.some(({ label, fromUs, toUs }) => label === 'close' && inside(run, fromUs, toUs));
      const what = isMain(run) && !script ? program('module') : closing ? closed(run) : whatRan(run, lines);
      const line = isMain(run) && !script ? 1 : closing ? run.prints[0]?.line : run.init?.line;
      return {
        ...what,
        fromUs: run.fromUs,
        toUs: run.toUs,
        ...(line !== undefined && { line }),
        ...(run.init && !closing && { init: run.init }),
      };
    }),
  ].toSorted((a, b) => a.fromUs - b.fromUs || b.toUs - a.toUs);

  const isMainId = runs.find(isMain)?.id;
  function isMain(run: Run): boolean {
    return run.fromUs === zero;
  }
  const seen = new Set<number>();
  const links = spans.flatMap(({ init }, to) => {
    // Only what a line of the program queued, and only its first callback: a socket has many.
    if (!init?.line || seen.has(init.id) || init.id === isMainId) return [];
    seen.add(init.id);
    return [{ atUs: since(init.atUs), to }];
  });
  const instants: TraceInstant[] = notes.flatMap((note) =>
    note.note === 'print'
      ? [
          {
            lane: 'print',
            label: note.text,
            says: `It prints “${note.text}”.`,
            atUs: since(note.atUs),
            ...(note.line !== undefined && { line: note.line }),
          },
        ]
      : [],
  );
  return {
    lanes,
    spans: spans.map(({ init: _, ...span }) => ({ ...span, fromUs: since(span.fromUs), toUs: since(span.toUs) })),
    instants,
    links,
    leftOut: all.filter(({ fromUs }) => fromUs >= zero).length - runs.length,
  };
}

const inside = ({ fromUs }: Run, from: number, to: number) => fromUs >= from && fromUs < to;

/** When the main file began and ended; undefined for a module, which Node runs in a promise job. */
function scriptOf(notes: readonly Note[]): { fromUs: number; toUs: number } | undefined {
  const [from, to] = ['start', 'end'].map((edge) => notes.find(({ note }) => note === edge)?.atUs);
  return from === undefined || to === undefined ? undefined : { fromUs: from, toUs: to };
}

/** Callbacks that a line of the program queued, or in which one ran, and promise jobs that follow from these. */
function ofProgram(runs: readonly Run[]): Run[] {
  const own = new Set<number>();
  return runs.filter(({ id, init, prints, queued }) => {
    const follows = init?.type === 'PROMISE' && !init.inside && own.has(init.in);
    const mine = init?.line !== undefined || follows || prints.length > 0 || queued.length > 0;
    if (mine) own.add(id);
    return mine;
  });
}

const program = (kind: 'script' | 'module'): What =>
  kind === 'script'
    ? { lane: 'callback', label: 'script', says: 'The program file runs from its first line to its last.' }
    : {
        lane: 'microtask',
        label: 'module',
        says: 'The module runs from its first line to its last, inside a promise job.',
      };

const closed = ({ init }: Run): What => ({
  lane: 'callback',
  label: 'close',
  says: `${init?.type === 'TCPWRAP' ? 'The socket' : 'What was open'} is closed for good, and the callback for that runs.`,
});

/** What stands for a kind of callback, by the name that Node gives it. */
const kinds: Record<string, Omit<What, 'says'> & { says: (from: string) => string }> = {
  Timeout: {
    lane: 'callback',
    label: 'timer',
    says: (from) => `A timer is due: its callback runs. It was set${from}.`,
  },
  Immediate: {
    lane: 'callback',
    label: 'immediate',
    says: (from) => `A callback of setImmediate runs. It was queued${from}.`,
  },
  TickObject: { lane: 'tick', label: 'tick', says: (from) => `A callback of nextTick runs. It was queued${from}.` },
  Microtask: { lane: 'microtask', label: 'job', says: (from) => `A microtask runs. It was queued${from}.` },
  FSREQCALLBACK: {
    lane: 'callback',
    label: 'file',
    says: (from) => `A thread of the pool has the file ready: the callback runs. It was asked for${from}.`,
  },
  TCPSERVERWRAP: {
    lane: 'callback',
    label: 'accept',
    says: () => 'The kernel has a new connection: the server takes it over.',
  },
  TCPCONNECTWRAP: {
    lane: 'callback',
    label: 'connect',
    says: (from) => `The connection is there: the callback runs. It was asked for${from}.`,
  },
  TCPWRAP: {
    lane: 'callback',
    label: 'socket',
    says: () => 'The kernel has something for a socket: its callback runs.',
  },
};

function whatRan({ init }: Run, lines: readonly string[]): What {
  if (!init) return { lane: 'callback', label: 'callback', says: 'A callback runs.' };
  const from = init.line === undefined ? ' by Node itself' : ` on line ${init.line}`;
  const kind = kinds[init.type];
  if (kind) return { lane: kind.lane, label: kind.label, says: kind.says(from) };
  if (init.type !== 'PROMISE')
    return { lane: 'callback', label: 'callback', says: `A callback runs. It was queued${from}.` };
  const word = reactionAt(init, lines);
  if (word === 'await')
    return {
      lane: 'microtask',
      label: word,
      says: `What was awaited on line ${init.line} is there: the function goes on after it.`,
    };
  if (word)
    return {
      lane: 'microtask',
      label: word,
      says: `A promise is settled: the function given to ${word} on line ${init.line} runs.`,
    };
  return {
    lane: 'microtask',
    label: 'follow',
    says: 'A promise job of the language runs, without any line of the program: one promise follows another.',
  };
}

/**
 * What the program did with a promise at the place that V8 names: the name of the method or its bracket, and for an
 * await the expression behind it.
 */
function reactionAt({ line = 0, column = 1 }: Init, lines: readonly string[]): string | undefined {
  const text = lines[line - 1] ?? '';
  const [before, after] = [text.slice(0, column - 1), text.slice(column - 1)];
  const method = /^(then|catch|finally)\b/.exec(after) ?? /\.(then|catch|finally)$/.exec(before);
  return method?.[1] ?? (/\bawait\b/.test(before) || /^await\b/.test(after) ? 'await' : undefined);
}
