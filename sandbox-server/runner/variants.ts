import { globSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { faultOf } from '../../protocol/errors.ts';
import type { VariantInfo } from '../../protocol/runner-messages.ts';
import { sourceHash } from '../../protocol/source-hash.ts';
import { type VariantManifest, variantManifestSchema } from '../../protocol/variant.ts';

export interface Variants {
  readonly all: ReadonlyMap<string, VariantInfo>;
  /** One sentence for each manifest that cannot be used. */
  readonly faults: readonly string[];
}

/** Finds every `<language>/<name>/variant.json` below `folder`. A faulty one is reported and left out. */
export function readVariants(folder: string): Variants {
  const all = new Map<string, VariantInfo>();
  const faults: string[] = [];
  for (const file of globSync('*/*/variant.json', { cwd: folder }).sort()) {
    const id = file.split(/[\\/]/).slice(0, 2).join('/');
    try {
      const parsed = variantManifestSchema.safeParse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
      if (!parsed.success) faults.push(`${file}: ${faultOf(parsed.error)}`);
      else all.set(id, { id, manifest: parsed.data, sourceHash: hashOf(folder, id, parsed.data) });
    } catch (error) {
      faults.push(`${file}: ${(error as Error).message.split('\n')[0]}`);
    }
  }
  return { all, faults };
}

/** Hash of what a variant is made from, as it lies on the disk now; the page computes the same at build. */
export function hashOf(folder: string, id: string, { sources, build }: VariantManifest): string {
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
