// NODE_OPTIONS=--import=/path/to/probe.js PROBE_FD=3 PROBE_EPOCH_US=0
// Says four times a second how the event loop of this process is doing, as JSON lines on an inherited pipe: never on the
// server's own port, so that a loop that stands still is seen by its silence. Without PROBE_FD it does nothing.
import { constants as modes, openSync, writeSync } from 'node:fs';
import { constants, PerformanceObserver, performance } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import { isMainThread } from 'node:worker_threads';

const BEAT_MS = 40; // each beat costs the server time: docs/decisions/0027
const LINE_MS = 220; // six beats, whether they come a moment early or late
const HEAP_MS = 1000;
const MOST_PAUSES = 40; // keeps a line below PIPE_BUF, so that lines of several processes on one pipe do not mix

const kinds = {
  [constants.NODE_PERFORMANCE_GC_MINOR]: 'minor',
  [constants.NODE_PERFORMANCE_GC_MAJOR]: 'major',
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL]: 'incremental',
  [constants.NODE_PERFORMANCE_GC_WEAKCB]: 'weak',
};

if (process.env.PROBE_FD && isMainThread) start(pipe(process.env.PROBE_FD), Number(process.env.PROBE_EPOCH_US ?? 0));

function pipe(given) {
  if (given.startsWith('/')) return openSync(given, modes.O_WRONLY | modes.O_NONBLOCK);
  process.env.PROBE_FD = `/proc/${process.pid}/fd/${given}`; // [1]
  return Number(given);
}

function start(fd, epochUs) {
  const origin = Number(process.hrtime.bigint() / 1000n) - performance.now() * 1000 - epochUs;
  const sinceEpoch = (ms) => Math.round(Math.max(origin + ms * 1000, 0));
  let [beaten, told, heapTold] = Array(3).fill(performance.now());
  let elu = performance.eventLoopUtilization();
  let delaysMs = [];
  const pauses = [];

  new PerformanceObserver((list) => {
    for (const { startTime, duration, detail } of list.getEntries()) {
      pauses.push({
        atUs: sinceEpoch(startTime),
        us: Math.round(duration * 1000),
        kind: kinds[detail.kind] ?? 'other',
      });
    }
  }).observe({ entryTypes: ['gc'] });

  setInterval(beat, BEAT_MS).unref();

  function beat() {
    const now = performance.now();
    delaysMs.push(Math.max(now - beaten - BEAT_MS, 0)); // [2]
    beaten = now;
    if (now - told >= LINE_MS || pauses.length >= MOST_PAUSES) tell(now);
  }

  function tell(now) {
    told = now;
    const next = performance.eventLoopUtilization();
    const utilization = performance.eventLoopUtilization(next, elu).utilization;
    elu = next;
    const delaysUs = delaysMs.map((ms) => Math.round(ms * 1000));
    delaysMs = [];
    const line = { t: 'inner', source: 'node', atUs: sinceEpoch(now), pid: process.pid, elu: utilization, delaysUs };
    line.gc = pauses.splice(0, MOST_PAUSES); // the rest goes with the next line
    if (now - heapTold >= HEAP_MS) {
      heapTold = now;
      line.heapUsedBytes = getHeapStatistics().used_heap_size;
    }
    try {
      writeSync(fd, `${JSON.stringify(line)}\n`);
    } catch {
      // [3]
    }
  }
}

// [1] Node lets its children inherit no descriptor beyond the first three: a cluster's workers open the pipe by this name.
// [2] From when the beat was due, the last one and 40 ms. The reader adds the beats that a blocked loop left out: each
//     of them would have waited 40 ms less than the one before.
// [3] Nobody reads, or not fast enough: a server must not wait for that, nor end because of it.
