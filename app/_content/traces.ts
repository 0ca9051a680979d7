import { readdirSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { z } from 'zod';
import { faultOf } from '../../protocol/errors.ts';
import { idSchema } from '../../protocol/ids.ts';
import { sourceHash } from '../../protocol/source-hash.ts';
import { type Trace, traceSchema } from '../../protocol/trace.ts';
import { readYaml } from './course.ts';
import { ContentError, fromRoot, readText } from './files.ts';
import { highlight } from './highlight.ts';
import { linesOf } from './source-files.ts';

const orderingSchema = z.strictObject({
  title: z.string().min(1),
  /** Why the program printed in this order. */
  why: z.string().min(1),
});
export type Ordering = z.infer<typeof orderingSchema> & { id: string };

/** The traced programs, in the order of their page. */
export function readOrderings(): Map<string, Ordering> {
  const all = readYaml(fromRoot('content', 'orderings.yaml'), z.record(idSchema, orderingSchema));
  return new Map(Object.entries(all).map(([id, ordering]) => [id, { id, ...ordering }]));
}

/** A recorded trace with the program that it is of. @throws ContentError when it is of another program than is here */
export function readTrace(id: string): { trace: Trace; program: string } {
  const file = fromRoot('content', 'traces', `${id}.json`);
  const remedy = 'Run `npm run record-traces`';
  const parsed = traceSchema.safeParse(JSON.parse(readText(file, remedy)));
  if (!parsed.success) throw new ContentError(file, faultOf(parsed.error), remedy);
  const { path, hash } = parsed.data.source;
  const program = readText(fromRoot('sandbox-server', path), remedy);
  if (sourceHash([{ path, text: program }]) !== hash)
    throw new ContentError(file, `${basename(path)} is no longer what was recorded`, remedy);
  return { trace: parsed.data, program };
}

/** Every ordering has its trace, and every trace its ordering. @throws ContentError at the first that has not */
export function checkTraces(): void {
  const orderings = readOrderings();
  for (const id of orderings.keys()) readTrace(id);
  for (const name of readdirSync(fromRoot('content', 'traces')))
    if (!orderings.has(basename(name, '.json')))
      throw new ContentError(
        fromRoot('content', 'traces', name),
        'content/orderings.yaml has no such name',
        'Add it there',
      );
}

/** What the player of a trace shows. */
export async function tracePlayer({ id, title }: Ordering) {
  const { trace, program } = readTrace(id);
  const html = await highlight(program.trimEnd(), extname(trace.source.path).slice(1));
  return { trace, title, lines: linesOf(html) };
}
