import { existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, normalize } from 'node:path';
import type { VariantInfo } from '../../protocol/runner-messages.ts';
import { sourceHash } from '../../protocol/source-hash.ts';
import type { VariantManifest } from '../../protocol/variant.ts';
import { type Missing, missing, missingProgram } from './toolchains.ts';
import { hashOf, hashOfFiles } from './variants.ts';

/** What a build makes for one target: the load tool or a variant. */
export interface Product {
  /** `load` or a variant id. */
  readonly target: string;
  readonly title: string;
  readonly artifact: string;
  /** Hash, now, of all that goes into the artefact. */
  hash(): string;
}

/** One command in one directory. Several variants may come out of it, then it runs once for all of them. */
export interface Job {
  readonly directory: string;
  readonly argv: readonly string[];
  readonly needs: VariantManifest['needs'];
  readonly products: readonly Product[];
}

/** A variant or a subject. */
export interface Buildable {
  readonly id: string;
  readonly manifest: Pick<VariantManifest, 'title' | 'sources' | 'build' | 'needs'>;
}

/** Below the load tool's folder. */
export const LOAD_BINARY = 'target/release/load';

/** The load tool first, because every experiment needs it, then the variants in their order. */
export function buildJobs(loadFolder: string, variantsFolder: string, variants: Iterable<VariantInfo>): Job[] {
  return [loadJob(loadFolder), ...jobsOf(variantsFolder, variants)];
}

/** Jobs of what lies in one folder: all variants, or all subjects. */
export function jobsOf(folder: string, all: Iterable<Buildable>): Job[] {
  const jobs = new Map<string, Job>();
  for (const one of all) {
    const { build, needs } = one.manifest;
    if (!build) continue;
    const directory = normalize(join(folder, one.id, build.directory));
    const key = JSON.stringify([directory, build.argv]);
    const others = jobs.get(key)?.products ?? [];
    jobs.set(key, { directory, argv: build.argv, needs, products: [...others, productOf(folder, one, build)] });
  }
  return [...jobs.values()];
}

type Build = NonNullable<VariantManifest['build']>;

function productOf(folder: string, { id, manifest }: Buildable, build: Build): Product {
  // npm installs what sources import and reads none of them: an edited server needs no new packages.
  const installs = basename(build.argv[0] as string) === 'npm';
  return {
    target: id,
    title: manifest.title,
    artifact: normalize(join(folder, id, build.artifact)),
    hash: () => (installs ? hashOfFiles(folder, id, build.inputs) : hashOf(folder, id, manifest)),
  };
}

function loadJob(folder: string): Job {
  const hash = () => {
    const files = ['Cargo.toml', 'Cargo.lock', ...globSync('src/**/*.rs', { cwd: folder }).sort()];
    return sourceHash(files.map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') })));
  };
  return {
    directory: folder,
    argv: ['cargo', 'build', '--release', '--locked'],
    needs: { toolchain: 'cargo', least: '1.85' },
    products: [{ target: 'load', title: 'Load tool', artifact: join(folder, LOAD_BINARY), hash }],
  };
}

/** What a build cannot do without, when it is not there. */
export function missingFor({ argv, needs }: Job): Missing | undefined {
  return missing(needs) ?? (basename(argv[0] as string) === 'npm' ? missingProgram('npm') : undefined);
}

/** Beside the artefact: the hash of what it was built from, and its own age, so that one built by hand is noticed. */
const noteOf = ({ artifact, target }: Product) => `${artifact}.${target.replace('/', '-')}.source-hash`;
const noteText = (artifact: string, hash: string) => `${hash} ${statSync(artifact).mtimeMs}\n`;

export function noteBuilt(product: Product): void {
  writeFileSync(noteOf(product), noteText(product.artifact, product.hash()));
}

/** Whether the artefact lies there as it was built from its sources as they are now. */
export function isBuilt(product: Product): boolean {
  const { artifact, hash } = product;
  const note = noteOf(product);
  return existsSync(artifact) && existsSync(note) && readFileSync(note, 'utf8') === noteText(artifact, hash());
}

/** Why what runs now would not be what was built and checked; undefined when it would. */
export function changedSince(folder: string, one: Buildable & { sourceHash: string }): string | undefined {
  const { id, manifest, sourceHash: known } = one;
  if (hashOf(folder, id, manifest) !== known)
    return `The sources of ${id} were changed since the sandbox server started.`;
  if (manifest.build && !isBuilt(productOf(folder, one, manifest.build)))
    return `${id} was built by somebody else since the sandbox server built it.`;
  return undefined;
}
