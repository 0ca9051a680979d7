import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { LoadDone, LoadLine, LoadTick } from '../protocol/load-lines.ts';
import { readyLineSchema } from '../protocol/variant.ts';
import { closeWriter, openProbePipe, withProbe } from '../sandbox-server/runner/lab/probe-pipe.ts';
import { loadTool, variantsFolder } from './binaries.ts';
import { benchCores } from './cores.ts';
import { treeCpuUs } from './process-tree.ts';

/** The first behind the three standard ones. */
const PROBE_FD = 3;
/** Longest wait for a server's ready line: a JVM compiles its source first. */
const READY_MS = 30_000;
/** The load tool tells of an interval four times a second. */
const TICK_WITHIN_MS = 5_000;

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

/** Starts a program on these cores; its pid is the program's own. It ends with the bench at the latest. */
export function startOn(cores: readonly number[], argv: readonly string[], options: SpawnOptions = {}): ChildProcess {
  const child = spawn('taskset', ['-c', cores.join(','), ...argv], options);
  running.add(child);
  child.once('close', () => running.delete(child));
  return child;
}

/** Ends a program and waits until it is gone. */
export async function stop(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

export interface Server {
  readonly origin: string;
  readonly pid: number;
  /** What it writes to descriptor 3. */
  readonly told: Readable;
  /** CPU used so far, with all its children. */
  cpuUs(): number;
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** The server's core without it. */
  readonly cores?: readonly number[];
  readonly env?: NodeJS.ProcessEnv;
  /** Switches on the inner probe of its language, which then speaks on descriptor 3 since this moment. */
  readonly probe?: { readonly epochUs: number };
}

/** Starts a server with a worker for each of its cores and waits for its ready line. */
export async function startServer(
  argv: readonly string[],
  { cores = [benchCores().server], env, probe }: ServerOptions = {},
): Promise<Server> {
  const pipe = probe && openProbePipe(tmpdir());
  const given = { ...process.env, PORT: '0', WORKERS: String(cores.length), ...env } as Record<string, string>;
  const child = startOn(cores, argv, {
    env: withProbe(given, probe, PROBE_FD, variantsFolder),
    stdio: ['ignore', 'pipe', 'pipe', pipe?.writer ?? 'pipe'],
  });
  let words = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    words = (words + chunk.toString()).slice(-4000);
  });
  closeWriter(pipe);
  const lines = createInterface({ input: child.stdout as Readable });
  try {
    const [line] = (await once(lines, 'line', { signal: AbortSignal.timeout(READY_MS) })) as [string];
    const { port } = readyLineSchema.parse(JSON.parse(line)).ready;
    const pid = child.pid as number;
    return {
      origin: `http://127.0.0.1:${port}`,
      pid,
      told: pipe?.reader ?? (child.stdio[PROBE_FD] as Readable),
      cpuUs: () => treeCpuUs(pid),
      stop: () => stop(child),
    };
  } catch {
    await stop(child, 'SIGKILL');
    throw new Error(`${argv.join(' ')} did not say that it is ready. ${words}`);
  }
}

/** Starts a server for as long as `use` takes. */
export async function withServer<T>(
  argv: readonly string[],
  use: (server: Server) => Promise<T>,
  options?: ServerOptions,
): Promise<T> {
  const server = await startServer(argv, options);
  return use(server).finally(() => server.stop());
}

/** Runs a program, on the load's core unless told otherwise, to its end; `cpuMs` is user and system time as the kernel counts it for the shell. */
export async function runTool(
  argv: readonly string[],
  cores: readonly number[] = [benchCores().load],
): Promise<{ stdout: string; stderr: string; cpuMs: number }> {
  // The load tool ends with its standard input, so that stays open until the program is over.
  const child = startOn(cores, ['bash', '-c', '"$0" "$@"; times >&2', ...argv], { stdio: 'pipe' });
  const output = [text(child.stdout as Readable), text(child.stderr as Readable), once(child, 'exit')] as const;
  const [stdout, stderr] = await Promise.all(output);
  const children = stderr.trimEnd().split('\n').at(-1) ?? '';
  const cpuMs = [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60_000 + Number(seconds) * 1000,
    0,
  );
  return { stdout, stderr, cpuMs };
}

export interface LoadRun {
  readonly ticks: readonly LoadTick[];
  readonly done: LoadDone;
  readonly cpuMs: number;
}

/** Runs the load tool on the load's core to its end. */
export const runLoad = (url: string, ...args: readonly (string | number)[]): Promise<LoadRun> =>
  runLoadOn([benchCores().load], url, ...args);

export async function runLoadOn(
  cores: readonly number[],
  url: string,
  ...args: readonly (string | number)[]
): Promise<LoadRun> {
  const { stdout, stderr, cpuMs } = await runTool([loadTool, url, ...args.map(String), '--json'], cores);
  return { ...linesOf(stdout, stderr), cpuMs };
}

/** Starts the load tool by itself, for what is done to it or beside it; `nextTick` waits for its next interval. */
export function startLoad(
  url: string,
  ...args: readonly (string | number)[]
): { pid: number; nextTick(): Promise<LoadTick>; ended: Promise<Pick<LoadRun, 'ticks' | 'done'>> } {
  const argv = [loadTool, url, ...args.map(String), '--json'];
  const child = startOn([benchCores().load], argv, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout as Readable });
  const told: string[] = [];
  lines.on('line', (text) => told.push(text));
  return {
    pid: child.pid as number,
    async nextTick() {
      for (;;) {
        const [text] = (await once(lines, 'line', { signal: AbortSignal.timeout(TICK_WITHIN_MS) })) as [string];
        const line = JSON.parse(text) as LoadLine;
        if (line.t === 'tick') return line;
      }
    },
    ended: once(lines, 'close').then(() => linesOf(told.join('\n'))),
  };
}

function linesOf(stdout: string, stderr = ''): Pick<LoadRun, 'ticks' | 'done'> {
  const lines = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as LoadLine);
  const done = lines.at(-1);
  if (done?.t !== 'done') throw new Error(`The load tool ended before its result. ${stderr}`);
  return { ticks: lines.filter((line) => line.t === 'tick'), done };
}
