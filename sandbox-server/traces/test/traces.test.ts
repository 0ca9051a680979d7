import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { sourceHash } from '../../../protocol/source-hash.ts';
import { type Trace, type TraceSpan, traceSchema } from '../../../protocol/trace.ts';
import { projectRoot } from '../../config.ts';
import { missing } from '../../runner/toolchains.ts';
import { type Program, plainOutput, recordTrace, tracedPrograms } from '../record.ts';
import { rustTrace } from '../rust-trace.ts';

/** Both orders are right: which one comes depends on how long the start of the loop takes. */
const EITHER_WAY = ['immediate-or-timer'];
/** Several threads: who polls a task, and when, differs from run to run. */
const ON_THREADS = ['two-workers', 'pool-of-two', 'two-carriers'];
/** In which phases a callback may run. What Node starts before its loop turns may call back there already. */
const PHASES: Record<string, readonly string[]> = {
  script: ['start'],
  timer: ['timers'],
  immediate: ['check'],
  file: ['poll'],
  connect: ['poll'],
  close: ['close'],
};

const committed = ({ id }: Program): Trace =>
  traceSchema.parse(JSON.parse(readFileSync(join(projectRoot, 'content', 'traces', `${id}.json`), 'utf8')));
const printedIn = ({ instants }: Trace) => instants.filter(({ lane }) => lane === 'print').map(({ label }) => label);
/** What ran and was printed, in order; how many rounds the loop makes while it waits differs from run to run. */
const orderOf = ({ spans, instants }: Trace) =>
  [
    ...spans.filter(({ lane }) => lane !== 'phase').map((span) => ({ at: span.fromUs, ...span })),
    ...instants.map((instant) => ({ at: instant.atUs, ...instant })),
  ]
    .toSorted((a, b) => a.at - b.at)
    .map(({ lane, label, line }) => `${lane} ${label} ${line}`);
/** The same wherever and whenever it ran. */
const ranIn = ({ spans }: Trace) =>
  spans.flatMap(({ idle, label, line }) => (idle ? [] : [`${label} ${line}`])).toSorted();
const sorted = (lines: readonly string[]) => lines.toSorted();

test('at least twelve programs are traced', () => {
  assert.ok(tracedPrograms().length >= 12);
});

const toolchains = {
  node: undefined,
  rust: missing({ toolchain: 'cargo', least: '1.85' }),
  java: missing({ toolchain: 'java', least: '25' }),
};

describe('a trace says in which order a program really ran', () => {
  for (const program of tracedPrograms()) {
    const skip = toolchains[program.runtime]?.text;
    test(`${program.id}: the trace holds what the program printed, in that order`, { skip }, async () => {
      const { trace, printed } = await recordTrace(program);
      assert.deepEqual(printedIn(trace), printed);
      const same = EITHER_WAY.includes(program.id) ? sorted : (lines: readonly string[]) => lines;
      const plain = await plainOutput(program);
      assert.deepEqual(same(plain), same(printed), 'without the instrument it prints the same');
      const order = ON_THREADS.includes(program.id) ? ranIn : orderOf;
      assert.deepEqual(same(order(committed(program))), same(order(trace)), 'the committed trace has the same order');
    });

    test(`${program.id}: hooks and trace events agree: each callback lies in a phase of its kind, one after the other`, () => {
      const { spans, lanes } = committed(program);
      const phases = spans.filter(({ lane }) => lane === 'phase');
      const ran = spans.filter(({ lane }) => lane !== 'phase');
      for (const span of ran) {
        const phase = phases.find(({ fromUs, toUs }) => span.fromUs >= fromUs && span.toUs <= toUs);
        const fits = PHASES[span.label];
        if (fits) assert.ok(phase && fits.includes(phase.label), `${span.label} in ${phase?.label}`);
      }
      const threadOf = new Map(lanes.map(({ id, thread }) => [id, thread]));
      for (const lane of [phases, ...Map.groupBy(ran, (span) => threadOf.get(span.lane)).values()])
        assert.ok(lane.every(startsAfter), 'one thread does one thing at a time');
    });

    test(`${program.id}: the committed trace is of the program as it stands here`, () => {
      const { source } = committed(program);
      assert.equal(source.hash, sourceHash([{ path: source.path, text: readFileSync(program.file, 'utf8') }]));
    });
  }
});

