import { setTimeout as sleep } from 'node:timers/promises';
import { line, memory, setting, stay } from '../report.js';

/** Longer than anybody looks. */
const WAIT_MS = 3_600_000;
const count = Number(setting('COUNT'));

// #region promises
async function waits() {
  await sleep(WAIT_MS); // [1]
}
// #endregion promises

// [1] What waits is a function that stands at an await: its frame on the heap, a promise and a timer.

/** What is garbage already is no part of what waiting takes. */
const heap = () => {
  globalThis.gc();
  return process.memoryUsage().heapUsed;
};

const all = new Array(count);
const heapBefore = heap();
const before = memory();
const from = performance.now();
for (let i = 0; i < count; i++) all[i] = waits();
const micros = (performance.now() - from) * 1000;
const after = memory();
const heapAfter = heap();
line({
  createEach: micros / count,
  residentEach: (after.resident - before.resident) / count,
  virtualEach: (after.address - before.address) / count,
  heapEach: (heapAfter - heapBefore) / count,
});
stay();
