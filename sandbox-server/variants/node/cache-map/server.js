// CAPACITY=10000 TTL_MS=60000 JOIN=0 node sandbox-server/variants/node/cache-map/server.js
// A cache in forty lines: a Map remembers the order of its entries, and that is all that LRU needs.
import { createServer } from 'node:http';
import { cacheRoutes } from '../cache-routes.js';
import { createAnswer } from '../routes.js';
import { announce, host, port, wholeSetting } from '../settings.js';

const capacity = wholeSetting('CAPACITY', 10_000, 1, 10_000_000);
const ttlMs = wholeSetting('TTL_MS', 60_000, 1, 86_400_000);
const join = wholeSetting('JOIN', 0, 0, 1) === 1;

// #region routes
class Cache {
  #entries = new Map();

  get(key) {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#entries.delete(key); // [1]
    if (entry.until <= performance.now()) return undefined; // [2]
    this.#entries.set(key, entry);
    return entry.value;
  }

  set(key, value) {
    this.#entries.delete(key);
    this.#entries.set(key, { value, until: performance.now() + ttlMs });
    if (this.#entries.size > capacity) this.#entries.delete(this.#entries.keys().next().value); // [3]
  }

  get size() {
    return this.#entries.size;
  }
}
const answer = createAnswer('main', 1, cacheRoutes(new Cache(), join));
// #endregion routes

// #region server
const server = createServer({ keepAliveTimeout: 75_000, headersTimeout: 80_000 }, answer);
server.listen({ host, port, backlog: 4096 }, () => announce(server.address().port, 1));
// #endregion server

// [1] Taken out and put back, an entry stands last: the Map keeps the order in which keys came.
// [2] An expired entry goes when it is asked for. One that nobody asks for stays until CAPACITY drives it out.
// [3] The first key is the one that was not used for longest.
