import type { Facilities, Tool } from '../../protocol/host.ts';
import type { SubjectManifest } from '../../protocol/subject.ts';
import type { VariantManifest } from '../../protocol/variant.ts';
import { missingPostgres, postgresVersion } from './postgres.ts';
import { findJdk, type Missing, missing, versionOf } from './toolchains.ts';

type Toolchain = VariantManifest['needs']['toolchain'];
type Service = NonNullable<VariantManifest['needs']['services']>[number];

const TOOLCHAINS: Record<Toolchain, { title: string; version: () => string | undefined }> = {
  node: { title: 'Node', version: () => process.versions.node },
  cargo: { title: 'Rust', version: () => versionOf('rustc') },
  java: { title: 'JDK', version: () => findJdk('0')?.version },
  go: { title: 'Go', version: () => versionOf('go') },
};
const SERVICES: Record<
  Service,
  { title: string; version: () => string | undefined; missing: () => Missing | undefined }
> = { postgres: { title: 'PostgreSQL', version: postgresVersion, missing: missingPostgres } };

export interface UnderTest {
  readonly servers: readonly VariantManifest[];
  readonly programs: readonly SubjectManifest[];
}

/** What this host has for all that is under test, and the commands that bring what it lacks. */
export function readFacilities(all: UnderTest, labs: Omit<Facilities, 'tools'>): Facilities {
  return { tools: [...toolchains(all), ...services(all)], ...labs };
}

function toolchains({ servers, programs }: UnderTest): Tool[] {
  return (Object.keys(TOOLCHAINS) as Toolchain[]).flatMap((toolchain) => {
    const needs = [...servers, ...programs].map((manifest) => manifest.needs);
    const leasts = new Set(needs.flatMap((one) => (one.toolchain === toolchain ? one.least : [])));
    if (leasts.size === 0) return [];
    const of = (manifests: readonly { needs: { toolchain: string } }[]) =>
      manifests.filter((manifest) => manifest.needs.toolchain === toolchain).length;
    const { title, version } = TOOLCHAINS[toolchain];
    const use = [
      ...(toolchain === 'cargo' ? ['the load tool'] : []),
      ...counted(of(servers), 'server'),
      ...counted(of(programs), 'program'),
    ];
    const lacks = [...leasts].map((least) => missing({ toolchain, least })).find((one) => one !== undefined);
    return [tool(title, use, version(), lacks)];
  });
}

function services({ servers }: UnderTest): Tool[] {
  return (Object.keys(SERVICES) as Service[]).flatMap((service) => {
    const users = servers.filter(({ needs }) => needs.services?.includes(service));
    const { title, version, missing: lacks } = SERVICES[service];
    return users.length > 0 ? [tool(title, counted(users.length, 'server'), version(), lacks())] : [];
  });
}

const counted = (n: number, one: string) => (n > 0 ? [`${n} ${one}${n === 1 ? '' : 's'}`] : []);

const tool = (
  title: string,
  use: readonly string[],
  version: string | undefined,
  lacks: Missing | undefined,
): Tool => ({
  title,
  use: use.join(', '),
  ...(version ? { version } : {}),
  ...(lacks ? { missing: lacks } : {}),
});
