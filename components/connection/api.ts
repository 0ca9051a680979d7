import { z } from 'zod';
import { asProblem, faultOf, type Problem, ProblemError, problemSchema } from '../../protocol/errors.ts';
import { tierSchema } from '../../protocol/experiment.ts';
import { hostCardSchema } from '../../protocol/host.ts';
import { idSchema } from '../../protocol/ids.ts';
import { runStateSchema, runStatusSchema } from '../../protocol/messages.ts';
import { planSchema } from '../../protocol/plan.ts';
import { pointSchema, resultSchema } from '../../protocol/result.ts';
import { importHeadSchema, importIdSchema } from '../../protocol/result-file.ts';
import { sampleSchema } from '../../protocol/sample.ts';
import { sessionKey } from './sandbox.ts';

export const runListSchema = z.object({
  runs: z.array(
    z.object({
      run: idSchema,
      experiment: idSchema,
      title: z.string(),
      tier: tierSchema,
      state: runStateSchema,
      startedAt: z.string(),
      endedAt: z.string().nullish(),
      host: hostCardSchema,
    }),
  ),
});
export type ListedRun = z.infer<typeof runListSchema>['runs'][number];

export const importListSchema = z.object({
  imports: z.array(z.object({ id: importIdSchema, importedAt: z.string(), result: importHeadSchema })),
});
/** A result of another machine, as a list shows it. */
export type ListedImport = z.infer<typeof importListSchema>['imports'][number];

export const storedRunSchema = z.object({
  status: runStatusSchema,
  plan: planSchema,
  samples: z.array(sampleSchema),
  points: z.array(pointSchema),
  result: resultSchema.optional(),
});
export type StoredRun = z.infer<typeof storedRunSchema>;

export const ticketSchema = z.object({ ticket: z.string() });
/** `number` begins every frame of this terminal. */
export const terminalSchema = z.object({ terminal: z.string(), number: z.int().min(1).max(65_535) });
const errorSchema = z.object({ error: problemSchema });

interface CallOptions {
  readonly method?: 'POST' | 'DELETE';
  /** Goes as JSON, a blob as what it is. */
  readonly body?: unknown;
}

/** One call to the hub, parsed at the door. Never cached, never with a secret in the address. @throws ProblemError */
export async function api<T>(path: string, schema: z.ZodType<T>, options: CallOptions = {}): Promise<T> {
  const response = await call(path, options);
  const parsed = schema.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success)
    throw new ProblemError('version', `The sandbox server's answer does not fit this page: ${faultOf(parsed.error)}.`);
  return parsed.data;
}

/** A file that the hub has. @throws ProblemError */
export async function apiFile(path: string): Promise<Blob> {
  return (await call(path, {})).blob();
}

async function call(path: string, options: CallOptions): Promise<Response> {
  const { method = 'GET', body } = options;
  const response = await fetch(path, {
    method,
    headers: {
      authorization: `Bearer ${sessionKey() ?? ''}`,
      ...(body === undefined ? {} : { 'content-type': body instanceof Blob ? body.type : 'application/json' }),
    },
    ...(body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
  }).catch(() => {
    throw new ProblemError('interrupted', 'The sandbox server does not answer.');
  });
  if (!response.ok) {
    const parsed = errorSchema.safeParse(await response.json().catch(() => undefined));
    if (parsed.success) throw ProblemError.of(parsed.data.error);
    throw new ProblemError(
      response.status === 401 ? 'unauthenticated' : 'internal',
      `The sandbox server answered ${response.status}.`,
    );
  }
  return response;
}

/** What was thrown, as one line for the reader. */
export function faultWords(error: unknown): string {
  return problemWords(asProblem(error));
}

/** A problem as one line for the reader. */
export function problemWords({ text, remedy }: Problem): string {
  return `${text} ${remedy}`;
}
