import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

/** What one line of a build says: a part that is done, how far it is in all, or something for people to read. */
export type Heard = { part: string } | { done: number; total: number } | { words: string } | undefined;

/** How a build tool is made to tell how far it is. */
export interface BuildTool {
  /** The words after the command, with what makes it talk. */
  talking(args: readonly string[]): string[];
  /** How many parts a build has, for the progress bar; undefined when the tool does not say beforehand. */
  total(directory: string, argv: readonly string[]): Promise<number | undefined>;
  hear(line: string): Heard;
}

const words = (line: string): Heard => ({ words: line });

const cargo: BuildTool = {
  talking(args) {
    // What stands after `--` is for the compiler behind it.
    const own = args.includes('--') ? args.indexOf('--') : args.length;
    return [...args.slice(0, own), '--quiet', '--message-format', 'json-render-diagnostics', ...args.slice(own)];
  },
  async total(directory, argv) {
    // A binary has the name of its package.
    const at = argv.findIndex((word) => word === '--package' || word === '--bin');
    const only = at >= 0 ? ['--package', argv[at + 1] as string] : [];
    const tree = ['tree', '--locked', '--edges', 'normal,build', '--prefix', 'none', '--format', '{p}', ...only];
    const lines = await linesOf(directory, 'cargo', tree);
    return lines && new Set(lines.map((line) => line.replace(/ \(\*\)$/, ''))).size;
  },
  hear(line) {
    if (!line.startsWith('{"reason":')) return words(line);
    const message = JSON.parse(line) as { reason: string; package_id?: string };
    return message.reason === 'compiler-artifact' && message.package_id ? { part: message.package_id } : undefined;
  },
};

const npm: BuildTool = {
  talking: (args) => [...args, '--loglevel', 'http', '--no-audit', '--no-fund'],
  async total(directory) {
    try {
      const lock = JSON.parse(readFileSync(join(directory, 'package-lock.json'), 'utf8')) as {
        packages: Record<string, unknown>;
      };
      return Object.keys(lock.packages).filter((path) => path !== '').length;
    } catch {
      return undefined;
    }
  },
  hear(line) {
    if (!line.startsWith('npm http ')) return words(line);
    const package_ = /\/([^/ ]+\.tgz) /.exec(line)?.[1];
    return package_ === undefined ? undefined : { part: package_ };
  },
};

const maven: BuildTool = {
  talking: (args) => [...args, '--batch-mode', '--no-transfer-progress'],
  // It counts its modules itself, as soon as it has read them.
  total: async () => undefined,
  hear(line) {
    const [, begun, total] = /^\[INFO\] Building .* \[(\d+)\/(\d+)\]$/.exec(line) ?? [];
    if (begun && total) return { done: Number(begun) - 1, total: Number(total) };
    return line.startsWith('[INFO]') ? undefined : words(line);
  },
};

const go: BuildTool = {
  // After the packages, which come last, it would read flags as one more of them.
  talking: ([build = 'build', ...args]) => [build, '-v', ...args],
  total: async (directory, argv) => (await linesOf(directory, 'go', ['list', '-deps', argv.at(-1) ?? '.']))?.length,
  hear: (line) => (/^[\w./~-]+$/.test(line) ? { part: line } : words(line)),
};

/** Any other command: it is built, nobody knows how far it is. */
const unknown: BuildTool = { talking: (args) => [...args], total: async () => undefined, hear: words };

const tools: Readonly<Record<string, BuildTool>> = { cargo, npm, mvn: maven, mvnw: maven, go };

export const toolOf = (command: string): BuildTool => tools[basename(command)] ?? unknown;

/** Lines that a command prints, without empty ones; undefined when it fails. */
async function linesOf(cwd: string, command: string, args: string[]): Promise<string[] | undefined> {
  try {
    const { stdout } = await promisify(execFile)(command, args, { cwd, maxBuffer: 4 * 1024 * 1024 });
    return stdout.split('\n').filter(Boolean);
  } catch {
    return undefined;
  }
}
