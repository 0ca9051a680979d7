import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { ProblemError } from '../../protocol/errors.ts';
import { type LoadDone, type LoadLine, loadLineSchema } from '../../protocol/load-lines.ts';
import type { Plan, Step } from '../../protocol/plan.ts';
import { expectedBody } from './expected-body.ts';
import type { Lab } from './lab/lab.ts';

/** A line of the load tool is bounded; a longer one means that something else speaks. */
const MAX_LINE_CHARACTERS = 64 * 1024;
/** A slice that takes longer than this is stuck: the longest planned one takes seconds. */
const SLICE_MS = 120_000;

export interface SliceInput {
  readonly lab: Lab;
  readonly run: string;
  readonly port: number;
  readonly path: Plan['path'];
  readonly slice: Step['slices'][number];
  readonly signal: AbortSignal;
  readonly onLine: (line: LoadLine) => void;
}

/**
 * One run of the load tool inside the lab. Each line is parsed by schema before anybody sees it.
 * @throws ProblemError `generator-failed`, or the signal's reason
 */
export async function runSlice({ lab, run, port, path, slice, signal, onLine }: SliceInput): Promise<LoadDone> {
  const expected = expectedBody(path);
  const argv = [
    `${lab.paths.load}/load`,
    `http://127.0.0.1:${port}${path}`,
    '--json',
    '--run',
    run,
    '--seed',
    String(slice.seed),
    '--connections',
    String(slice.connections),
    '--requests',
    String(slice.requests),
    '--warmup-requests',
    String(slice.warmupRequests),
    ...(expected === undefined ? [] : ['--expect-body', expected]),
  ];
  // It ends when its standard input ends: a runner that dies leaves no load behind.
  const load = await lab.spawn({ argv, cores: slice.loadCores, stdin: true });
  const stop = () => void load.stop();
  signal.addEventListener('abort', stop, { once: true });
  const timer = setTimeout(stop, SLICE_MS);
  let done: LoadDone | undefined;
  let fault: string | undefined;
  let errors = '';
  load.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-4000);
  });
  const lines = createInterface({ input: load.stdout });
  const read = once(lines, 'close');
  lines.on('line', (text) => {
    if (fault) return;
    const line = parseLine(text);
    if (typeof line === 'string') {
      fault = line;
      stop();
    } else {
      if (line.t === 'done') done = line;
      onLine(line);
    }
  });
  try {
    const { code, signal: killedBy } = await load.exited;
    await read;
    signal.throwIfAborted();
    if (fault) throw new ProblemError('generator-failed', fault, errors);
    if (!done || code !== 0)
      throw new ProblemError(
        'generator-failed',
        `The load tool ended with ${killedBy ?? `code ${code}`} before its result.`,
        errors,
      );
    return done;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

/** A line by schema, or a sentence that says what is wrong with it. */
export function parseLine(text: string): LoadLine | string {
  if (text.length > MAX_LINE_CHARACTERS) return 'The load tool printed a line that is too long.';
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return `The load tool printed a line that is not JSON: ${text.slice(0, 100)}`;
  }
  const parsed = loadLineSchema.safeParse(raw);
  return parsed.success
    ? parsed.data
    : `The load tool printed a line that does not fit: ${parsed.error.issues[0]?.message}`;
}
