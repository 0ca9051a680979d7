import { execFile } from 'node:child_process';

const LONGEST_MS = 300_000;
const MOST_OUTPUT_BYTES = 16 * 1024 * 1024;

export interface Finished {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end; throws only when it cannot be started or does not end in five minutes. */
export function finished(
  program: string,
  args: readonly string[],
  { cwd, env = process.env }: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const options = { cwd, env, timeout: LONGEST_MS, maxBuffer: MOST_OUTPUT_BYTES };
    execFile(program, args, options, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') reject(error);
      else resolve({ status: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}
