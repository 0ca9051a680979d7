import { randomUUID } from 'node:crypto';
import type { VariantManifest } from '../../protocol/variant.ts';
import type { Lab } from './lab/lab.ts';
import { startPostgres } from './postgres.ts';
import type { ServerUnderTest } from './server-under-test.ts';

/** What a server finds beside it, and how it finds it. */
export interface Services {
  readonly env: Record<string, string>;
  /** On the host, for `/proc`. */
  readonly pids: readonly number[];
  /** One for each: aborted, with a ProblemError `server-failed`, when it ends though nobody stopped it. */
  readonly died: readonly AbortSignal[];
  stop(): Promise<void>;
}

/** What the plan puts behind a server, and on which cores. */
export interface Behind {
  readonly cores: readonly number[];
  /** Starts the server that it asks. */
  readonly upstream?: (() => Promise<ServerUnderTest>) | undefined;
}

/**
 * Starts in the lab what a variant needs beside itself. Each server gets its own: two that are compared share nothing.
 * @throws ProblemError `server-failed`, or the signal's reason
 */
export async function startServices(
  lab: Lab,
  { services }: VariantManifest['needs'],
  signal: AbortSignal,
  behind?: Behind,
): Promise<Services> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => void (await Promise.all(stops.map((end) => end())));
  const env: Record<string, string> = {};
  const pids: number[] = [];
  const died: AbortSignal[] = [];
  try {
    if (services?.includes('postgres')) {
      const database = await startPostgres(
        lab.spawn,
        `${lab.paths.home}/.postgres-${randomUUID()}`,
        signal,
        behind?.cores,
      );
      stops.push(database.stop);
      pids.push(database.process.pid);
      died.push(database.died);
      env['DATABASE_URL'] = database.url;
    }
    if (behind?.upstream) {
      const upstream = await behind.upstream();
      stops.push(upstream.stop);
      pids.push(upstream.process.pid);
      died.push(upstream.died);
      env['UPSTREAM_URL'] = `http://127.0.0.1:${upstream.port}`;
    }
    return { env, pids, died, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
