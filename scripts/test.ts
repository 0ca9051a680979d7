import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../sandbox-server/config.ts';
import { buildEnvironment, missing, missingProgram } from '../sandbox-server/runner/toolchains.ts';
import { ensureSite } from './build-site.ts';
import { bubblewrap, chromium, curl, ensurePrograms, iproute, postgres, wrk } from './system-packages.ts';

/** `npm test`: everything, in the order in which a fault is cheapest to find. `-- --only unit` runs one stage. */
const say = (line: string): void => void process.stderr.write(`${line}\n`);
/** Several times what the longest test takes, builds on a new machine included; against hanging, no bar of speed. */
const TEST_LIMIT_MS = 20 * 60_000;
/** Two files at a time: most of them wait for something. */
const UNIT_TESTS = [
  'protocol/test/*.test.ts',
  'stats/test/*.test.ts',
  'components/*/test/*.test.ts',
  'app/{_content,_shell}/test/*.test.ts',
  'scripts/site/test/*.test.ts',
  'bench/test/*.test.ts',
  'sandbox-server/{,bus/,hub/,runner/lab/,traces/}test/*.test.ts',
];
/** They measure, so each file has the cores to itself. */
const ENGINE_TESTS = ['sandbox-server/{runner,subjects}/test/*.test.ts'];

/** Workspaces of Rust; traced programs are built by their own tests. */
const RUST = [
  'load',
  'variants/rust',
  'subjects/rust',
  'subjects/rust/served',
  'subjects/rust/woken',
  'subjects/rust/readiness',
];
/** What has tests of its own: a test build of each program without any would be linked as slowly as the program. */
const RUST_TESTS = [['load'], ['variants/rust', '--workspace', '--lib', '--bin', 'variant-slow']] as const;

function run(command: string, args: readonly string[], cwd = projectRoot, extra: NodeJS.ProcessEnv = {}): void {
  const { status, error } = spawnSync(command, args, { cwd, stdio: 'inherit', env: { ...process.env, ...extra } });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed.`);
}

const node = (...args: string[]) => run(process.execPath, args);
/** A test that waits for what never comes is named after a while, and the others still run. */
const nodeTests = (...files: string[]) => node('--test', `--test-timeout=${TEST_LIMIT_MS}`, ...files);
const cargo = (folder: string, ...args: string[]) => run('cargo', args, join(projectRoot, 'sandbox-server', folder));

const stages: Record<string, () => void | Promise<void>> = {
  lint: () => run('biome', ['ci', '--error-on-warnings', '.']),
  types: () => {
    if (!existsSync(join(projectRoot, 'next-env.d.ts'))) run('next', ['typegen']);
    for (const world of ['pure', 'server', 'site']) run('tsc', ['--project', `tsconfig.${world}.json`]);
  },
  rust: () => {
    for (const [folder, ...of] of RUST_TESTS) cargo(folder, 'test', '--release', '--locked', '--quiet', ...of);
    for (const folder of RUST) cargo(folder, 'build', '--release', '--locked', '--quiet');
  },
  java: () => {
    const needs = { toolchain: 'java', least: '17' } as const;
    const lacks = missing(needs);
    if (lacks) return say(`Skipped. ${lacks.text} ${lacks.command}`);
    const folder = join(projectRoot, 'sandbox-server/variants/java');
    run(
      'mvn',
      ['--batch-mode', '--no-transfer-progress', '--projects', 'work', 'test'],
      folder,
      buildEnvironment(needs),
    );
  },
  site: () => ensureSite({ fast: true }),
  unit: () => nodeTests('--test-concurrency=2', ...UNIT_TESTS),
  engine: () => nodeTests(...ENGINE_TESTS),
  contract: () => nodeTests('sandbox-server/variants/{,upstream/}test/*.test.ts'),
  samples: () => nodeTests('sandbox-server/samples/test/samples.test.ts'),
  browser: () => node(join('node_modules', '@playwright', 'test', 'cli.js'), 'test'),
};

/** What takes long, or needs another tool: `npm run test:security`. */
const onRequest: typeof stages = {
  security: () => {
    process.env['LOADSTONE_KILLS'] ??= '60';
    nodeTests('sandbox-server/hub/test/kills.test.ts', 'sandbox-server/hub/test/security/*.test.ts');
  },
};

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const all = { ...stages, ...onRequest };
if (values.only && !(values.only in all)) {
  say(`There is no stage "${values.only}". There are: ${Object.keys(all).join(', ')}.`);
  process.exit(2);
}
/** Without these some tests are skipped, and say so. */
const dispensable = [postgres, wrk];
const absent = ensurePrograms([bubblewrap, iproute, curl, chromium, ...dispensable], say);
if (absent.some((program) => !dispensable.includes(program))) {
  say('The tests need the programs named above.');
  process.exit(1);
}
const rust = missingProgram('cargo');
if (rust) {
  say(`The tests need Rust. ${rust.text} ${rust.command}`);
  process.exit(1);
}
for (const [name, stage] of Object.entries(values.only ? all : stages)) {
  if (values.only && values.only !== name) continue;
  const from = performance.now();
  say(`\n== ${name}`);
  try {
    await stage();
  } catch (error) {
    say(`\n${(error as Error).message}\nThe stage "${name}" failed. Repeat it alone with: npm test -- --only ${name}`);
    process.exit(1);
  }
  say(`== ${name}: passed in ${Math.round((performance.now() - from) / 1000)} s`);
}
