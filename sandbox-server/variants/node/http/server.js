// node sandbox-server/variants/node/http/server.js
// One process, one event loop: whatever WORKERS says, one thread runs this code.
import { createServer } from 'node:http';
import { createAnswer } from '../routes.js';
import { announce, host, port } from '../settings.js';

// #region server
const server = createServer({ keepAliveTimeout: 75_000, headersTimeout: 80_000 }, createAnswer('main', 1)); // [1]

server.listen({ host, port, backlog: 4096 }, () => announce(server.address().port, 1));
// #endregion server

// [1] By default Node hangs up after 5 idle seconds: a calm load would measure new connections instead of requests.
