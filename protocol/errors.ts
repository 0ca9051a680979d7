import { z } from 'zod';

/**
 * Every error that crosses a process boundary. The record below demands for each code its HTTP status and
 * one sentence that says what the reader can do; the sentence that says what happened comes with the error.
 */
export const errorCodes = [
  'malformed',
  'unknown-type',
  'version',
  'too-large',
  'unauthenticated',
  'forbidden',
  'misdirected',
  'not-found',
  'unknown-experiment',
  'bad-spec',
  'too-few-cores',
  'variant-unavailable',
  'load-unavailable',
  'starting',
  'lab-failed',
  'server-failed',
  'program-failed',
  'generator-failed',
  'source-mismatch',
  'interrupted',
  'cancelled',
  'rate',
  'limit',
  'host-full',
  'storage',
  'internal',
] as const;

export const errorCodeSchema = z.enum(errorCodes);
export type ErrorCode = z.infer<typeof errorCodeSchema>;

export const errorTable: Record<ErrorCode, { status: number; remedy: string }> = {
  malformed: {
    status: 400,
    remedy: 'Send a message that fits the protocol; the text names the first field that does not.',
  },
  'unknown-type': { status: 400, remedy: 'Reload the page: it may be older than the sandbox server.' },
  version: { status: 400, remedy: 'Reload the page, so that page and sandbox server speak the same protocol version.' },
  'too-large': { status: 413, remedy: 'Send less at once.' },
  unauthenticated: {
    status: 401,
    remedy: 'Open the start link that `npm start` printed, or get a new one with `npm run url`.',
  },
  forbidden: { status: 403, remedy: 'Open the course at the address that `npm start` printed.' },
  misdirected: { status: 421, remedy: 'Use the address that `npm start` printed.' },
  'not-found': { status: 404, remedy: 'Check the address; the list of runs is at /runs.' },
  'unknown-experiment': { status: 404, remedy: '`npm run experiment -- --list` names the experiments.' },
  'bad-spec': { status: 400, remedy: 'Mend the named field of the experiment file.' },
  'too-few-cores': { status: 409, remedy: 'Read the recorded run, or run it on a machine with more cores.' },
  'variant-unavailable': {
    status: 409,
    remedy: 'Wait until its build is ready; `npm run doctor` names missing toolchains.',
  },
  'load-unavailable': {
    status: 409,
    remedy: 'Wait until the load tool is built; it needs Rust (`npm run doctor` has the command).',
  },
  starting: { status: 503, remedy: 'Try again in a moment.' },
  'lab-failed': { status: 500, remedy: '`npm run doctor` shows which part of the isolation this host refuses.' },
  'server-failed': { status: 500, remedy: 'Read the last lines of the server below, then run again.' },
  'program-failed': { status: 500, remedy: 'Read the last lines of the program below, then run again.' },
  'generator-failed': { status: 500, remedy: 'Run again; if it stays, `npm run doctor` tests the load tool.' },
  'source-mismatch': {
    status: 409,
    remedy: 'Restart with `npm start`, so that page and servers are built from the same source.',
  },
  interrupted: { status: 409, remedy: 'Run it again; what was measured until then is kept.' },
  cancelled: { status: 409, remedy: 'Run it again when you like; what was measured until then is kept.' },
  rate: { status: 429, remedy: 'Wait a moment and try again.' },
  limit: { status: 429, remedy: 'End a terminal or wait for a run to finish.' },
  'host-full': { status: 503, remedy: 'End other programs on this host, or wait until they need less.' },
  storage: { status: 507, remedy: 'Free disk space; LOADSTONE_DATA moves the data to another disk.' },
  internal: { status: 500, remedy: 'Run it again; if it stays, report it with the id shown.' },
};

/** An error as it travels: `text` says what happened, `remedy` what to do. */
export const problemSchema = z.strictObject({
  code: errorCodeSchema,
  text: z.string().max(2000),
  remedy: z.string().max(500),
  /** Last lines that the failing process wrote, as text, oldest first. */
  log: z.string().max(20_000).optional(),
});
export type Problem = z.infer<typeof problemSchema>;

export function problem(code: ErrorCode, text: string, log?: string): Problem {
  return { code, text, remedy: errorTable[code].remedy, ...(log ? { log } : {}) };
}

/** An error of ours on its way to a person; everything else that is thrown is a defect. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(code: ErrorCode, text: string, log?: string) {
    super(text);
    this.name = 'ProblemError';
    this.problem = problem(code, text, log);
  }

  /** One that another process had. */
  static of({ code, text, log }: Problem): ProblemError {
    return new ProblemError(code, text, log);
  }
}

/** Any thrown value as a problem; what is not ours becomes `internal` with its message. */
export function asProblem(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return problem('internal', error instanceof Error ? error.message : String(error));
}

/** The first fault of a failed parse as one sentence: where, and what was expected. */
export function faultOf(error: z.ZodError): string {
  const issue = error.issues[0];
  if (!issue) return 'does not fit the schema';
  const where = issue.path.length > 0 ? `\`${issue.path.join('.')}\`: ` : '';
  return `${where}${issue.message}`;
}
