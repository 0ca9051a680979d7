// The contract's routes on plain node:http. The code does not know how many processes run it.
import { BadQuery, burn, burnFor, MOST_ITERATIONS, MOST_MS, payload, wholeNumber } from './work.js';

// #region routes
export function createAnswer(worker, workers) {
  let requests = 0;

  const routes = {
    '/ping': (res) => text(res, 200, 'pong'),
    '/json': (res) => json(res, payload()),
    '/sleep': (res, query) => {
      const ms = wholeNumber(query, 'ms', MOST_MS);
      setTimeout(text, ms, res, 200, `slept ${ms}`); // [1]
    },
    '/burn': (res, query) => {
      const byTime = query.has('ms');
      json(res, byTime ? burnFor(wholeNumber(query, 'ms', MOST_MS)) : burn(wholeNumber(query, 'n', MOST_ITERATIONS)));
    },
    '/stats': (res) => json(res, { pid: process.pid, worker, workers, requests }),
  };

  return function answer(req, res) {
    requests += 1;
    const [path, search] = req.url.split('?', 2);
    const route = routes[path];
    if (!route) return text(res, 404, 'not found');
    if (req.method !== 'GET') return text(res.setHeader('allow', 'GET'), 405, 'only GET is answered here');
    try {
      route(res, new URLSearchParams(search));
    } catch (fault) {
      if (!(fault instanceof BadQuery)) throw fault;
      text(res, 400, fault.message);
    }
  };
}
// #endregion routes

const text = (res, status, body) => send(res, status, 'text/plain; charset=utf-8', body);
const json = (res, value) => send(res, 200, 'application/json', JSON.stringify(value));

function send(res, status, type, body) {
  res.removeHeader('connection'); // [2]
  res.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  res.end(body);
}

// [1] A timer holds no thread: while it runs, the loop answers others. /burn has nothing to wait for, so it holds the loop.
// [2] HTTP/1.1 keeps connections open by itself; Node's two headers that say so would add 48 bytes to every answer.
