// UPSTREAM_URL=http://… node sandbox-server/variants/node/gateway/server.js
// Another service behind the server: each request asks it once, and waits without holding anything but memory.
import { Agent, createServer, get } from 'node:http';
import { createAnswer, ofWork, text } from '../routes.js';
import { announce, host, port } from '../settings.js';

// #region routes
const upstream = process.env.UPSTREAM_URL;
const agent = new Agent({ keepAlive: true }); // [1]

const routes = {
  '/burn': ofWork['/burn'],
  '/upstream': (res) => {
    if (!upstream) return text(res, 503, 'no upstream is set');
    get(`${upstream}/work`, { agent }, (answer) => {
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', (part) => (body += part));
      answer.on('end', () => text(res, answer.statusCode, body));
    }).on('error', () => text(res, 503, 'the upstream does not answer'));
  },
};
// #endregion routes

// #region server
const server = createServer({ keepAliveTimeout: 75_000, headersTimeout: 80_000 }, createAnswer('main', 1, routes));
server.listen({ host, port, backlog: 4096 }, () => announce(server.address().port, 1));
// #endregion server

// [1] Connections are kept and used again, as many as there are calls at a time: nothing here limits them.
