import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { ProblemError } from '../../protocol/errors.ts';
import { MAIN } from '../../protocol/experiment.ts';
import { type LoadDone, type LoadLine, loadLineSchema } from '../../protocol/load-lines.ts';
import type { SentShape, Slice } from '../../protocol/plan.ts';
import { websocketLineSchema } from '../../protocol/websocket-lines.ts';
import { echoesAsRequests } from './echoes.ts';
import { expectedBody } from './expected-body.ts';
import type { Lab } from './lab/lab.ts';

/** A line of the load tool is bounded; a longer one means that something else speaks. */
const MAX_LINE_CHARACTERS = 256 * 1024;
/** What a load may take beyond its planned length before it counts as stuck; its drain takes two seconds at most. */
const STUCK_MS = 10_000;
/** WebSockets opened a second: as many as the load tool opens. */
const CONNECT_RATE = 2000;
/** What a server may lag behind while they are opened: the JVM is still compiling what accepts them. */
const OPENING_MS = 30_000;
/** A load by count has no planned length. */
const LONGEST_COUNT_MS = 120_000;

export interface LoadInput {
  readonly lab: Lab;
  readonly run: string;
  readonly port: number;
  readonly path: string;
  readonly shape: SentShape;
  readonly among?: Slice['among'];
  /** Time under load before the measured phase, in which the connections are opened. */
  readonly settleSeconds: number;
  readonly loadCores: readonly number[];
  /** Generator threads, of which each needs a core; connections are shared out among them. */
  readonly threads: number;
  readonly seed: number;
  /** Time 0 of all `atUs`, in µs of CLOCK_MONOTONIC. */
  readonly epochUs: number;
  readonly signal: AbortSignal;
  readonly onLine: (line: LoadLine) => void;
  /** Called when all is sent. The connections, and with them threads that serve them, stay until it is done. */
  readonly beforeLeaving?: (() => Promise<unknown>) | undefined;
}

export interface LoadRun {
  readonly pid: number;
  /** @throws ProblemError `generator-failed`, or the signal's reason */
  readonly done: Promise<LoadDone>;
  /** Ends it early; what it found so far is its result, flagged `interrupted`. */
  end(): void;
}

/** Starts the load tool inside the lab. Each line is parsed by schema before anybody sees it. */
export async function startLoad(input: LoadInput): Promise<LoadRun> {
  const { lab, loadCores, signal, onLine, beforeLeaving } = input;
  // It ends when its standard input ends: a runner that dies leaves no load behind.
  const load = await lab.spawn({ argv: argvOf(input), cores: loadCores, stdin: true });
  // Its end is told by its exit.
  load.stdin?.on('error', () => {});
  const stop = () => void load.stop();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const plannedMs = lengthMs(input.shape) + input.settleSeconds * 1000;
  let done: LoadDone | undefined;
  let fault: string | undefined;
  const timer = setTimeout(() => {
    fault = `The load tool had not ended ${STUCK_MS / 1000} s after the end of its plan.`;
    stop();
  }, plannedMs + STUCK_MS);
  let errors = '';
  load.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-4000);
  });
  const lines = createInterface({ input: load.stdout });
  const read = once(lines, 'close');
  lines.on('line', (text) => {
    if (fault) return;
    const line = parseLine(text, input.shape.kind === 'hold');
    if (typeof line === 'string') {
      fault = line;
      stop();
    } else {
      if (line.t === 'done') done = line;
      if (beforeLeaving && line.t === 'phase' && line.name === 'drain') {
        const leave = () => void load.stdin?.write('\n');
        beforeLeaving().then(leave, leave);
      }
      onLine(line);
    }
  });
  const result = async (): Promise<LoadDone> => {
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
  };
  return { pid: load.pid, done: result(), end: () => load.stdin?.end() };
}

function argvOf(input: LoadInput): string[] {
  const { lab, run, port, path, shape, seed } = input;
  const tool = `${lab.paths.load}/load`;
  const lingers = input.beforeLeaving ? ['--linger'] : [];
  const connections = ['--connections', String(shape.connections)];
  const common = ['--json', '--run', run, ...connections, '--seed', String(seed), ...lingers];
  if (shape.kind !== 'hold')
    return [tool, `http://127.0.0.1:${port}${input.among ? '' : path}`, ...common, ...argvOfRequests(input, shape)];
  const { echoRate, seconds } = shape;
  const echoes = ['--hold-seconds', String(seconds), '--echo-rate', String(echoRate)];
  return [tool, 'ws', `ws://127.0.0.1:${port}${path}`, ...common, '--connect-rate', String(CONNECT_RATE), ...echoes];
}

function argvOfRequests(
  { path, among = [], settleSeconds, epochUs, threads }: LoadInput,
  shape: Exclude<SentShape, { kind: 'hold' }>,
): string[] {
  const shaped =
    shape.kind === 'open'
      ? [
          '--segments',
          shape.segments.map(({ from, to, seconds }) => `${from}:${to}:${seconds}`).join(','),
          '--arrivals',
          shape.arrivals,
        ]
      : [
          ...(shape.requests === undefined ? [] : ['--requests', String(shape.requests)]),
          ...(shape.seconds === undefined ? [] : ['--seconds', String(shape.seconds)]),
        ];
  const rest = 100 - among.reduce((sum, { percent }) => sum + percent, 0);
  const kinds = among.length > 0 ? [{ name: MAIN, path, percent: rest }, ...among] : [];
  // Rare and long requests would otherwise be many in one slice and none in the next.
  const exact = among.length > 0 && among.every(({ percent }) => Number.isInteger(percent));
  const bodyOf = (name: string, body: string | undefined) =>
    body === undefined ? [] : ['--class-body', `${name}=${body}`];
  const expected = among.length > 0 ? undefined : expectedBody(path);
  return [
    ...['--epoch-us', String(epochUs)],
    ...['--threads', String(Math.min(threads, shape.connections))],
    ...shaped,
    ...(settleSeconds > 0 ? ['--warmup-seconds', String(settleSeconds)] : []),
    ...(expected === undefined ? [] : ['--expect-body', expected]),
    ...kinds.flatMap((kind) => [
      ...['--class', `${kind.name}=${kind.percent}:${kind.path}`],
      ...bodyOf(kind.name, expectedBody(kind.path)),
    ]),
    ...(exact ? ['--class-order', 'stratified'] : []),
  ];
}

function lengthMs(shape: SentShape): number {
  switch (shape.kind) {
    case 'open':
      return shape.segments.reduce((sum, { seconds }) => sum + seconds * 1000, 0);
    case 'hold':
      return (shape.connections / CONNECT_RATE + shape.seconds) * 1000 + OPENING_MS;
    case 'closed':
      return shape.seconds === undefined ? LONGEST_COUNT_MS : shape.seconds * 1000;
  }
}

/** A line by schema, or a sentence that says what is wrong with it. */
export function parseLine(text: string, echoes = false): LoadLine | string {
  if (text.length > MAX_LINE_CHARACTERS) return 'The load tool printed a line that is too long.';
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return `The load tool printed a line that is not JSON: ${text.slice(0, 100)}`;
  }
  const parsed = (echoes ? websocketLineSchema.transform(echoesAsRequests) : loadLineSchema).safeParse(raw);
  return parsed.success
    ? parsed.data
    : `The load tool printed a line that does not fit: ${parsed.error.issues[0]?.message}`;
}
