import { readdirSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { faultOf } from '../../protocol/errors.ts';
import { sourceHash } from '../../protocol/source-hash.ts';
import { type SubjectManifest, subjectManifestSchema } from '../../protocol/subject.ts';
import { type VariantManifest, variantManifestSchema } from '../../protocol/variant.ts';
import { ContentError, fromRoot, readIfThere, readText } from './files.ts';

/** What is under test: a server, or a program that is none. */
export interface Variant {
  id: string;
  manifest: VariantManifest | SubjectManifest;
  /** Of all of its kind. */
  folder: string;
  /** Files by their name in the manifest: path relative to that folder, and text. */
  files: ReadonlyMap<string, { path: string; text: string }>;
  /** Hash of sources and build inputs: what runs when this variant runs. */
  hash: string;
}

const kinds = [
  { folder: 'variants', file: 'variant.json', parse: (value: unknown) => variantManifestSchema.safeParse(value) },
  { folder: 'subjects', file: 'subject.json', parse: (value: unknown) => subjectManifestSchema.safeParse(value) },
] as const;

/** What is under test as its folder describes it; nothing when there is no such folder. */
export function readVariant(id: string): Variant | undefined {
  for (const kind of kinds) {
    const folder = fromRoot('sandbox-server', kind.folder);
    const file = join(folder, id, kind.file);
    const text = readIfThere(file);
    if (text === undefined) continue;
    const parsed = kind.parse(parseJson(file, text));
    if (!parsed.success)
      throw new ContentError(
        file,
        faultOf(parsed.error),
        `Mend the manifest; protocol/${kind.file.replace('json', 'ts')} describes it`,
      );
    const manifest = parsed.data;
    const names = [...manifest.sources, ...(manifest.build?.inputs ?? [])];
    const entries = names.map((name) => {
      const path = normalize(`${id}/${name}`);
      const remedy = `Add the file, or take it out of ${id}/${kind.file}`;
      return [name, { path, text: readText(join(folder, path), remedy) }] as const;
    });
    return { id, manifest, folder, files: new Map(entries), hash: sourceHash(entries.map(([, source]) => source)) };
  }
  return undefined;
}

/** Ids of all servers under test, found by their manifests. */
export const variantIds = (): string[] => idsOf('variants', 'variant.json');

/** Ids of all programs under test that are no servers, likewise. */
export const subjectIds = (): string[] => idsOf('subjects', 'subject.json');

function idsOf(kind: string, manifest: string): string[] {
  const folder = fromRoot('sandbox-server', kind);
  const foldersIn = (path: string) =>
    readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  return foldersIn(folder)
    .flatMap((language) => foldersIn(join(folder, language)).map((name) => `${language}/${name}`))
    .filter((id) => readIfThere(join(folder, id, manifest)) !== undefined)
    .sort();
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ContentError(file, 'it is not JSON', 'Mend the file');
  }
}
