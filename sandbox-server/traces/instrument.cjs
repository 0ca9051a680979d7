// Loaded into a program with `node -r` before its first line. It notes what Node's own hooks tell: what was queued, by
// which line, and when its callback began and ended. The trace events that Node writes beside it tell of the phases.
const { createHook, executionAsyncId } = require('node:async_hooks');
const { channel } = require('node:diagnostics_channel');
const { writeSync } = require('node:fs');
const { format, getCallSites } = require('node:util');

const OUT = 3;
const MOST_FRAMES = 40;
const WARM_UPS = 200;
/** Frames of Node that stand under every callback, and those of the hooks themselves. */
const UNDER_ALL = ['async_hooks', 'process/task_queues', 'timers'].map((name) => `node:internal/${name}`);
const program = process.argv[1];
const notes = [];

/** µs on the clock that the trace events have as well. */
const now = () => Number(process.hrtime.bigint()) / 1000;

/** The innermost line of the program; without one, whether Node's own code is at work. */
function place() {
  const frames = getCallSites(MOST_FRAMES);
  const own = frames.find(({ scriptName }) => scriptName === program || scriptName === `file://${program}`);
  if (own) return { line: own.lineNumber, column: own.columnNumber };
  const inside = frames.some(({ scriptName }) => scriptName.startsWith('node:') && !UNDER_ALL.includes(scriptName));
  return { inside };
}

/** How often the loop has asked the kernel, and for how long it waited there. */
const loop = () => ({ round: performance.nodeTiming.uvMetricsInfo.loopCount, idleMs: performance.nodeTiming.idleTime });

// What is called for the first time takes milliseconds, and would stand in the trace as if the program took them.
for (let i = 0; i < WARM_UPS; i++) format('%s', place(), loop(), now());

createHook({
  init: (id, type) => notes.push({ note: 'init', atUs: now(), id, type, in: executionAsyncId(), ...place() }),
  before: (id) => notes.push({ note: 'before', atUs: now(), id, ...loop() }),
  after: (id) => notes.push({ note: 'after', atUs: now(), id }),
}).enable();

for (const edge of ['start', 'end'])
  channel(`tracing:module.require:${edge}`).subscribe(({ id }) => {
    if (id === program) notes.push({ note: edge, atUs: now() });
  });

// Node's own console.log queues work of its own, which would stand between the program's.
console.log = (...words) => {
  const text = format(...words);
  notes.push({ note: 'print', atUs: now(), text, in: executionAsyncId(), ...place() });
  writeSync(1, `${text}\n`);
};

process.on('exit', () => {
  for (const note of notes) writeSync(OUT, `${JSON.stringify(note)}\n`);
});
