import { createInterface } from 'node:readline';
import { ProblemError } from '../../protocol/errors.ts';
import type { PlannedServer } from '../../protocol/plan.ts';
import type { SubjectInfo } from '../../protocol/runner-messages.ts';
import { type SubjectLine, subjectLineSchema } from '../../protocol/subject.ts';
import type { Lab, LabProcess } from './lab/lab.ts';

/** From its start to its last line. */
const LONGEST_MS = 120_000;
const LOG_LINES = 200;

/** A program under test that is on its way. */
export interface RunningProgram {
  readonly process: LabProcess;
  /**
   * All its lines. It then waits until its standard input ends, so that what it used can still be read.
   * @throws ProblemError `program-failed` with its last words, or the signal's reason
   */
  readonly lines: Promise<SubjectLine[]>;
  /** Lets it end. */
  end(): Promise<unknown>;
}

/** Where a lab that was opened with the toolchain `subjects` shows their folder. */
export const subjectsIn = ({ level }: Lab, folder: string): string => (level === 'pod' ? '/opt/subjects' : folder);

/** Starts a subject in the lab on its cores. `folder`: where the lab sees the subjects. */
export async function startProgram(
  lab: Lab,
  folder: string,
  { id, manifest }: SubjectInfo,
  { cores, knobs }: PlannedServer,
  seed: number,
  signal: AbortSignal,
): Promise<RunningProgram> {
  const { needs, warmup, repetitions, metrics } = manifest;
  const settings = { ...Object.fromEntries(manifest.knobs.map((knob) => [knob.name, knob.default])), ...knobs };
  const child = await lab.spawn({
    argv: manifest.run.argv,
    cwd: `${folder}/${id}`,
    env: {
      ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)])),
      SEED: String(seed),
      WORKERS: String(cores.length),
      WARMUP: String(warmup),
      REPETITIONS: String(repetitions),
    },
    cores: [...cores],
    stdin: true,
    ...(needs.threads === undefined ? {} : { threads: needs.threads }),
    ...(needs.dataBytes === undefined ? {} : { dataBytes: needs.dataBytes }),
  });
  // It may have ended before it was told to.
  child.stdin?.on('error', () => {});
  const log: string[] = [];
  const keep = (line: string) => {
    log.push(line);
    if (log.length > LOG_LINES) log.shift();
  };
  createInterface({ input: child.stderr }).on('line', keep);
  const failed = (text: string) => new ProblemError('program-failed', text, log.join('\n'));

  const lines = new Promise<SubjectLine[]>((resolve, reject) => {
    const found: SubjectLine[] = [];
    const timer = setTimeout(() => reject(failed(`${id} took longer than ${LONGEST_MS / 1000} s.`)), LONGEST_MS);
    const abort = () => reject(signal.reason);
    const over = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    };
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    createInterface({ input: child.stdout }).on('line', (text) => {
      const line = parseLine(text);
      if (!line) return keep(text);
      const absent = metrics.find((metric) => line.metrics[metric] === undefined);
      if (absent) return reject(failed(`${id} does not say its ${absent}, which its manifest names.`));
      found.push(line);
      if (found.length === repetitions) resolve(found);
    });
    void child.exited.then(({ code, signal: by }) =>
      reject(failed(`${id} ended with ${by ?? `code ${code}`} after ${found.length} of ${repetitions} repetitions.`)),
    );
    void Promise.allSettled([child.exited]).then(over);
  });
  // Whoever waits for the lines hears of the fault; nobody may be waiting yet.
  lines.catch(() => {});
  return {
    process: child,
    lines,
    end: () => {
      child.stdin?.end();
      return child.stop();
    },
  };
}

/** A line by schema; undefined for anything else that a program prints. */
export function parseLine(text: string): SubjectLine | undefined {
  try {
    return subjectLineSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
