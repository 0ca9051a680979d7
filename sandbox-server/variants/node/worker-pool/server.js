// WORKERS=2 node sandbox-server/variants/node/worker-pool/server.js
// One event loop answers, and WORKERS threads of a pool compute for it.
import { createServer } from 'node:http';
import Piscina from 'piscina';
import { createAnswer, json, ofWork, times } from '../routes.js';
import { announce, host, port, workers } from '../settings.js';
import { MOST_ITERATIONS, MOST_MS, wholeNumber } from '../work.js';

// #region server
const filename = new URL('../work.js', import.meta.url).href; // [1]
const pool = new Piscina({ filename, minThreads: workers, maxThreads: workers });

const inPool = (res, name, n) => pool.run(n, { name }).then((result) => json(res, result)); // [2]
// #endregion server

// #region routes
const routes = {
  ...ofWork,
  '/burn': (res, query) => {
    if (query.has('ms')) inPool(res, 'burnFor', wholeNumber(query, 'ms', MOST_MS));
    else inPool(res, 'burn', wholeNumber(query, 'n', MOST_ITERATIONS));
  },
  '/hash': (res, query) => inPool(res, 'hash', times(query)),
  '/json/parse': (res, query) => inPool(res, 'parse', times(query)),
};

const server = createServer(
  { keepAliveTimeout: 75_000, headersTimeout: 80_000 },
  createAnswer('main', workers, routes),
);
server.listen({ host, port, backlog: 4096 }, () => announce(server.address().port, workers)); // [3]
// #endregion routes

// [1] Each thread loads this module into a V8 of its own; nothing is shared but what a message copies.
// [2] The number goes to a thread by message, the result comes back by another: a few microseconds each way.
//     When all threads are busy, the task waits in the pool's queue, which has no limit here.
// [3] The threads only compute. Every byte of HTTP still goes through the one loop.
