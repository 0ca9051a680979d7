import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { z } from 'zod';
import { faultOf } from './errors.ts';
import { type Result, recordingSchema, resultSchema } from './result.ts';

/** Largest result that is taken in: a careful run of eight series has less than a fifth of it. */
export const MAX_RESULT_BYTES = 8 * 2 ** 20;
/** Most results of other machines that are kept at once. */
export const MAX_IMPORTS = 200;
/** Id of the element of a saved page that holds its result. */
export const RESULT_ELEMENT = 'loadstone-result';

/** Results of other machines: never mixed up with own runs, whose ids begin with `r-`. */
export const importIdSchema = z.string().regex(/^i-[0-9a-f]{16}$/);
export const recordingRefSchema = z.string().regex(/^recording:[a-z0-9][a-z0-9-]{0,63}$/);

/** What a list of imported results shows of each. */
export const importHeadSchema = resultSchema.pick({
  experiment: true,
  title: true,
  tier: true,
  outcome: true,
  startedAt: true,
  host: true,
});

/** The id of an imported result follows from its content: the same file twice is one import. */
export function importIdOf(result: Result): string {
  return `i-${bytesToHex(sha256(utf8ToBytes(JSON.stringify(result)))).slice(0, 16)}`;
}

/** The result as it lies in a page: no text of it can end the element. */
export function embeddedResult(result: Result): string {
  return JSON.stringify(result).replaceAll('<', '\\u003c');
}

/**
 * A result from a file: the JSON of a run, a recording, or a page that a run was saved as.
 * @returns the result, or one sentence that says what is wrong with the file
 */
export function readResultFile(text: string): Result | string {
  const bytes = utf8ToBytes(text).length;
  if (bytes > MAX_RESULT_BYTES)
    return `this file has ${(bytes / 2 ** 20).toFixed(1)} MiB, and a result has at most ${MAX_RESULT_BYTES / 2 ** 20}.`;
  const isPage = text.trimStart().startsWith('<');
  const held = isPage ? new RegExp(`<script [^>]*id="${RESULT_ELEMENT}"[^>]*>([^<]*)</script>`).exec(text)?.[1] : text;
  if (held === undefined) return 'this page holds no result; choose a page that “Download as one page” of a run saved.';
  let data: unknown;
  try {
    data = JSON.parse(held);
  } catch {
    return 'this is no result of the course; choose the JSON or the page that a run was downloaded as.';
  }
  const recording = recordingSchema.safeParse(data);
  if (recording.success) return recording.data.result;
  const result = resultSchema.safeParse(data);
  return result.success ? result.data : `this is not a result of the course (${faultOf(result.error)}).`;
}
