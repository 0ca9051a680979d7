import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A program of the system that a command of ours needs, and Debian's package that brings it. */
export interface SystemProgram {
  readonly program: string;
  readonly debianPackage: string;
  /** What does not work without it. */
  readonly costs: string;
}

export const bubblewrap: SystemProgram = {
  program: 'bwrap',
  debianPackage: 'bubblewrap',
  costs: 'no live experiments and no terminals; reading and recorded runs work',
};
export const chromium: SystemProgram = { program: 'chromium', debianPackage: 'chromium', costs: 'no browser tests' };
export const curl: SystemProgram = {
  program: 'curl',
  debianPackage: 'curl',
  costs: 'the terminal steps of a lesson cannot send a request',
};
export const iproute: SystemProgram = {
  program: 'ip',
  debianPackage: 'iproute2',
  costs: 'no lab with a network of its own',
};
export const postgres: SystemProgram = {
  program: 'pg_ctlcluster',
  debianPackage: 'postgresql',
  costs: 'the servers with a database are neither tested nor measured',
};
export const wrk: SystemProgram = {
  program: 'wrk',
  debianPackage: 'wrk',
  costs: 'the bench cannot compare the load tool with wrk',
};

export function findProgram(program: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}

/**
 * Sees to it that programs are there. Installs them itself only on CI as root on Debian; elsewhere it names the
 * command. Returns those still missing.
 */
export function ensurePrograms(wanted: readonly SystemProgram[], say: (line: string) => void): SystemProgram[] {
  const missing = wanted.filter(({ program }) => !findProgram(program));
  if (missing.length === 0) return [];
  const names = missing.map(({ debianPackage }) => debianPackage);
  const mayInstall = process.env['CI'] && process.getuid?.() === 0 && findProgram('apt-get');
  if (!mayInstall) {
    for (const { program, debianPackage, costs } of missing)
      say(`${program} is missing: ${costs}. On Debian or Ubuntu: sudo apt-get install ${debianPackage}`);
    return missing;
  }
  say(`Installing ${names.join(', ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-q'], { stdio: 'ignore', env });
  try {
    execFileSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...names], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env,
    });
  } catch {
    say('apt-get could not install them; its words are above.');
  }
  return wanted.filter(({ program }) => !findProgram(program));
}
