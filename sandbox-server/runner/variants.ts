import { globSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import type { ZodSafeParseResult } from 'zod';
import { faultOf } from '../../protocol/errors.ts';
import type { SubjectInfo, VariantInfo } from '../../protocol/runner-messages.ts';
import { sourceHash } from '../../protocol/source-hash.ts';
import { subjectManifestSchema } from '../../protocol/subject.ts';
import { type VariantManifest, variantManifestSchema } from '../../protocol/variant.ts';

export interface Found<Info> {
  readonly all: ReadonlyMap<string, Info>;
  /** One sentence for each manifest that cannot be used. */
  readonly faults: readonly string[];
}
export type Variants = Found<VariantInfo>;

/** Finds every `<language>/<name>/variant.json` below `folder`. A faulty one is reported and left out. */
export const readVariants = (folder: string): Variants =>
  readManifests(folder, 'variant.json', (value) => variantManifestSchema.safeParse(value));

/** Finds every `<language>/<name>/subject.json` below `folder`, likewise. */
export const readSubjects = (folder: string): Found<SubjectInfo> =>
  readManifests(folder, 'subject.json', (value) => subjectManifestSchema.safeParse(value));

type Sources = Pick<VariantManifest, 'sources' | 'build'>;

function readManifests<Manifest extends Sources>(
  folder: string,
  name: string,
  parse: (value: unknown) => ZodSafeParseResult<Manifest>,
): Found<{ id: string; manifest: Manifest; sourceHash: string }> {
  const all = new Map<string, { id: string; manifest: Manifest; sourceHash: string }>();
  const faults: string[] = [];
  for (const file of globSync(`*/*/${name}`, { cwd: folder }).sort()) {
    const id = file.split(/[\\/]/).slice(0, 2).join('/');
    try {
      const parsed = parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
      if (!parsed.success) faults.push(`${file}: ${faultOf(parsed.error)}`);
      else all.set(id, { id, manifest: parsed.data, sourceHash: hashOf(folder, id, parsed.data) });
    } catch (error) {
      faults.push(`${file}: ${(error as Error).message.split('\n')[0]}`);
    }
  }
  return { all, faults };
}

/** Hash of what a variant or subject is made from, as it lies on the disk now; the page computes the same at build. */
export function hashOf(folder: string, id: string, { sources, build }: Sources): string {
  return hashOfFiles(folder, id, [...sources, ...(build?.inputs ?? [])]);
}

/** Hash of files named as in the manifest of variant `id`. */
export function hashOfFiles(folder: string, id: string, files: readonly string[]): string {
  return sourceHash(
    files.map((file) => {
      const path = normalize(join(id, file)).replaceAll('\\', '/');
      return { path, text: readFileSync(join(folder, path), 'utf8') };
    }),
  );
}

/** Node first, because nothing has to be compiled for it; then what the course measures, in its order (`used`). */
export function inOrderOfUse(variants: Iterable<VariantInfo>, used: readonly string[]): VariantInfo[] {
  const rank = ({ id }: VariantInfo) => (used.includes(id) ? used.indexOf(id) : used.length);
  const compiled = ({ manifest }: VariantInfo) => Number(manifest.language !== 'node');
  return [...variants].sort((a, b) => compiled(a) - compiled(b) || rank(a) - rank(b));
}
