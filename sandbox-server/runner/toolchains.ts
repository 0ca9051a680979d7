import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { VariantManifest } from '../../protocol/variant.ts';
import { missingPostgres } from './postgres.ts';

type Needs = VariantManifest['needs'];

/** How each program tells its version, and the command that installs it on Debian or by its own installer. */
const PROGRAMS = {
  npm: { title: 'npm', args: ['--version'], install: 'sudo apt-get install npm' },
  cargo: {
    title: 'Rust (cargo)',
    args: ['--version'],
    install: "curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh",
  },
  rustc: { title: 'Rust (rustc)', args: ['--version'], install: 'rustup default stable' },
  mvn: { title: 'Maven (mvn)', args: ['--version'], install: 'sudo apt-get install maven' },
  go: { title: 'Go', args: ['version'], install: 'sudo apt-get install golang-go' },
} as const;
type Program = keyof typeof PROGRAMS;

/** Its default is the newest JDK with long support; distributions ship older ones. */
const INSTALL_JDK = 'curl -s https://get.sdkman.io | bash && . ~/.sdkman/bin/sdkman-init.sh && sdk install java';

export interface Jdk {
  readonly home: string;
  readonly version: string;
}

/** A sentence for people, and the command that would help. */
export interface Missing {
  readonly text: string;
  readonly command: string;
}

const known = new Map<Program, string | undefined>();

/** The version of a program on the PATH, such as `1.95.0`; undefined without it. Asked once in a process's life. */
export function versionOf(program: Program): string | undefined {
  if (!known.has(program)) known.set(program, askVersion(program));
  return known.get(program);
}

/** The newest JDK (with its compiler) that is at least of version `least`; in JAVA_HOME or in the usual places. */
export function findJdk(least: string, homes: readonly string[] = jdkHomes()): Jdk | undefined {
  return homes
    .flatMap(readJdk)
    .filter(({ version }) => isAtLeast(version, least))
    .sort((a, b) => compare(b.version, a.version))[0];
}

/** What a variant cannot be built or run without: not there, or too old. Undefined when all is there. */
export function missing(needs: Needs): Missing | undefined {
  return missingToolchain(needs) ?? (needs.services?.includes('postgres') ? missingPostgres() : undefined);
}

function missingToolchain({ toolchain, least }: Needs): Missing | undefined {
  switch (toolchain) {
    case 'node':
      return tooOld('Node', process.versions.node, least, 'npm start');
    case 'java': {
      const newest = findJdk('0');
      if (!newest) return { text: `A JDK is not installed; version ${least} is needed.`, command: INSTALL_JDK };
      return tooOld('The newest JDK', newest.version, least, INSTALL_JDK) ?? missingProgram('mvn', '3');
    }
    default:
      return missingProgram(toolchain, least);
  }
}

/** A program that is not on the PATH, or too old. */
export function missingProgram(program: Program, least = '0'): Missing | undefined {
  const { title, install } = PROGRAMS[program];
  const version = versionOf(program);
  if (version === undefined) return { text: `${title} is not installed.`, command: install };
  return tooOld(title, version, least, install);
}

/**
 * What a build of the toolchain needs in its environment beyond ours: Maven compiles with the JDK of JAVA_HOME, javac is
 * found on the PATH.
 */
export function buildEnvironment({ toolchain, least }: Needs): Record<string, string> {
  const jdk = toolchain === 'java' ? findJdk(least) : undefined;
  return jdk ? { JAVA_HOME: jdk.home, PATH: `${jdk.home}/bin:${process.env['PATH']}` } : {};
}

/** Toolchains that a lab shows as `/opt/<name>`, with their programs on its PATH. */
export function labToolchains(): Record<string, string> {
  const jdk = findJdk('0');
  return jdk ? { jdk: jdk.home } : {};
}

/** Versions by name of what builds and runs the variants here, for the host card (FR12). */
export function toolchainVersions(): Record<string, string> {
  const versions = {
    rustc: versionOf('rustc'),
    java: findJdk('0')?.version,
    maven: versionOf('mvn'),
    go: versionOf('go'),
  };
  return Object.fromEntries(Object.entries(versions).filter((entry): entry is [string, string] => Boolean(entry[1])));
}

function tooOld(title: string, version: string, least: string, command: string): Missing | undefined {
  if (isAtLeast(version, least)) return undefined;
  return { text: `${title} is version ${version}; ${least} or newer is needed.`, command };
}

/** Number by number: 25.0.3 is newer than 25, and 17 is newer than 9. */
const compare = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true });
const isAtLeast = (version: string, least: string) => compare(version, least) >= 0;

function askVersion(program: Program): string | undefined {
  try {
    const stdio = ['ignore', 'pipe', 'ignore'] as const;
    const said = execFileSync(program, PROGRAMS[program].args, {
      encoding: 'utf8',
      stdio: [...stdio],
      timeout: 10_000,
    });
    return versionIn(said);
  } catch {
    return undefined;
  }
}

/** The version in what a program says of itself. A runtime may have warned of something before, with a number in it. */
export const versionIn = (said: string) =>
  /(?:^|cargo |rustc |Apache Maven |version go)(\d+\.\d+(?:\.\d+)?)/m.exec(said)?.[1];

function jdkHomes(): string[] {
  const places = ['/usr/lib/jvm/*', '/Library/Java/JavaVirtualMachines/*/Contents/Home'];
  const sdkman = join(homedir(), '.sdkman/candidates/java/*');
  return [process.env['JAVA_HOME'] ?? '', ...[...places, sdkman].flatMap((place) => globSync(place))].filter(Boolean);
}

/** Every JDK says what it is in a file `release`; one without a compiler is a mere runtime. */
function readJdk(home: string): Jdk[] {
  const [release, compiler] = [join(home, 'release'), join(home, 'bin/javac')];
  if (!existsSync(release) || !existsSync(compiler)) return [];
  const version = /^JAVA_VERSION="(.+)"$/m.exec(readFileSync(release, 'utf8'))?.[1];
  return version ? [{ home, version }] : [];
}
