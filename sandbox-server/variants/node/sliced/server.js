// SLICE_MS=1 node sandbox-server/variants/node/sliced/server.js
// One process with one event loop, as node/http. It computes in slices, and between two of them the loop has its turn.
import { createServer } from 'node:http';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { createAnswer, json, ofWork } from '../routes.js';
import { announce, host, port, wholeSetting } from '../settings.js';
import { MOST_ITERATIONS, MOST_MS, wholeNumber } from '../work.js';

// #region slices
const SLICE_MS = wholeSetting('SLICE_MS', 1, 1, 1000);

async function burnInSlices(most) {
  let x = 2463534242 | 0;
  let [iterations, spentMs] = [0, 0];
  while (iterations < most.iterations && spentMs < most.ms) {
    const begun = performance.now();
    const end = begun + Math.min(SLICE_MS, most.ms - spentMs);
    do {
      const steps = Math.min(1000, most.iterations - iterations);
      x = xorshift(x, steps);
      iterations += steps;
    } while (iterations < most.iterations && performance.now() < end);
    spentMs += performance.now() - begun; // [1]
    await turnOfTheLoop(); // [2]
  }
  return { iterations, checksum: x >>> 0 };
}
// #endregion slices

function xorshift(x, iterations) {
  for (let i = 0; i < iterations; i++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
  }
  return x;
}

// #region routes
const routes = {
  ...ofWork,
  '/burn': (res, query) => {
    if (query.has('ms')) {
      const ms = wholeNumber(query, 'ms', MOST_MS);
      burnInSlices({ ms, iterations: Number.POSITIVE_INFINITY }).then((done) => json(res, { ms, ...done }));
    } else {
      const n = wholeNumber(query, 'n', MOST_ITERATIONS);
      burnInSlices({ ms: Number.POSITIVE_INFINITY, iterations: n }).then(({ checksum }) => json(res, { n, checksum }));
    }
  },
};
// #endregion routes

// #region server
const server = createServer({ keepAliveTimeout: 75_000, headersTimeout: 80_000 }, createAnswer('main', 1, routes));

server.listen({ host, port, backlog: 4096 }, () => announce(server.address().port, 1));
// #endregion server

// [1] Only the time in slices counts: what others do in between is not work on this request.
// [2] The promise is kept in the check phase, after the loop has asked for events. A promise that is kept at once would
//     not do: its microtask runs before the loop goes on.
