import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { Theme } from '../../components/ledger/entry.ts';
import { truths } from '../../components/ledger/truth.ts';
import { faultOf } from '../../protocol/errors.ts';
import { claimIdSchema, idSchema } from '../../protocol/ids.ts';
import { curved } from './apostrophes.ts';
import { ContentError, fromRoot, readText } from './files.ts';
import { type FrontMatter, parseFrontMatter, parseYaml } from './front-matter.ts';

/** Text that readers see. */
export const prose = z.string().min(1).transform(curved);

const sourceSchema = z.strictObject({
  title: prose,
  /** Some primary sources exist at an `http` address only. */
  url: z.url({ protocol: /^https?$/ }),
  /** We could not read the page itself; whoever shows the source says so. */
  unverified: z.literal(true).optional(),
});
export type Source = z.infer<typeof sourceSchema>;

const claimSchema = z.strictObject({
  /** The sentence as people say it, with their figures; never repeated as a fact. */
  often: prose,
  /** How the sentence stands against its sources; `depends` means on hardware, settings or workload. */
  truth: z.enum(truths),
  /** The correct statement: what the sources support, in our words. */
  better: prose,
  /** Why the sentence is right, partly right or wrong, with the mechanism. */
  why: prose,
  /** How it is or would be tested here, or why no experiment can decide it. */
  test: prose,
  /** No experiment can decide it here: company stories, prices, salaries, history. */
  bySourceAlone: z.literal(true).optional(),
  /** Empty when no source is known; `why` then says so. */
  sources: z.array(sourceSchema),
});
export type Claim = z.infer<typeof claimSchema> & { id: string };

const termSchema = z.strictObject({
  term: z.string().min(1),
  means: z.string().min(1),
  /** Terms that belong beside it. */
  see: z.array(idSchema).default([]),
});
export type Term = z.infer<typeof termSchema> & { id: string };

export interface Lesson {
  slug: string;
  file: string;
  /** Place in its part, from 1. */
  order: number;
  data: FrontMatter;
  body: string;
}

/** A YAML file of `content/`, checked. @throws ContentError that names the file and the field */
export function readYaml<T>(file: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(parseYaml(file, readText(file, 'Restore the file')));
  if (parsed.success) return parsed.data;
  throw new ContentError(file, faultOf(parsed.error), 'Mend that field; app/_content/course.ts describes it');
}

/** The glossary. A term may stand there before a lesson introduces it. */
export function readTerms(): Map<string, Term> {
  const file = fromRoot('content', 'glossary.yaml');
  const terms = readYaml(file, z.record(idSchema, termSchema));
  for (const [id, { see }] of Object.entries(terms))
    for (const other of see)
      if (!Object.hasOwn(terms, other) || other === id)
        throw new ContentError(file, `\`${id}\` refers to \`${other}\``, 'Name another term of the glossary');
  return new Map(Object.entries(terms).map(([id, term]) => [id, { id, ...term }]));
}

/** What claims are about, in the order of the ledger. */
export function readThemes(): Theme[] {
  const themes = readYaml(
    fromRoot('content', 'themes.yaml'),
    z.record(z.string().regex(/^[a-z]+$/), z.string().min(1)),
  );
  return Object.entries(themes).map(([id, title]) => ({ id, title }));
}

/** All claims, one file a theme: `content/claims/<theme>.yaml` holds the names of that theme. */
export function readClaims(): Map<string, Claim> {
  const folder = fromRoot('content', 'claims');
  const claims = new Map<string, Claim>();
  const themes = readThemes();
  for (const name of readdirSync(folder).sort()) {
    const file = join(folder, name);
    if (!themes.some(({ id }) => `${id}.yaml` === name))
      throw new ContentError(file, 'content/themes.yaml has no theme of this name', 'Add it there, with its title');
    for (const [short, claim] of Object.entries(readYaml(file, z.record(z.string(), claimSchema)))) {
      const id = `${basename(name, '.yaml')}.${short}`;
      if (!claimIdSchema.safeParse(id).success)
        throw new ContentError(file, `\`${short}\` is not a name for a claim`, 'Use small letters, digits and hyphens');
      claims.set(id, { id, ...claim });
    }
  }
  return claims;
}

/** Lessons in course order: folders `NN-part`, files `NN-name.mdx`. The name is the address and stays. */
export function readLessons(): Lesson[] {
  const folder = fromRoot('content', 'lessons');
  return readdirSync(folder)
    .sort()
    .flatMap((part) =>
      readdirSync(join(folder, part))
        .filter((name) => name.endsWith('.mdx'))
        .sort()
        .map((name) => readLesson(join(folder, part, name))),
    );
}

function readLesson(file: string): Lesson {
  const named = /^(\d\d)-([a-z0-9-]+)\.mdx$/.exec(basename(file));
  if (!named)
    throw new ContentError(file, 'its name does not fit', 'Call it `NN-name.mdx`, NN being its place in the part');
  const { data, body } = parseFrontMatter(file, readText(file, 'Restore the file'));
  return { slug: named[2] as string, file, order: Number(named[1]), data, body };
}
