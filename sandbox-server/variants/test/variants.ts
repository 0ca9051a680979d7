import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { readyLineSchema, type VariantManifest, variantManifestSchema } from '../../../protocol/variant.ts';
import { buildEnvironment, findJdk, missing } from '../../runner/toolchains.ts';
import { servicesOf } from './services.ts';

const READY_MS = 60_000;
const STOP_MS = 10_000;
/** A first build tells of each package that it fetches. */
const LOG_BYTES = 16 * 1024 * 1024;
const root = dirname(import.meta.dirname);

export type Variant = { id: string; folder: string; manifest: VariantManifest; missing: string | false };
export type Running = Awaited<ReturnType<typeof start>>;

/** Every folder with a variant.json; `missing` names what would have to be installed first. */
export function findVariants(): Variant[] {
  return globSync('*/*/variant.json', { cwd: root })
    .sort()
    .map((path) => {
      const folder = join(root, dirname(path));
      const manifest = variantManifestSchema.parse(JSON.parse(readFileSync(join(root, path), 'utf8')));
      return {
        id: `${basename(dirname(folder))}/${basename(folder)}`,
        folder,
        manifest,
        missing: missing(manifest.needs)?.text ?? false,
      };
    });
}

const built = new Map<string, Promise<unknown>>();
let last: Promise<unknown> = Promise.resolve();

/** Builds a variant, once for all that share the command; one after the other, because some share folders. */
export async function build({ folder, manifest }: Variant): Promise<void> {
  if (!manifest.build) return;
  const [command = '', ...rest] = manifest.build.argv;
  const cwd = join(folder, manifest.build.directory);
  const env = { ...process.env, ...buildEnvironment(manifest.needs) };
  delete env.CARGO_TARGET_DIR; // it would put the artefact where the manifest does not look
  const key = JSON.stringify([cwd, manifest.build.argv]);
  if (!built.has(key)) {
    last = last.then(() => promisify(execFile)(command, rest, { cwd, env, maxBuffer: LOG_BYTES }));
    built.set(key, last);
  }
  await built.get(key);
}

/** Starts a variant as the runner does, and resolves when it has said on its own stdout that it listens. */
export async function start(
  variant: Variant,
  workers: number | undefined,
  prefix: string[] = [],
  settings: Record<string, string> = {},
) {
  const services = await servicesOf(variant.manifest.needs);
  const child = launch(
    variant,
    { ...settings, ...services, PORT: '0', ...(workers && { WORKERS: String(workers) }) },
    prefix,
  );
  const killOnExit = () => child.kill('SIGKILL');
  process.once('exit', killOnExit);

  const printed: string[] = [];
  const complaints: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => complaints.push(text));
  const exited = once(child, 'exit').finally(() => process.removeListener('exit', killOnExit));
  const lines = createInterface(child.stdout).on('line', (line) => printed.push(line));
  await within(READY_MS, 'ready line', Promise.race([once(lines, 'line'), exited]));
  const [line] = printed;
  if (line === undefined) throw new Error(`${variant.id} ended before it was ready: ${complaints.join('')}`);
  const { ready } = readyLineSchema.parse(JSON.parse(line));

  return {
    ...ready,
    pid: child.pid ?? 0,
    printed,
    complaints,
    signal: (name: NodeJS.Signals) => child.kill(name),
    /** Exit code and signal; a variant that stays is killed and reported. */
    ended: () => within(STOP_MS, 'end of the process', exited).finally(killOnExit),
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await within(STOP_MS, 'end of the process', exited).finally(killOnExit);
    },
  };
}

/** Runs a variant with settings it must refuse. */
export async function refuses(variant: Variant, env: Record<string, string>) {
  const services = await servicesOf(variant.manifest.needs);
  const child = launch(variant, { ...services, PORT: '0', WORKERS: '1', ...env });
  const text = { stdout: '', stderr: '' };
  child.stdout.on('data', (data) => (text.stdout += data));
  child.stderr.on('data', (data) => (text.stderr += data));
  const [code] = await within(STOP_MS, 'refusal', once(child, 'close')).finally(() => child.kill('SIGKILL'));
  return { code, ...text };
}

function launch({ folder, manifest }: Variant, env: Record<string, string>, prefix: string[] = []) {
  const programs: Record<string, string | undefined> = {
    node: process.execPath,
    java: join(findJdk(manifest.needs.least)?.home ?? '', 'bin/java'),
  };
  const argv = manifest.run.argv
    .filter((word) => env.WORKERS !== undefined || !word.includes('{WORKERS}'))
    .map((word, i) => (i === 0 && programs[word]) || word.replaceAll('{WORKERS}', env.WORKERS ?? ''));
  const [command = '', ...rest] = [...prefix, ...argv];
  return spawn(command, rest, {
    cwd: folder,
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** CPU time in clock ticks of a process and its children, from /proc. */
export function cpuTicks(pid: number): number {
  const family = [pid, ...childrenOf(pid)].map(statOf).filter((stat) => stat !== undefined);
  return family.reduce((sum, stat) => sum + stat.ticks, 0);
}

/** True as long as a process exists and is more than an entry its parent has not read. */
export const isAlive = (pid: number) => !['Z', 'X', undefined].includes(statOf(pid)?.state);

export const threadNames = (pid: number) =>
  readdirSync(`/proc/${pid}/task`).flatMap((task) => {
    try {
      return [readFileSync(`/proc/${pid}/task/${task}/comm`, 'utf8').trim()];
    } catch {
      return []; // it ended in between
    }
  });

function childrenOf(pid: number): number[] {
  const pids = readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name));
  return pids.map(Number).filter((other) => statOf(other)?.parent === pid);
}

function statOf(pid: number) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0], parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
  } catch {
    return undefined; // it ended in between
  }
}

async function within<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no ${what} within ${ms / 1000} s`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
