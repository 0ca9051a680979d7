import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Trace, traceSchema } from '../../../protocol/trace.ts';
import { columnsOf, ROW, runtimeWords, scaleOf, stepsOf, stepWords, traceSentence, traceTable } from '../trace.ts';

const lane = (id: string, thread = 'main') => ({ id, label: id, thread, about: 'What runs there.' });
/** A script queues a job, which prints; a worker of another thread runs meanwhile. */
const trace: Trace = traceSchema.parse({
  v: 1,
  id: 'small',
  source: { path: 'traces/node/small.cjs', hash: 'a'.repeat(64) },
  runtime: { name: 'Node', version: '26.10.0' },
  recordedAt: '2026-11-21T00:00:00.000Z',
  lanes: [lane('phase'), lane('callback'), lane('unused'), lane('worker', 'worker 1'), lane('print')],
  spans: [
    { lane: 'phase', label: 'start', says: 'It starts.', fromUs: 0, toUs: 900 },
    { lane: 'callback', label: 'script', says: 'The script runs.', fromUs: 0, toUs: 100 },
    { lane: 'callback', label: 'job', says: 'A job of line 2 runs.', line: 2, fromUs: 200, toUs: 800 },
    { lane: 'worker', label: 'task', says: 'A task runs.', fromUs: 250, toUs: 50_000 },
  ],
  instants: [{ lane: 'print', label: 'hello', says: 'It prints “hello”.', line: 3, atUs: 300 }],
  links: [{ atUs: 50, to: 2 }],
  leftOut: 0,
});

test('steps come in the order in which they begin, and what lasts longer before what it holds', () => {
  assert.deepEqual(
    stepsOf(trace).map(({ label }) => label),
    ['start', 'script', 'job', 'task', 'hello'],
  );
});

test('a step says when, what, how long it was queued and how long it took', () => {
  const words = new Map(stepsOf(trace).map((step) => [step.label, stepWords(step)]));
  assert.equal(words.get('job'), 'At 0.20 ms. A job of line 2 runs. It was queued 0.15 ms before. It takes 0.60 ms.');
  assert.equal(words.get('hello'), 'At 0.30 ms. It prints “hello”. Line 3.');
});

test('lanes in which nothing happens are not drawn, and lanes of several threads stand beside each other', () => {
  const { columns, width } = columnsOf(trace);
  assert.deepEqual(
    columns.map(({ id, thread }) => `${id} on ${thread}`),
    ['phase on main', 'callback on main', 'worker on worker 1', 'print on main'],
  );
  assert.ok(columns.every(({ x }, index) => index === 0 || x > (columns[index - 1]?.x ?? 0)));
  assert.ok(width > (columns.at(-1)?.x ?? 0));
});

test('with a row for each step time still runs downwards, and what begins has room for a word', () => {
  const { y, bottom } = scaleOf(trace, 'steps', 10);
  const starts = [0, 200, 250, 300];
  assert.equal(y(0), 10);
  for (const [index, us] of starts.entries())
    if (index > 0) assert.ok(y(us) - y(starts[index - 1] as number) >= ROW, `${us} µs has a row`);
  assert.ok(y(50) > y(0) && y(50) < y(100), 'between two edges in proportion');
  assert.equal(y(50_000), bottom);
});

test('true to time, twice the time is twice the height', () => {
  const { y } = scaleOf(trace, 'time', 0);
  assert.ok(Math.abs(y(50_000) - 2 * y(25_000)) < 1e-9);
});

test('the table has a row for each step, in full precision', () => {
  const { rows, columns } = traceTable(trace);
  assert.equal(rows.length, 5);
  assert.equal(columns.length, rows[0]?.length);
  assert.deepEqual(rows[4]?.slice(0, 3), [5, 0.3, undefined]);
});

test('a trace that contradicts itself is refused', () => {
  assert.throws(() => traceSchema.parse({ ...trace, links: [{ atUs: 1, to: 9 }] }), /leads to no span/);
  assert.throws(() => traceSchema.parse({ ...trace, lanes: [lane('phase')] }), /no lane/);
});

/** Two workers at the same time; the first sleeps, then takes what the second one was given. */
const lanes: Trace = traceSchema.parse({
  ...trace,
  runtime: { name: 'Tokio', version: '1.54.1', build: 'an instrumented build' },
  lanes: [lane('print', 'output'), lane('one', 'thread 1'), lane('two', 'thread 2')],
  spans: [
    { lane: 'one', label: 'asleep', says: 'It sleeps.', idle: true, fromUs: 0, toUs: 100 },
    { lane: 'two', label: 'A', says: 'Poll 1 of A.', fromUs: 20, toUs: 500 },
    { lane: 'one', label: 'B', says: 'Poll 1 of B.', fromUs: 120, toUs: 400 },
  ],
  instants: [
    { lane: 'print', label: 'hello', says: 'It prints “hello”.', atUs: 30 },
    { lane: 'one', label: 'takes 1', says: 'It takes 1 task.', atUs: 119.9 },
  ],
  links: [{ atUs: 40, to: 2, lane: 'two' }],
});

test('a lane for each worker: what it takes is no line that the program printed', () => {
  assert.match(traceSentence(lanes), /printed “hello”\.$/);
  assert.deepEqual(
    stepsOf(lanes).map(({ label }) => label),
    ['asleep', 'A', 'hello', 'takes 1', 'B'],
  );
});

test('where it was queued is known by its lane, for another worker was busy then, too', () => {
  assert.equal(stepsOf(lanes).at(-1)?.queuedIn, 'two');
  assert.throws(() => traceSchema.parse({ ...lanes, links: [{ atUs: 40, to: 2, lane: 'three' }] }), /no lane/);
});

test('an instrumented build is called so', () => {
  assert.equal(runtimeWords(lanes.runtime), 'Tokio 1.54.1, an instrumented build');
  assert.equal(runtimeWords(trace.runtime), 'Node 26.10.0');
  assert.match(traceTable(lanes).caption, /an instrumented build/);
});
