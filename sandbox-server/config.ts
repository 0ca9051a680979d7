import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';

/** The project's root: everything the server reads lies below it. */
export const projectRoot = resolve(import.meta.dirname, '..');

export const DEFAULT_PORT = 4300;
/** How many ports after the default one are tried. */
export const PORTS_TRIED = 20;

const portSchema = z.coerce.number().int().min(1).max(65_535);

const configSchema = z.strictObject({
  /** Absent: the default port or the next free one. Given: this port or none. 0 is chosen by the system. */
  port: portSchema.or(z.literal(0)).optional(),
  json: z.boolean(),
  /** `process`: the reader accepted labs without walls on a host that cannot build them. */
  level: z.enum(['pod', 'process']),
  /** Labs get control groups of their own, below the group that this program was started in. */
  groups: z.boolean(),
  data: z.string(),
  /** Folder of the exported site; absent: API and sockets only, for the command line. */
  site: z.string().optional(),
});
export type Config = z.infer<typeof configSchema>;

/** A fault in what the person typed; printed as it is, exit code 2. */
export class UsageError extends Error {}

/**
 * Reads arguments and environment. All faults are reported together.
 * @throws UsageError
 */
export function readConfig(args: readonly string[], env: NodeJS.ProcessEnv): Config {
  let values: { port?: string; json?: boolean; level?: string; headless?: boolean; groups?: boolean };
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        json: { type: 'boolean' },
        level: { type: 'string' },
        headless: { type: 'boolean' },
        groups: { type: 'boolean' },
      },
    }));
  } catch (error) {
    throw new UsageError(
      `${(error as Error).message.split('. ')[0]}. Options: --port N, --json, --level pod|process, --groups.`,
    );
  }
  const faults: string[] = [];
  let port: number | undefined;
  if (values.port !== undefined) {
    if (values.port === '0') port = 0;
    else {
      const parsed = /^\d+$/.test(values.port) ? portSchema.safeParse(values.port) : undefined;
      if (parsed?.success) port = parsed.data;
      else faults.push(`--port takes a number from 1 to 65535 (or 0 for any free port), not "${values.port}".`);
    }
  }
  const level = values.level ?? 'pod';
  if (level !== 'pod' && level !== 'process') faults.push(`--level is pod or process, not "${level}".`);
  if (values.groups && level !== 'pod') faults.push('--groups is for labs with walls: leave out --level process.');
  if (faults.length > 0) throw new UsageError(faults.join('\n'));
  return {
    ...(port === undefined ? {} : { port }),
    json: values.json ?? false,
    level: level as Config['level'],
    groups: values.groups ?? false,
    data: resolve(env['LOADSTONE_DATA'] || resolve(projectRoot, '.loadstone')),
    ...(values.headless ? {} : { site: resolve(projectRoot, 'out') }),
  };
}
