// The contract's routes on plain node:http. The code does not know how many processes run it.
import { pbkdf2 } from 'node:crypto';
import {
  BadQuery,
  burn,
  burnFor,
  hash,
  MOST_ITERATIONS,
  MOST_MS,
  MOST_TIMES,
  parse,
  payload,
  wholeNumber,
} from './work.js';

// #region routes
let counter = 0;

export const ofWork = {
  '/json': (res) => json(res, payload()),
  '/sleep': (res, query) => {
    const ms = wholeNumber(query, 'ms', MOST_MS);
    setTimeout(text, ms, res, 200, `slept ${ms}`); // [1]
  },
  '/burn': (res, query) => {
    const byTime = query.has('ms');
    json(res, byTime ? burnFor(wholeNumber(query, 'ms', MOST_MS)) : burn(wholeNumber(query, 'n', MOST_ITERATIONS)));
  },
  '/hash': (res, query) => json(res, hash(times(query))),
  '/json/parse': (res, query) => json(res, parse(times(query))),
  '/pbkdf2': (res, query) => {
    const n = times(query);
    pbkdf2('loadstone', 'salt', n, 32, 'sha256', (_, key) => json(res, { n, key: key.toString('hex') })); // [2]
  },
  '/counter': (res, query) => {
    if (query.has('hold')) burn(wholeNumber(query, 'hold', MOST_ITERATIONS));
    counter += 1; // [3]
    json(res, { value: counter });
  },
};

export function createAnswer(worker, workers, more = ofWork) {
  let requests = 0;

  const routes = {
    '/ping': (res) => text(res, 200, 'pong'),
    '/stats': (res) => json(res, { pid: process.pid, worker, workers, requests }),
    ...more,
  };

  return function answer(req, res) {
    requests += 1;
    const [path, search] = req.url.split('?', 2);
    const last = path.lastIndexOf('/') + 1;
    const route = routes[path] ?? routes[`${path.slice(0, last)}:key`];
    if (!route) return text(res, 404, 'not found');
    if (req.method !== 'GET') return text(res.setHeader('allow', 'GET'), 405, 'only GET is answered here');
    try {
      route(res, new URLSearchParams(search), path.slice(last));
    } catch (fault) {
      if (!(fault instanceof BadQuery)) throw fault;
      text(res, 400, fault.message);
    }
  };
}
// #endregion routes

export const times = (query) => wholeNumber(query, 'n', MOST_TIMES, 1);
export const text = (res, status, body) => send(res, status, 'text/plain; charset=utf-8', body);
export const json = (res, value) => send(res, 200, 'application/json', JSON.stringify(value));

function send(res, status, type, body) {
  res.removeHeader('connection'); // [4]
  res.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  res.end(body);
}

// [1] A timer holds no thread: while it runs, the loop answers others. /burn has nothing to wait for, so it holds the loop.
// [2] With a callback, Node computes this on one of the four threads of libuv's pool, and the loop stays free.
// [3] No lock: nothing else runs in this process until the function returns.
// [4] HTTP/1.1 keeps connections open by itself; Node's two headers that say so would add 48 bytes to every answer.
