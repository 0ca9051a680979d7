import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../sandbox-server/config.ts';
import { missingProgram } from '../sandbox-server/runner/toolchains.ts';

const loadFolder = join(projectRoot, 'sandbox-server/load');
export const variantsFolder = join(projectRoot, 'sandbox-server/variants');
const rustFolder = join(variantsFolder, 'rust');
const nodeFolder = join(variantsFolder, 'node');
const fixtures = join(import.meta.dirname, 'fixtures');
const built = (folder: string, name: string) =>
  join(process.env['CARGO_TARGET_DIR'] ?? join(folder, 'target'), 'release', name);

export const loadTool = built(loadFolder, 'load');
/** Servers, as argument lists. */
export const servers = {
  nodeHttp: [process.execPath, join(nodeFolder, 'http/server.js')],
  nodeCluster: [process.execPath, join(nodeFolder, 'cluster/server.js')],
  hyper: [built(rustFolder, 'variant-hyper')],
  axum: [built(rustFolder, 'variant-axum')],
  websocketEcho: [built(loadFolder, 'examples/ws_echo')],
  jdk: ['java', join(fixtures, 'JdkServer.java')],
} as const;

/** A program of `fixtures/`, as an argument list. */
export const fixture = (name: string): readonly string[] => [process.execPath, join(fixtures, `${name}.js`)];

/** A server whose answers are known beforehand: each comes at the moment that its rule says. */
export const precise = (rule: 'at-once' | 'after-10ms' | 'one-queue'): readonly string[] => [
  built(loadFolder, 'examples/precise'),
  rule,
];

/** Builds what is measured, so that the bench never speaks of an older program; what is up to date costs nothing. */
export function build(): void {
  const rust = missingProgram('cargo');
  if (rust) throw new Error(`The bench needs Rust. ${rust.text} ${rust.command}`);
  cargo(rustFolder, 'build');
  cargo(loadFolder, 'build', '--examples');
  cargo(loadFolder, 'build');
}

function cargo(folder: string, ...args: string[]): void {
  const { status } = spawnSync('cargo', [...args, '--release', '--locked', '--quiet'], {
    cwd: folder,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error(`cargo ${args.join(' ')} failed in ${folder}.`);
}

/** Runs one file of the load tool's own tests; each test's name and whether it passed. */
export function loadToolTests(file: string): Map<string, boolean> {
  const args = ['test', '--release', '--locked', '--quiet', '--test', file, '--', '--format', 'pretty'];
  const { stdout } = spawnSync('cargo', args, { cwd: loadFolder, encoding: 'utf8' });
  // Testing may have built the tool anew in its place.
  cargo(loadFolder, 'build');
  return new Map(
    [...stdout.matchAll(/^test (\w+) \.\.\. (ok|FAILED)/gm)].map(([, name, word]) => [name as string, word === 'ok']),
  );
}
