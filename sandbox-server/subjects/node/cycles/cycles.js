import { EventEmitter } from 'node:events';
import { chosen, line, setting, stay } from '../report.js';

const count = Number(setting('COUNT'));
const rounds = Number(setting('ROUNDS'));
const shop = new EventEmitter().setMaxListeners(0);

const make = chosen('KIND', {
  // #region kinds
  /** [1] The collector follows what is reachable. Nothing reaches these two any more, though they reach each other. */
  cycle() {
    const parent = {};
    parent.child = { parent };
  },
  /** [2] The shop lives on and holds the listener, which holds what it uses: reachable, so it stays. */
  listener() {
    const visitor = { seen: 0 };
    shop.on('sale', () => visitor.seen++);
  },
  // #endregion kinds
});

const heap = [];
for (let round = 0; round < rounds; round++) {
  for (let i = 0; i < count; i++) make();
  globalThis.gc();
  heap.push(process.memoryUsage().heapUsed);
}
line({ growth: heap.at(-1) / heap[0] });
stay();
