import { randomUUID } from 'node:crypto';
import type { VariantManifest } from '../../protocol/variant.ts';
import type { Lab } from './lab/lab.ts';
import { startPostgres } from './postgres.ts';

/** What a server finds beside it, and how it finds it. */
export interface Services {
  readonly env: Record<string, string>;
  stop(): Promise<void>;
}

const NONE: Services = { env: {}, stop: async () => {} };

/**
 * Starts in the lab what a variant needs beside itself. Each server gets its own: two that are compared share nothing.
 * @throws ProblemError `server-failed`, or the signal's reason
 */
export async function startServices(
  lab: Lab,
  { services }: VariantManifest['needs'],
  signal: AbortSignal,
): Promise<Services> {
  if (!services?.includes('postgres')) return NONE;
  const { url, stop } = await startPostgres(lab.spawn, `${lab.paths.home}/.postgres-${randomUUID()}`, signal);
  return { env: { DATABASE_URL: url }, stop };
}
