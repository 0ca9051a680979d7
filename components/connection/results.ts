import { ProblemError } from '../../protocol/errors.ts';
import { idSchema } from '../../protocol/ids.ts';
import { isFinal } from '../../protocol/messages.ts';
import { type Result, recordingSchema } from '../../protocol/result.ts';
import { importIdSchema, recordingRefSchema } from '../../protocol/result-file.ts';
import { api, storedRunSchema } from './api.ts';
import { readImport } from './imports.ts';

/**
 * A reference to a result, as addresses hold it: the id of an own run (`r-…`), of an imported one (`i-…`), or
 * `recording:<experiment>`.
 */
export type ResultRef = string;

/** Where a result comes from: this is said beside every number of it. */
export type Origin = 'own' | 'import' | 'recording';

/** What a reference points to, or undefined when it is none. */
export function originOf(ref: ResultRef): Origin | undefined {
  if (recordingRefSchema.safeParse(ref).success) return 'recording';
  if (importIdSchema.safeParse(ref).success) return 'import';
  return idSchema.safeParse(ref).success ? 'own' : undefined;
}

/** The page of one result. Own runs have an address with the sandbox; the others work on any host. */
export function hrefOf(ref: ResultRef): string {
  return originOf(ref) === 'own' ? `/runs/${ref}` : `/run?of=${encodeURIComponent(ref)}`;
}

/** The page that shows two results on the same axes. */
export function compareHref(a: ResultRef, b?: ResultRef): string {
  const query = new URLSearchParams({ a, ...(b ? { b } : {}) });
  return `/compare?${query}`.replaceAll('%3A', ':');
}

/** The finished result that a reference points to. @throws ProblemError */
export async function readResult(ref: ResultRef): Promise<Result> {
  switch (originOf(ref)) {
    case 'import':
      return readImport(ref);
    case 'recording':
      return readRecording(ref.slice('recording:'.length));
    case 'own': {
      const { result, status } = await api(`/api/runs/${ref}`, storedRunSchema);
      if (result) return result;
      throw new ProblemError('not-found', isFinal(status.state) ? 'This run kept no result.' : 'This run is not over.');
    }
    default:
      throw new ProblemError('not-found', 'This address names no run, no recording and no imported result.');
  }
}

async function readRecording(name: string): Promise<Result> {
  const there = (await recordingNames()).includes(name);
  const response = there ? await fetch(`/recordings/${name}.json`).catch(() => undefined) : undefined;
  const parsed = recordingSchema.safeParse(await response?.json().catch(() => undefined));
  if (parsed.success) return parsed.data.result;
  throw new ProblemError('not-found', `There is no recording of \`${name}\`.`);
}

/** The names of all recordings of the site. */
export const recordingNames = (): Promise<string[]> => namesIn('/recordings/index.json');

/** The names in a list of the site; none when it cannot be read. */
export async function namesIn(path: string): Promise<string[]> {
  const response = await fetch(path).catch(() => undefined);
  const names: unknown = response?.ok ? await response.json().catch(() => []) : [];
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
}
