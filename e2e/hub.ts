import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A real hub as `npm start` runs it, with data of its own, on a free port. */
export interface RunningHub {
  readonly url: string;
  readonly origin: string;
  readonly pid: number;
  readonly data: string;
  /** Sends a signal and waits until the process is gone. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

const root = join(import.meta.dirname, '..');

/** Starts the hub; keeps `data` when it is given, so that a second start finds what the first one left. */
export async function startHub(
  data = mkdtempSync(join(tmpdir(), 'loadstone-')),
  ...args: string[]
): Promise<RunningHub> {
  const argv = [join(root, 'sandbox-server/main.ts'), '--port', '0', '--json', ...args];
  const child = spawn(process.execPath, argv, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LOADSTONE_DATA: data },
  });
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => {
    words += chunk.toString();
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const line = await Promise.race([
    new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve)),
    exited.then(() => {
      throw new Error(`The hub ended before it was ready: ${words}`);
    }),
  ]);
  const { ready } = JSON.parse(line) as { ready: { url: string; origin: string; pid: number } };
  return {
    ...ready,
    data,
    end: async (signal = 'SIGTERM') => {
      child.kill(signal);
      await exited;
    },
  };
}

export function removeData(data: string): void {
  rmSync(data, { recursive: true, force: true });
}
