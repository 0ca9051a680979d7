import { execFile, spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runnerCommand } from './reaper.ts';

export interface Check {
  id: string;
  title: string;
  ok: boolean;
  detail: string;
}

export interface IsolationReport {
  /** The best that this host can do: `process` means no walls, `none` that labs do not run here at all. */
  level: 'pod' | 'process' | 'none';
  checks: Check[];
  /** Why not `pod`, in words. */
  reason?: string;
}

const LEAST_BWRAP = [0, 8, 0] as const;
const PROBE_MS = 10_000;
const PROGRAMS: Record<string, string> = {
  bwrap: 'bubblewrap',
  unshare: 'util-linux',
  nsenter: 'util-linux',
  setpriv: 'util-linux',
  prlimit: 'util-linux',
  taskset: 'util-linux',
  setsid: 'util-linux',
  ip: 'iproute2',
  bash: 'bash',
};
const SEARCHED = ['/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin', '/sbin'];

/**
 * Proves what this host can isolate by doing it in two real labs, and in a third one where labs get control groups
 * below `groups`. Takes about a second; never throws.
 */
export async function probeIsolation(groups?: string): Promise<IsolationReport> {
  if (process.platform === 'win32') return { level: 'none', checks: [], reason: 'labs run on Linux and macOS' };
  if (process.platform !== 'linux') return { level: 'process', checks: [], reason: 'namespaces exist on Linux only' };
  const checks: Check[] = [];
  try {
    const missing = missingPrograms();
    checks.push(missing);
    if (missing.ok) checks.push(await bwrapCheck());
    if (checks.every(({ ok }) => ok)) checks.push(...(await labChecks(groups)));
  } catch (error) {
    checks.push({ id: 'probe', title: 'The probe runs', ok: false, detail: messageOf(error) });
  }
  const failed = checks.find(({ ok }) => !ok);
  return failed ? { level: 'process', checks, reason: `${failed.title}: ${failed.detail}` } : { level: 'pod', checks };
}

function missingPrograms(): Check {
  const missing = Object.keys(PROGRAMS).filter((name) => whereIs(name) === undefined);
  const packages = [...new Set(missing.map((name) => PROGRAMS[name]))];
  return {
    id: 'programs',
    title: 'The programs that make a lab are installed',
    ok: missing.length === 0,
    detail:
      missing.length === 0
        ? 'all found'
        : `missing ${missing.join(', ')}; on Debian: apt-get install ${packages.join(' ')}`,
  };
}

async function bwrapCheck(): Promise<Check> {
  const file = whereIs('bwrap') as string;
  const { stdout } = await promisify(execFile)(file, ['--version']);
  const version = /(\d+)\.(\d+)\.(\d+)/.exec(stdout)?.slice(1).map(Number) ?? [0, 0, 0];
  const isNew = !isLess(version, LEAST_BWRAP);
  const isSetuid = (statSync(file).mode & 0o4000) !== 0;
  return {
    id: 'bwrap',
    title: 'bubblewrap is at least 0.8.0 and not setuid',
    ok: isNew && !isSetuid,
    detail: `version ${version.join('.')}${isSetuid ? ", setuid: it would hold root's rights" : ''}`,
  };
}

function isLess(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((part, index) => part !== b[index]);
  return at >= 0 && (a[at] as number) < (b[at] as number);
}

/** In a runner of its own, so that what the probe mounts and starts is gone with it. */
function labChecks(groups: string | undefined): Promise<Check[]> {
  const options = groups === undefined ? [] : [groups];
  const { argv } = runnerCommand(process.execPath, join(import.meta.dirname, 'doctor-probe.ts'), options);
  const [file, ...args] = argv as [string, ...string[]];
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    const timer = setTimeout(() => child.kill('SIGKILL'), PROBE_MS);
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk));
    child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk).slice(-1000)));
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      try {
        resolve(JSON.parse(output) as Check[]);
      } catch {
        reject(new Error(errors.trim() || `it ended with code ${code} and no answer`));
      }
    });
  });
}

function whereIs(name: string): string | undefined {
  return SEARCHED.map((directory) => join(directory, name)).find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
