import { readdirSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { faultOf } from '../../protocol/errors.ts';
import { sourceHash } from '../../protocol/source-hash.ts';
import { type VariantManifest, variantManifestSchema } from '../../protocol/variant.ts';
import { ContentError, fromRoot, readIfThere, readText } from './files.ts';

export interface Variant {
  id: string;
  manifest: VariantManifest;
  /** Files by their name in the manifest: path relative to the variants' folder, and text. */
  files: ReadonlyMap<string, { path: string; text: string }>;
  /** Hash of sources and build inputs: what runs when this variant runs. */
  hash: string;
}

const variantsFolder = () => fromRoot('sandbox-server', 'variants');

/** A server under test as its folder describes it; nothing when there is no such folder. */
export function readVariant(id: string): Variant | undefined {
  const file = join(variantsFolder(), id, 'variant.json');
  const text = readIfThere(file);
  if (text === undefined) return undefined;
  const parsed = variantManifestSchema.safeParse(parseJson(file, text));
  if (!parsed.success)
    throw new ContentError(file, faultOf(parsed.error), 'Mend the manifest; protocol/variant.ts describes it');
  const manifest = parsed.data;
  const names = [...manifest.sources, ...(manifest.build?.inputs ?? [])];
  const entries = names.map((name) => {
    const path = normalize(`${id}/${name}`);
    return [
      name,
      { path, text: readText(join(variantsFolder(), path), `Add the file, or take it out of ${id}/variant.json`) },
    ] as const;
  });
  return { id, manifest, files: new Map(entries), hash: sourceHash(entries.map(([, source]) => source)) };
}

/** Ids of all variants, found by their manifests. */
export function variantIds(): string[] {
  const languages = readdirSync(variantsFolder(), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return languages
    .flatMap((language) =>
      readdirSync(join(variantsFolder(), language.name), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => `${language.name}/${entry.name}`),
    )
    .filter((id) => readIfThere(join(variantsFolder(), id, 'variant.json')) !== undefined)
    .sort();
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ContentError(file, 'it is not JSON', 'Mend the file');
  }
}
