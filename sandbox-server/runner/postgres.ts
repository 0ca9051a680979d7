import { existsSync, globSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename, dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { ProblemError } from '../../protocol/errors.ts';
import type { LabProcess, SpawnOptions } from './lab/lab.ts';
import type { Missing } from './toolchains.ts';
import { watchEnd } from './unasked-end.ts';

const READY_LINE = 'database system is ready to accept connections';
/** Until it accepts connections, on a machine that others use, too. */
const READY_MS = 60_000;
const LOG_LINES = 50;
const STOP_MS = 10_000;
/** Each connection is a process of its own. */
const MOST_CONNECTIONS = 450;
export const USERS = 10_000;

/** What differs from PostgreSQL's defaults (FR12). */
export const postgresSettings = [
  { name: 'max_connections', value: String(MOST_CONNECTIONS), reason: 'two servers at a time with pools of up to 200' },
  { name: 'fsync', value: 'off', reason: 'the data lives as long as a run; nothing has to survive a loss of power' },
  { name: 'autovacuum', value: 'off', reason: 'nothing is written after the start, and nothing runs beside a run' },
  { name: 'jit', value: 'off', reason: 'a query of a few rows is over before its compilation would pay' },
  { name: 'wal_level', value: 'minimal', reason: 'nobody copies this database' },
  { name: 'max_wal_senders', value: '0', reason: 'wal_level minimal asks for it' },
  { name: 'unix_socket_directories', value: '', reason: 'clients come by TCP, because Java knows no other way' },
  { name: 'lc_messages', value: 'C', reason: 'the line that says it is ready is read in English' },
] as const;

/** Row `id` is the same on every host; CONTRACT.md says how. */
const SCHEMA = `
  create table users (id integer primary key, name text not null, email text not null, score integer not null,
                      created timestamptz not null);
  insert into users
    select id, 'user ' || id, 'user' || id || '@example.com', id * 7919 % 1000,
           timestamptz '2026-01-01 00:00:00+00' + id * interval '1 minute'
    from generate_series(1, ${USERS}) as id;`;

/** Starts a program where the database is to run: in a lab, or on the host as anyone but root. */
export type Spawn = (options: Pick<SpawnOptions, 'argv' | 'cores' | 'threads'>) => Promise<LabProcess>;

export interface Postgres {
  /** For DATABASE_URL. */
  readonly url: string;
  /** The postmaster; each connection is a child of it. */
  readonly process: LabProcess;
  /** Aborted, with a ProblemError `server-failed`, when it ends though nobody stopped it. */
  readonly died: AbortSignal;
  stop(): Promise<void>;
}

/** The folder with Debian's programs of the newest version; their cluster is never touched. */
function programs(): string | undefined {
  const folders = globSync('/usr/lib/postgresql/*/bin').filter((folder) => existsSync(`${folder}/initdb`));
  const version = (folder: string) => Number(basename(dirname(folder)));
  return folders.sort((a, b) => version(b) - version(a))[0];
}

/** The major version of the PostgreSQL that a variant would get. */
export function postgresVersion(): string | undefined {
  const folder = programs();
  return folder && basename(dirname(folder));
}

/** What a variant that needs PostgreSQL lacks on this host. */
export function missingPostgres(): Missing | undefined {
  if (programs()) return undefined;
  return { text: 'PostgreSQL is not installed.', command: 'sudo apt-get install postgresql' };
}

/**
 * A database of its own with the table `users`, in the new folder `directory` as `spawn`'s programs see it.
 * @throws ProblemError `server-failed` with PostgreSQL's last lines, or the signal's reason
 */
export async function startPostgres(
  spawn: Spawn,
  directory: string,
  signal: AbortSignal,
  cores?: readonly number[],
): Promise<Postgres> {
  const bin = programs();
  if (!bin) throw new ProblemError('server-failed', 'PostgreSQL is not installed: sudo apt-get install postgresql');
  const run = async (...argv: string[]) => {
    signal.throwIfAborted();
    await runToEnd(spawn, argv);
  };
  const remove = () => runToEnd(spawn, ['rm', '-rf', directory]);

  await run(
    `${bin}/initdb`,
    `--pgdata=${directory}`,
    ...['--username=loadstone', '--auth=trust', '--encoding=UTF8', '--no-locale', '--no-sync'],
  );
  const port = await freePort();
  const settings = postgresSettings.flatMap(({ name, value }) => ['-c', `${name}=${value}`]);
  const server = await spawn({
    argv: [`${bin}/postgres`, '-D', directory, '-h', '127.0.0.1', '-p', String(port), ...settings],
    threads: MOST_CONNECTIONS,
    ...(cores ? { cores } : {}),
  });
  const log: string[] = [];
  const end = watchEnd('PostgreSQL', server, () => log.join('\n'));
  const stop = async () => {
    end.expect();
    // Its own way to end at once. TERM would wait for clients, and KILL would leave its children to find out.
    await runToEnd(spawn, [`${bin}/pg_ctl`, 'stop', `--pgdata=${directory}`, '--mode=immediate']).catch(() => {});
    await server.stop(STOP_MS);
    await remove();
  };
  try {
    await ready(server, log, signal);
    const url = `postgresql://loadstone@127.0.0.1:${port}/postgres`;
    const psql = ['psql', '--no-psqlrc', '--quiet', '--set=ON_ERROR_STOP=1', `--dbname=${url}`];
    await run(...psql, `--command=${SCHEMA}`);
    await run(...psql, '--command=vacuum analyze users');
    return { url, process: server, died: end.signal, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Its own line on its own pipe is the proof, as for every server. */
async function ready(server: LabProcess, log: string[], signal: AbortSignal): Promise<void> {
  server.stdout.resume();
  const lines = createInterface({ input: server.stderr }).on('line', (line) => {
    log.push(line);
    if (log.length > LOG_LINES) log.shift();
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  lines.on('line', (line) => line.endsWith(READY_LINE) && resolve());
  void server.exited.then(({ code }) =>
    reject(
      new ProblemError('server-failed', `PostgreSQL ended with code ${code} before it was ready.`, log.join('\n')),
    ),
  );
  const late = () =>
    reject(new ProblemError('server-failed', `PostgreSQL was not ready within ${READY_MS / 1000} s.`, log.join('\n')));
  const timer = setTimeout(late, READY_MS);
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  await promise.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  });
}

async function runToEnd(spawn: Spawn, argv: string[]): Promise<void> {
  const child = await spawn({ argv });
  child.stdout.resume();
  const [log, { code }] = await Promise.all([text(child.stderr), child.exited]);
  if (code !== 0) throw new ProblemError('server-failed', `${basename(argv[0] ?? '')} ended with code ${code}.`, log);
}

/** PostgreSQL cannot choose a port by itself. Should another program take this one first, it says so and ends. */
async function freePort(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const server = createServer().listen(0, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  return typeof address === 'object' && address ? address.port : 0;
}
