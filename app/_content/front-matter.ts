import { parse } from 'yaml';
import { z } from 'zod';
import { faultOf } from '../../protocol/errors.ts';
import { claimIdSchema, idSchema } from '../../protocol/ids.ts';
import { curved } from './apostrophes.ts';
import { ContentError } from './files.ts';

export const frontMatterSchema = z.strictObject({
  title: z.string().min(1).max(80).transform(curved),
  /** The one question of the lesson. */
  question: z.string().min(1).max(160).transform(curved),
  /** Number of the part it belongs to, as in `content/course.yaml`. */
  part: z.int().nonnegative(),
  /** Claims that this lesson decides, and claims for which it has first evidence only. */
  settles: z.array(claimIdSchema),
  opens: z.array(claimIdSchema),
  experiments: z.array(idSchema),
  needs: z.strictObject({ cores: z.int().positive(), toolchains: z.array(z.enum(['node', 'cargo', 'java', 'go'])) }),
  /** Terms explained here, and terms that an earlier lesson has explained. */
  terms: z.strictObject({ introduces: z.array(idSchema), assumes: z.array(idSchema) }),
});
export type FrontMatter = z.infer<typeof frontMatterSchema>;

/** Splits a lesson into its front matter and its text. The text keeps the line numbers of the file. */
export function parseFrontMatter(file: string, source: string): { data: FrontMatter; body: string } {
  const found = /^---\n([\s\S]*?)\n---(?:\n|$)/.exec(source);
  if (!found)
    throw new ContentError(file, 'it has no front matter', 'Begin the file with a block between two lines of `---`');
  const data = frontMatterSchema.safeParse(parseYaml(file, found[1] as string));
  if (!data.success)
    throw new ContentError(
      file,
      `front matter ${faultOf(data.error)}`,
      'Mend that field; app/_content/front-matter.ts lists all fields',
    );
  const lines = found[0].split('\n').length - 1;
  return { data: data.data, body: '\n'.repeat(lines) + source.slice(found[0].length) };
}

/** YAML as a value; a fault names the file. */
export function parseYaml(file: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new ContentError(
      file,
      `its YAML does not parse (${(error as Error).message.split('\n')[0]})`,
      'Mend that line',
    );
  }
}
