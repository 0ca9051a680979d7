import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { SampleAnswer, SampleProgram } from '../../../protocol/sample-code.ts';
import { findJdk } from '../../runner/toolchains.ts';
import { finished } from './finished.ts';

/** What a program did while it was tried out. */
export interface Trial {
  /** Null while it was still running at the end. */
  readonly exitCode: number | null;
  /** What it wrote on stderr. */
  readonly complaint: string;
  readonly answers: readonly SampleAnswer[];
  readonly output: readonly string[];
}

/** Tries a program out in a network of its own, so that port 3000 is free there; nothing of it stays behind. */
export async function runProgram(folder: string, { argv, ...program }: SampleProgram): Promise<Trial> {
  const [command = '', ...args] = argv;
  const order = { argv: [programFile(command), ...args], ...program };
  const walls = ['--dev-bind', '/', '/', '--proc', '/proc', '--unshare-net', '--unshare-pid', '--die-with-parent'];
  const asker = [process.execPath, join(import.meta.dirname, 'asker.ts'), JSON.stringify(order)];
  const { status, stdout, stderr } = await finished('bwrap', [...walls, '--', ...asker], { cwd: folder });
  if (status !== 0) throw new Error(`The sample could not be tried out: ${stderr}`);
  return JSON.parse(stdout) as Trial;
}

export function versionOfBubblewrap(): string | undefined {
  try {
    return execFileSync('bwrap', ['--version'], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}

function programFile(command: string): string {
  if (command === 'node') return process.execPath;
  if (command === 'java') return join(findJdk('0')?.home ?? '', 'bin/java');
  return command;
}
