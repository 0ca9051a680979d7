// node sandbox-server/variants/node/express/server.js
// The contract's routes as an Express application.
import express from 'express';
import { announce, host, port } from '../settings.js';
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
} from '../work.js';

// #region routes
const app = express();
app.disable('x-powered-by').disable('etag').enable('strict routing'); // [1]
let requests = 0;

app.use((req, res, next) => {
  requests += 1;
  res.removeHeader('connection');
  req.numbers = new URLSearchParams(req.url.split('?', 2)[1]); // [2]
  next();
});
app.get('/ping', (_, res) => text(res, 'pong'));
app.get('/json', (_, res) => json(res, payload()));
app.get('/sleep', ({ numbers }, res) => {
  const ms = wholeNumber(numbers, 'ms', MOST_MS);
  setTimeout(() => text(res, `slept ${ms}`), ms);
});
app.get('/burn', ({ numbers }, res) => {
  const byTime = numbers.has('ms');
  json(res, byTime ? burnFor(wholeNumber(numbers, 'ms', MOST_MS)) : burn(wholeNumber(numbers, 'n', MOST_ITERATIONS)));
});
app.get('/hash', ({ numbers }, res) => json(res, hash(wholeNumber(numbers, 'n', MOST_TIMES, 1))));
app.get('/json/parse', ({ numbers }, res) => json(res, parse(wholeNumber(numbers, 'n', MOST_TIMES, 1))));
app.get('/stats', (_, res) => json(res, { pid: process.pid, worker: 'main', workers: 1, requests }));

const paths = ['/ping', '/json', '/sleep', '/burn', '/hash', '/json/parse', '/stats'];
app.all(paths, (_, res) => text(res.status(405).set('allow', 'GET'), 'only GET is answered here')); // [3]
app.use((_, res) => text(res.status(404), 'not found'));
app.use((fault, _req, res, next) => {
  if (!(fault instanceof BadQuery)) return next(fault);
  text(res.status(400), fault.message);
});
// #endregion routes

const text = (res, body) => res.type('text/plain').send(body);
const json = (res, value) => res.setHeader('content-type', 'application/json').send(Buffer.from(JSON.stringify(value))); // [4]

// #region server
const server = app.listen(port, host, 4096, () => announce(server.address().port, 1));
server.keepAliveTimeout = 75_000;
server.headersTimeout = 80_000;
// #endregion server

// [1] Express would name itself and hash each body for an etag: work and bytes that the other variants do not have.
//     Strict routing tells /ping/ from /ping.
// [2] The numbers are read as in the other variants, so that a wrong one is refused in the same words.
// [3] Express answers 404 where a path exists but not for this method, unless it is told.
// [4] res.json() and res.set() would add a charset, which JSON does not have; a Buffer goes out with the type as it stands.
