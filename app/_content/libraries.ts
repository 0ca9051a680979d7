import type { Variant } from './variants.ts';

export interface Library {
  readonly name: string;
  readonly version: string;
}

/** The libraries that a variant names as its own, in the versions that its lock files or parents pin. */
export function librariesOf({ manifest, files }: Pick<Variant, 'manifest' | 'files'>): Library[] {
  const text = (end: string) => [...files].find(([name]) => name.endsWith(end))?.[1].text ?? '';
  switch (manifest.language) {
    case 'node':
      return fromNode(
        text('package.json'),
        manifest.sources.map((name) => files.get(name)?.text ?? ''),
      );
    case 'rust':
      return fromCargo(files.get('Cargo.toml')?.text ?? '', text('Cargo.lock'));
    case 'java':
      return fromMaven([...files].flatMap(([name, file]) => (name.endsWith('pom.xml') ? [file.text] : [])));
    default:
      return [];
  }
}

function fromNode(manifest: string, sources: readonly string[]): Library[] {
  if (!manifest) return [];
  const { dependencies = {} } = JSON.parse(manifest) as { dependencies?: Record<string, string> };
  return Object.entries(dependencies)
    .filter(([name]) => sources.some((source) => new RegExp(`from '${name}(?:/|')`).test(source)))
    .map(([name, version]) => ({ name, version }));
}

function fromCargo(manifest: string, lock: string): Library[] {
  const wanted = /\[dependencies\]\n([\s\S]*?)(?:\n\[|$)/.exec(manifest)?.[1] ?? '';
  const locked = new Map(
    // Crates of the project itself come without a source.
    [...lock.matchAll(/name = "(.+)"\nversion = "(.+)"\nsource/g)].map(([, name, version]) => [name, version]),
  );
  return [...wanted.matchAll(/^([\w-]+)/gm)].flatMap(([, name]) => {
    const version = locked.get(name);
    return name && version ? [{ name, version }] : [];
  });
}

function fromMaven(poms: readonly string[]): Library[] {
  const found = poms.flatMap(
    (pom) => /<artifactId>(spring-boot)-starter-parent<[\s\S]*?<version>(.+?)</.exec(pom) ?? [],
  );
  return found[2] ? [{ name: 'Spring Boot', version: found[2] }] : [];
}
