import { z } from 'zod';
import { faultOf } from './errors.ts';
import { MAX_STATE_BYTES, MAX_STATE_KEYS, type StateEntry, stateEntriesSchema } from './owner-state.ts';
import { type Result, resultSchema } from './result.ts';
import { MAX_IMPORTS } from './result-file.ts';

/** Largest file of everything that is kept. */
export const MAX_KEPT_BYTES = 64 * 2 ** 20;

/** Everything that is kept of a reader as one file; own runs are files of their own. */
export const keptFileSchema = z.strictObject({
  kind: z.literal('loadstone-kept'),
  v: z.literal(1),
  exportedAt: z.iso.datetime(),
  entries: stateEntriesSchema,
  imports: z.array(resultSchema).max(MAX_IMPORTS),
});
export type KeptFile = z.infer<typeof keptFileSchema>;

export function keptFile(entries: Readonly<Record<string, StateEntry>>, imports: Result[], exportedAt: string): string {
  return JSON.stringify({ kind: 'loadstone-kept', v: 1, exportedAt, entries, imports } satisfies KeptFile, null, 1);
}

/** What a file of kept things holds, or one sentence that says what is wrong with it. */
export function readKeptFile(text: string): KeptFile | string {
  if (text.length > MAX_KEPT_BYTES) return `this file is larger than ${MAX_KEPT_BYTES / 2 ** 20} MiB.`;
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return 'this is no file of kept things; choose one that “Export everything” saved.';
  }
  const parsed = keptFileSchema.safeParse(data);
  if (!parsed.success)
    return `this is no file of kept things (${faultOf(parsed.error)}); choose one that “Export everything” saved.`;
  const entries = Object.entries(parsed.data.entries);
  const large = entries.find(([, { value }]) => JSON.stringify(value).length > MAX_STATE_BYTES);
  if (large) return `the value of \`${large[0]}\` is larger than ${MAX_STATE_BYTES / 1024} KiB.`;
  return entries.length > MAX_STATE_KEYS ? `this file has more than ${MAX_STATE_KEYS} values.` : parsed.data;
}