const committedOf = (id: string) => committed(tracedPrograms().find((program) => program.id === id) as Program);
const lastEnd = ({ spans }: Trace) => Math.max(...spans.map(({ toUs }) => toUs));

test('four requests: threads of a pool stand still with two of them, and carriers do not', () => {
  const [pool, carriers] = [committedOf('pool-of-two'), committedOf('two-carriers')];
  assert.equal(pool.spans.filter(({ idle }) => idle).length, 4, 'each wait keeps a thread');
  assert.equal(carriers.spans.filter(({ idle }) => idle).length, 0);
  const begins = ({ spans }: Trace, task: string) => spans.find(({ label }) => label === task)?.fromUs ?? 0;
  const ends = ({ spans }: Trace, task: string) => spans.findLast(({ label }) => label === task)?.toUs ?? 0;
  assert.ok(begins(pool, 'C') >= Math.min(ends(pool, 'A'), ends(pool, 'B')));
  assert.ok(begins(carriers, 'C') < Math.min(ends(carriers, 'A'), ends(carriers, 'B')));
  assert.ok(lastEnd(carriers) < lastEnd(pool));
});

test('two-workers: the committed trace has what the lesson speaks of', () => {
  const { spans, instants, runtime } = committedOf('two-workers');
  assert.match(runtime.build ?? '', /instrumented build/);
  assert.ok(instants.some(({ label }) => label.startsWith('takes')));
  assert.ok(spans.some(({ idle }) => idle));
  const polls = spans.filter(({ idle }) => !idle);
  const atOnce = polls.some((one) =>
    polls.some((other) => one.lane !== other.lane && one.fromUs < other.toUs && other.fromUs < one.toUs),
  );
  assert.ok(atOnce, 'two polls at the same time, on two workers');
});

describe('what a worker has taken from another one', () => {
  const note = (kind: string, rest: object) => JSON.stringify({ note: kind, ...rest });
  const spawn = (task: string, worker: number | null, atUs: number) =>
    note('spawn', { task, bytes: 8, line: 3, worker, atUs });
  const poll = (task: string, worker: number, fromUs: number, queue: [number, number]) =>
    note('poll', { task, ready: true, line: 0, worker, queue, fromUs, toUs: fromUs + 90 });
  /** The first one polls a task that came from outside, and starts three; the last one waits in its slot. */
  const started = [
    spawn('main', null, 1),
    ...['A', 'B', 'C'].map((task, index) => spawn(task, 0, 11 + index)),
    poll('main', 0, 10, [0, 2]),
  ];
  const takes = (notes: string[]) =>
    rustTrace(notes.join('\n'))
      .instants.filter(({ lane }) => lane !== 'print')
      .map(({ lane, label, atUs }) => `${lane} ${label} at ${atUs}`);

  test('is what it polls with an empty queue and nothing put in, and what lies in its queue then', () => {
    const notes = [...started, poll('B', 1, 50, [1, 1]), poll('C', 0, 110, [0, 0]), poll('A', 1, 150, [0, 0])];
    assert.deepEqual(takes([...notes, note('end', { atUs: 300 }), note('stolen', { tasks: [0, 2] })]), [
      'worker-2 takes 2 at 49.9',
    ]);
  });

  test('may be its own again', () => {
    const notes = [...started, poll('B', 1, 50, [1, 0]), poll('C', 0, 110, [0, 0]), poll('A', 0, 210, [0, 0])];
    assert.deepEqual(takes([...notes, note('end', { atUs: 400 }), note('stolen', { tasks: [1, 2] })]), [
      'worker-2 takes 2 at 49.9',
      'worker-1 takes 1 at 209.9',
    ]);
  });

  test('makes no trace where Tokio has counted something else', () => {
    const notes = [
      ...started,
      poll('C', 0, 110, [2, 2]),
      note('end', { atUs: 300 }),
      note('stolen', { tasks: [0, 1] }),
    ];
    assert.throws(() => rustTrace(notes.join('\n')), /worker 2 has taken 1 tasks, and the notes tell of 0/);
  });
});

function startsAfter({ fromUs }: TraceSpan, index: number, lane: readonly TraceSpan[]): boolean {
  return fromUs >= (lane[index - 1]?.toUs ?? 0);
}
