import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import type { LoadDone } from '../protocol/load-lines.ts';
import { readyLineSchema } from '../protocol/variant.ts';
import { projectRoot } from '../sandbox-server/config.ts';
import { LOAD_BINARY } from '../sandbox-server/runner/builds.ts';

export const loadTool = join(projectRoot, 'sandbox-server/load', LOAD_BINARY);

/** Starts a server on one core and waits for its ready line. */
export async function startServer(
  argv: readonly string[],
  core: number,
): Promise<{ port: number; process: ChildProcess }> {
  const env = { ...process.env, PORT: '0', WORKERS: '1' };
  const child = spawn('taskset', ['-c', String(core), ...argv], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { port: readyLineSchema.parse(JSON.parse(line)).ready.port, process: child };
}

/** Runs a program on one core to its end; `cpuMs` is user and system time as the kernel counts it for the shell. */
export async function runOnCore(argv: readonly string[], core: number): Promise<{ stdout: string; cpuMs: number }> {
  const script = 'taskset -c "$0" "$@"; times >&2';
  // The load tool ends with its standard input, so that stays open until the program is over.
  const child = spawn('bash', ['-c', script, String(core), ...argv], { stdio: 'pipe' });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const children = stderr.trimEnd().split('\n').at(-1) ?? '';
  const cpuMs = [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60_000 + Number(seconds) * 1000,
    0,
  );
  return { stdout, cpuMs };
}

/** The last line of the load tool's JSON. */
export function doneOf(stdout: string): LoadDone {
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) as string) as LoadDone;
}
