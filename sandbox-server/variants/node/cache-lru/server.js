// CAPACITY=10000 TTL_MS=60000 JOIN=0 node sandbox-server/variants/node/cache-lru/server.js
// The same cache as node/cache-map, kept by the package lru-cache.
import { createServer } from 'node:http';
import { LRUCache } from 'lru-cache';
import { cacheRoutes } from '../cache-routes.js';
import { createAnswer } from '../routes.js';
import { announce, host, port, wholeSetting } from '../settings.js';

// #region routes
const store = new LRUCache({
  max: wholeSetting('CAPACITY', 10_000, 1, 10_000_000), // [1]
  ttl: wholeSetting('TTL_MS', 60_000, 1, 86_400_000), // [2]
});
const join = wholeSetting('JOIN', 0, 0, 1) === 1;
const answer = createAnswer('main', 1, cacheRoutes(store, join));
// #endregion routes

// #region server
const server = createServer({ keepAliveTimeout: 75_000, headersTimeout: 80_000 }, answer);
server.listen({ host, port, backlog: 4096 }, () => announce(server.address().port, 1));
// #endregion server

// [1] It allocates arrays of this length at once and links entries by index: no object for each entry.
// [2] By default an expired entry goes when it is asked for, and the clock is read at most once a millisecond.
