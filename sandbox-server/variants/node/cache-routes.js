// The contract's cache routes in front of a store with get, set and size: what differs between the cache variants.
import { json, text } from './routes.js';
import { BadQuery, MOST_MS, wholeNumber } from './work.js';

// #region routes
export function cacheRoutes(store, join) {
  const counts = { hits: 0, misses: 0, joins: 0 };
  const onTheWay = new Map();

  const found = (res, state, value) => text(res.setHeader('x-cache', state), 200, value);

  return {
    '/cache': (res) => json(res, { entries: store.size, ...counts }),
    '/cache/:key': (res, query, key) => {
      if (!/^[A-Za-z0-9_-]{1,64}$/.test(key)) throw new BadQuery('key must be 1 to 64 letters, digits, _ or -');
      const bytes = query.has('bytes') ? wholeNumber(query, 'bytes', 65_536, 1) : 100;
      const ms = query.has('miss') ? wholeNumber(query, 'miss', MOST_MS) : 0;

      const value = store.get(key);
      if (value !== undefined) {
        counts.hits += 1;
        return found(res, 'hit', value);
      }
      const pending = join && onTheWay.get(key);
      if (pending) {
        counts.joins += 1;
        return pending.then((loaded) => found(res, 'join', loaded)); // [1]
      }
      counts.misses += 1;
      const loading = load(key, bytes, ms).then((loaded) => {
        store.set(key, loaded);
        onTheWay.delete(key);
        return loaded;
      });
      if (join) onTheWay.set(key, loading);
      loading.then((loaded) => found(res, 'miss', loaded));
    },
  };
}
// #endregion routes

async function load(key, bytes, ms) {
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
  return `${key}:`.repeat(Math.ceil(bytes / (key.length + 1))).slice(0, bytes);
}

// [1] One slow answer serves all who wait for it. Without this, a thousand requests for one expired key ask a thousand times.
