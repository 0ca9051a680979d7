import { createInterface } from 'node:readline';
import { ProblemError } from '../../protocol/errors.ts';
import type { PlannedServer } from '../../protocol/plan.ts';
import type { VariantInfo } from '../../protocol/runner-messages.ts';
import { readyLineSchema } from '../../protocol/variant.ts';
import type { Lab, LabProcess, SpawnOptions } from './lab/lab.ts';
import { type Behind, startServices } from './services.ts';
import { watchEnd } from './unasked-end.ts';

/** From exec to its own ready line: Spring needs four seconds of a core, which others may share with it. */
const READY_MS = 60_000;
/** With a thread for each of ten thousand connections, where their stacks fit into the data that a lab may have. */
const MOST_THREADS = 10_100;
const LOG_LINES = 200;

export interface ServerUnderTest {
  readonly variant: string;
  readonly port: number;
  readonly workers: number;
  readonly process: LabProcess;
  /** From its start until it listened. */
  readonly readyUs: number;
  /** Programs that it asks. */
  readonly behind: readonly number[];
  /** Aborted, with a ProblemError `server-failed`, when it or a program that it asks ends though nobody stopped it. */
  readonly died: AbortSignal;
  stop(): Promise<unknown>;
}

/** What an experiment asks of a server besides its cores. */
export interface ServerOptions {
  readonly knobs?: PlannedServer['knobs'] | undefined;
  /** Its inner probe (ME1). */
  readonly probe?: SpawnOptions['probe'];
  readonly behind?: Behind | undefined;
}

/**
 * Starts a variant in the lab on its cores, with the services it needs, and waits until it says that it listens: the line on its own pipe is the
 * proof, an answer on a port would prove nothing.
 * @throws ProblemError `server-failed` with the server's last lines, or the signal's reason
 */
export async function startServer(
  lab: Lab,
  { id, manifest }: VariantInfo,
  cores: readonly number[],
  signal: AbortSignal,
  { knobs = {}, probe, behind }: ServerOptions = {},
): Promise<ServerUnderTest> {
  const workers = String(knobs['WORKERS'] ?? cores.length);
  const settings = { HOST: '127.0.0.1', PORT: '0', WORKERS: workers, NODE_ENV: 'production' };
  const services = await startServices(lab, manifest.needs, signal, behind);
  const startedMs = performance.now();
  const spawned = lab.spawn({
    // The lab's PATH leads to the Node and the JDK that were found.
    argv: manifest.run.argv.map((word) => word.replaceAll('{WORKERS}', workers)),
    cwd: `${lab.paths.variants}/${id}`,
    env: { ...asWords(knobs), ...services.env, ...settings },
    cores: [...cores],
    threads: MOST_THREADS,
    ...(probe ? { probe } : {}),
  });
  const child = await spawned.catch(async (error: unknown) => {
    await services.stop();
    throw error;
  });
  const log: string[] = [];
  const end = watchEnd(id, child, () => log.join('\n'));
  const stop = () => {
    end.expect();
    return child.stop().finally(() => services.stop());
  };
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
    const readyUs = (performance.now() - startedMs) * 1000;
    const died = AbortSignal.any([end.signal, ...services.died]);
    return { variant: id, ...ready, process: child, readyUs, behind: services.pids, died, stop };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    clearTimeout(timer);
    if (abort) signal.removeEventListener('abort', abort);
  }
}

const asWords = (knobs: Record<string, number | string>) =>
  Object.fromEntries(Object.entries(knobs).map(([name, value]) => [name, String(value)]));

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
