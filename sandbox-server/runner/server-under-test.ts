import { createInterface } from 'node:readline';
import { ProblemError } from '../../protocol/errors.ts';
import type { VariantInfo } from '../../protocol/runner-messages.ts';
import { readyLineSchema } from '../../protocol/variant.ts';
import type { Lab, LabProcess, SpawnOptions } from './lab/lab.ts';

/** From exec to its own ready line. */
const READY_MS = 15_000;
const LOG_LINES = 200;

export interface ServerUnderTest {
  readonly variant: string;
  readonly port: number;
  readonly workers: number;
  readonly process: LabProcess;
  stop(): Promise<unknown>;
}

/**
 * Starts a variant in the lab on its cores, with its inner probe if asked for, and waits until it says that it
 * listens: the line on its own pipe is the proof, an answer on a port would prove nothing.
 * @throws ProblemError `server-failed` with the server's last lines, or the signal's reason
 */
export async function startServer(
  lab: Lab,
  { id, manifest }: VariantInfo,
  cores: readonly number[],
  signal: AbortSignal,
  probe?: SpawnOptions['probe'],
): Promise<ServerUnderTest> {
  const child = await lab.spawn({
    argv: manifest.run.argv,
    cwd: `${lab.paths.variants}/${id}`,
    env: { HOST: '127.0.0.1', PORT: '0', WORKERS: String(cores.length), NODE_ENV: 'production' },
    cores: [...cores],
    ...(probe ? { probe } : {}),
  });
  const log: string[] = [];
  const keep = (line: string) => {
    log.push(line);
    if (log.length > LOG_LINES) log.shift();
  };
  createInterface({ input: child.stderr }).on('line', keep);
  const failed = (text: string) => new ProblemError('server-failed', text, log.join('\n'));

  let timer: NodeJS.Timeout | undefined;
  let abort: (() => void) | undefined;
  try {
    const ready = await new Promise<{ port: number; workers: number }>((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        const parsed = readyLineSchema.safeParse(jsonOf(line));
        if (parsed.success) resolve(parsed.data.ready);
        else keep(line);
      });
      void child.exited.then(({ code, signal: by }) =>
        reject(failed(`${id} ended with ${by ?? `code ${code}`} before it listened.`)),
      );
      timer = setTimeout(
        () => reject(failed(`${id} did not say within ${READY_MS / 1000} s that it listens.`)),
        READY_MS,
      );
      abort = () => reject(signal.reason);
      signal.addEventListener('abort', abort, { once: true });
      if (signal.aborted) abort();
    });
    return { variant: id, ...ready, process: child, stop: () => child.stop() };
  } catch (error) {
    await child.stop();
    throw error;
  } finally {
    clearTimeout(timer);
    if (abort) signal.removeEventListener('abort', abort);
  }
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
