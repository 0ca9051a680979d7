// WORKERS=2 node sandbox-server/variants/node/child-process/server.js
// One event loop answers, and WORKERS processes that it forked compute for it.
import { fork } from 'node:child_process';
import { createServer } from 'node:http';
import { createAnswer, json, ofWork, times } from '../routes.js';
import { announce, host, port, workers } from '../settings.js';
import { MOST_ITERATIONS, MOST_MS, wholeNumber } from '../work.js';

// #region server
const computing = new URL('./compute.js', import.meta.url);
const waiting = new Map(); // number of the task → who waits for its result
const children = Array.from({ length: workers }, () => fork(computing).on('message', done).on('exit', lost)); // [1]
let tasks = 0;

function inChild(res, name, n) {
  tasks += 1;
  waiting.set(tasks, res);
  children[tasks % workers].send({ task: tasks, name, n }); // [2]
}

function done({ task, result }) {
  json(waiting.get(task), result);
  waiting.delete(task);
}

function lost(code, signal) {
  process.stderr.write(`a child ended (${signal ?? code}), so the server ends too\n`); // [3]
  stop(1);
}

function stop(code) {
  for (const child of children) child.off('exit', lost).kill('SIGKILL');
  process.exit(code);
}
process.on('SIGTERM', () => stop(0)); // [4]
// #endregion server

// #region routes
const routes = {
  ...ofWork,
  '/burn': (res, query) => {
    if (query.has('ms')) inChild(res, 'burnFor', wholeNumber(query, 'ms', MOST_MS));
    else inChild(res, 'burn', wholeNumber(query, 'n', MOST_ITERATIONS));
  },
  '/hash': (res, query) => inChild(res, 'hash', times(query)),
  '/json/parse': (res, query) => inChild(res, 'parse', times(query)),
};

const server = createServer(
  { keepAliveTimeout: 75_000, headersTimeout: 80_000 },
  createAnswer('main', workers, routes),
);
server.listen({ host, port, backlog: 4096 }, () => announce(server.address().port, workers));
// #endregion routes

// [1] They live as long as the server. A fork for each request would measure how long Node takes to start.
// [2] In turn, busy or not: a child takes its messages one by one, so a task may wait behind a long one.
// [3] Its tasks are lost with it. In a measurement a missing child must not go unseen.
// [4] A child that computes reads no message, not even that its parent is gone: it has to be killed.
