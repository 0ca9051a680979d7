import { once } from 'node:events';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { chosen, repeat, setting, stay } from '../report.js';

const rounds = Number(setting('ROUNDS'));
const threads = Number(setting('THREADS'));
/** Cells: the counter, how many workers are ready, and whether they may go. */
const [COUNTER, READY, GO] = [0, 1, 2];

async function main() {
  await repeat(async () => {
    const cells = new Int32Array(new SharedArrayBuffer(12));
    const workers = Array.from({ length: threads }, () => new Worker(new URL(import.meta.url), { workerData: cells }));
    const ended = workers.map((worker) => once(worker, 'exit'));
    while (Atomics.load(cells, READY) < threads) await new Promise((resolve) => setTimeout(resolve, 1));
    Atomics.store(cells, GO, 1);
    Atomics.notify(cells, GO);
    await Promise.all(ended);
    return { kept: (cells[COUNTER] * 100) / (threads * rounds) };
  });
  stay();
}

function work(cells) {
  const add = chosen('KIND', {
    // #region kinds
    /** [1] Read, add, write: three steps, and another worker may write between them. */
    plain() {
      for (let i = 0; i < rounds; i++) cells[COUNTER]++;
    },
    /** [2] One step. */
    atomics() {
      for (let i = 0; i < rounds; i++) Atomics.add(cells, COUNTER, 1);
    },
    // #endregion kinds
  });
  Atomics.add(cells, READY, 1);
  Atomics.wait(cells, GO, 0);
  add();
}

if (isMainThread) await main();
else work(workerData);
