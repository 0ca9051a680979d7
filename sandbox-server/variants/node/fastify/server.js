// node sandbox-server/variants/node/fastify/server.js
// The contract's routes as a Fastify application.
import Fastify from 'fastify';
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
const app = Fastify({
  keepAliveTimeout: 75_000,
  http: { headersTimeout: 80_000 },
  routerOptions: { querystringParser: (text) => new URLSearchParams(text) }, // [1]
});
let requests = 0;

app.addHook('onRequest', async (_, reply) => {
  requests += 1;
  reply.raw.removeHeader('connection');
});

const routes = {
  '/ping': async () => 'pong',
  '/json': async (_, reply) => json(reply, payload()),
  '/sleep': async ({ query }) => {
    const ms = wholeNumber(query, 'ms', MOST_MS);
    await new Promise((resolve) => setTimeout(resolve, ms));
    return `slept ${ms}`;
  },
  '/burn': async ({ query }, reply) => {
    const byTime = query.has('ms');
    return json(
      reply,
      byTime ? burnFor(wholeNumber(query, 'ms', MOST_MS)) : burn(wholeNumber(query, 'n', MOST_ITERATIONS)),
    );
  },
  '/hash': async ({ query }, reply) => json(reply, hash(wholeNumber(query, 'n', MOST_TIMES, 1))),
  '/json/parse': async ({ query }, reply) => json(reply, parse(wholeNumber(query, 'n', MOST_TIMES, 1))),
  '/stats': async (_, reply) => json(reply, { pid: process.pid, worker: 'main', workers: 1, requests }),
};
for (const [path, handler] of Object.entries(routes)) app.get(path, handler);

app.setNotFoundHandler(async ({ url }, reply) => {
  if (!(url.split('?', 1)[0] in routes)) return reply.code(404).send('not found');
  return reply.code(405).header('allow', 'GET').send('only GET is answered here'); // [3]
});
app.setErrorHandler(async (fault, _, reply) => {
  if (!(fault instanceof BadQuery)) throw fault;
  return reply.code(400).send(fault.message);
});
// #endregion routes

const json = (reply, value) => reply.type('application/json').send(Buffer.from(JSON.stringify(value))); // [2]

// #region server
await app.listen({ host, port, backlog: 4096 });
announce(app.server.address().port, 1);
// #endregion server

// [1] The numbers are read as in the other variants, so that a wrong one is refused in the same words.
// [2] JSON.stringify as in the other variants: Fastify would write faster from a schema, and to a text of this type it would add a charset.
// [3] Fastify, too, answers 404 where a path exists but not for this method.
