// DATABASE_URL=postgresql://… node sandbox-server/variants/node/users-pg/server.js
// A database behind the server: requests share POOL connections, and who finds none free waits for one.
import { createServer } from 'node:http';
import pg from 'pg';
import { createAnswer, json, text } from '../routes.js';
import { announce, host, port, wholeSetting } from '../settings.js';
import { MOST_MS, wholeNumber } from '../work.js';

// #region users
const COLUMNS = `id, name, email, score,
  to_char(created at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as created`;
const AFTER_A_WAIT = `select ${COLUMNS} from pg_sleep($1), users where id = 1`;
const BY_ID = `select ${COLUMNS} from users where id > $1 order by id limit $2`;

const pool = new pg.Pool({
  connectionString: databaseUrl(),
  max: wholeSetting('POOL', 10, 1, 200),
  idleTimeoutMillis: 0, // [1]
});
pool.on('error', (fault) => process.stderr.write(`${fault.message}\n`));

const answerWith = (res, name, sql, values) =>
  pool.query({ name, text: sql, values }).then(
    ({ rows }) => json(res, rows), // [2]
    (fault) => text(res, 503, fault.message),
  );

const routes = {
  '/users': (res, query) => {
    if (query.has('ms'))
      return answerWith(res, 'after-a-wait', AFTER_A_WAIT, [wholeNumber(query, 'ms', MOST_MS) / 1000]);
    const limit = wholeNumber(query, 'limit', 1000, 1);
    const from = query.has('from') ? wholeNumber(query, 'from', 9999) : 0;
    return answerWith(res, 'by-id', BY_ID, [from, limit]);
  },
};
// #endregion users

// #region server
const server = createServer({ keepAliveTimeout: 75_000, headersTimeout: 80_000 }, createAnswer('main', 1, routes));
server.listen({ host, port, backlog: 4096 }, () => announce(server.address().port, 1));
// #endregion server

function databaseUrl() {
  const url = process.env.DATABASE_URL ?? '';
  if (/^postgres(ql)?:/.test(url) && URL.canParse(url)) return url;
  process.stderr.write(`DATABASE_URL must be the URL of a PostgreSQL database, not "${url}"\n`);
  process.exit(1);
}

// [1] By default the driver closes what was idle for 10 seconds: a calm load would measure new connections.
// [2] A statement with a name is parsed and planned by the database once for each connection.
//     While all connections are taken, the query waits in the pool's queue; the loop answers others meanwhile.
