// What stands behind the servers of the suite: one PostgreSQL for all that need it, from the first that does to the end.
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import type { VariantManifest } from '../../../protocol/variant.ts';
import { exitOf, watchProcess } from '../../runner/lab/lab-process.ts';
import { isRoot, spawnClean } from '../../runner/lab/spawn-clean.ts';
import { type Postgres, type Spawn, startPostgres } from '../../runner/postgres.ts';

let started: Promise<Postgres> | undefined;
after(async () => (await started)?.stop());

/** PostgreSQL refuses to run as root, and wants a user with an account: its package brings one. */
const AS_POSTGRES = ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', '--'];

/** On the host, outside of labs. */
const onHost: Spawn = async ({ argv }) => {
  const asUser = isRoot ? [...AS_POSTGRES, ...argv] : argv;
  const child = spawnClean({ argv: asUser, stdio: ['ignore', 'pipe', 'pipe'], session: 'group', keepUser: true });
  return watchProcess(child, child.pid ?? 0, exitOf(child), undefined);
};

/** What a variant has in its environment beside its settings. A DATABASE_URL that is set is taken as it is. */
export async function servicesOf({ services }: VariantManifest['needs']): Promise<Record<string, string>> {
  if (!services?.includes('postgres')) return {};
  if (process.env.DATABASE_URL) return { DATABASE_URL: process.env.DATABASE_URL };
  const directory = join(tmpdir(), `loadstone-postgres-${randomUUID()}`);
  started ??= startPostgres(onHost, directory, new AbortController().signal);
  return { DATABASE_URL: (await started).url };
}
