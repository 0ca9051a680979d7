import { execFile, spawn } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join, relative } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { sourceHash } from '../../protocol/source-hash.ts';
import { type Trace, traceSchema } from '../../protocol/trace.ts';
import { findJdk, type Jdk } from '../runner/toolchains.ts';
import type { Drawn } from './drawn.ts';
import { javaTrace } from './java-trace.ts';
import { nodeTrace } from './node-trace.ts';
import { parseMarks, parseNotes } from './notes.ts';
import { rustTrace } from './rust-trace.ts';

const here = import.meta.dirname;
const rustFolder = join(here, 'rust');
/** As rust/.cargo/config.toml asks for it. */
const RUST_BUILD = 'an instrumented build with Tokio’s unstable metrics';
const JAVA_BUILD = 'with an executor of ours, to see what it runs';
/** Sources in several files are compiled at the start, and the executor of a virtual thread can be chosen. */
const LEAST_JDK = '25';
const CATEGORIES = 'node.environment,node.bootstrap';

/** A program whose order is traced: its name, and its file below this folder. */
export interface Program {
  readonly id: string;
  readonly runtime: 'node' | 'rust' | 'java';
  readonly file: string;
}

/** Every `node/<id>.cjs` and `node/<id>.mjs`, every `rust/src/bin/<id>.rs` and every `java/<id>.java`. */
export function tracedPrograms(): Program[] {
  return [
    ...globSync('node/*.{cjs,mjs}', { cwd: here }).map((path) => ({ runtime: 'node' as const, path })),
    ...globSync('rust/src/bin/*.rs', { cwd: here }).map((path) => ({ runtime: 'rust' as const, path })),
    ...globSync('java/*.java', { cwd: here }).map((path) => ({ runtime: 'java' as const, path })),
  ]
    .map(({ runtime, path }) => ({ id: basename(path, extname(path)), runtime, file: join(here, path) }))
    .toSorted((a, b) => (a.file < b.file ? -1 : 1));
}

/** Runs a program without any instrument, one of Node under this very Node. @returns what it printed, by lines */
export async function plainOutput(program: Program): Promise<string[]> {
  if (program.runtime === 'node') return (await run([program.file])).printed;
  const [command, ...args] = await commandOf(program);
  return linesOf(await outputOf(command, args));
}

/** Runs a program with the instrument. Throws when it fails, or tells nothing of its loop. */
export async function recordTrace(program: Program): Promise<{ trace: Trace; printed: string[] }> {
  switch (program.runtime) {
    case 'node':
      return recordNode(program);
    case 'rust':
      return recordNotes(program, { name: 'Tokio', version: await rustVersion(), build: RUST_BUILD }, rustTrace);
    case 'java':
      return recordNotes(program, { name: 'Java', version: jdk().version, build: JAVA_BUILD }, javaTrace);
  }
}

async function recordNode({ id, file }: Program): Promise<{ trace: Trace; printed: string[] }> {
  const workplace = mkdtempSync(join(tmpdir(), 'trace-'));
  try {
    const marksFile = join(workplace, 'marks.json');
    const options = ['--trace-event-categories', CATEGORIES, '--trace-event-file-pattern', marksFile];
    const instrument = join(here, 'instrument.cjs');
    const { printed, notes } = await run([...options, '--require', instrument, file]);
    const source = { path: `traces/node/${basename(file)}`, text: readFileSync(file, 'utf8') };
    const marks = parseMarks(readFileSync(marksFile, 'utf8'));
    const trace = traceSchema.parse({
      v: 1,
      id,
      source: { path: source.path, hash: sourceHash([source]) },
      runtime: { name: 'Node', version: process.versions.node },
      recordedAt: new Date().toISOString(),
      ...nodeTrace(parseNotes(notes), marks, source.text),
    });
    return { trace, printed };
  } finally {
    rmSync(workplace, { recursive: true });
  }
}

/** Runs a program that writes its own notes. */
async function recordNotes(
  program: Program,
  runtime: Trace['runtime'],
  traceOf: (notes: string) => Drawn,
): Promise<{ trace: Trace; printed: string[] }> {
  const [command, ...args] = await commandOf(program);
  const workplace = mkdtempSync(join(tmpdir(), 'trace-'));
  try {
    const notesFile = join(workplace, 'notes');
    const printed = linesOf(await outputOf(command, args, { TRACE_NOTES: notesFile }));
    const { id, file } = program;
    const source = { path: relative(join(here, '..'), file), text: readFileSync(file, 'utf8') };
    const trace = traceSchema.parse({
      v: 1,
      id,
      source: { path: source.path, hash: sourceHash([source]) },
      runtime,
      recordedAt: new Date().toISOString(),
      ...traceOf(readFileSync(notesFile, 'utf8')),
    });
    return { trace, printed };
  } finally {
    rmSync(workplace, { recursive: true });
  }
}

async function commandOf({ id, runtime, file }: Program): Promise<[string, ...string[]]> {
  if (runtime === 'java')
    return [join(jdk().home, 'bin', 'java'), '--add-opens', 'java.base/java.lang=ALL-UNNAMED', file];
  await buildRust();
  return [join(rustFolder, 'target/release', id)];
}

function jdk(): Jdk {
  const found = findJdk(LEAST_JDK);
  if (!found) throw new Error(`A JDK of version ${LEAST_JDK} is needed.`);
  return found;
}

async function rustVersion(): Promise<string> {
  const compiler = /^rustc (\S+)/.exec(await outputOf('rustc', ['--version']))?.[1];
  const tokio = /name = "tokio"\nversion = "(.+)"/.exec(readFileSync(join(rustFolder, 'Cargo.lock'), 'utf8'))?.[1];
  return `${tokio} and Rust ${compiler}`;
}

let built: Promise<string> | undefined;
/** Once in a process. Cargo builds again what was changed; it finds its settings from the folder that it runs in. */
function buildRust(): Promise<string> {
  built ??= outputOf('cargo', ['build', '--release', '--locked', '--quiet'], {}, rustFolder);
  return built;
}

async function outputOf(
  file: string,
  args: readonly string[],
  settings: Record<string, string> = {},
  cwd?: string,
): Promise<string> {
  const options = { env: { ...process.env, ...settings }, cwd };
  return (await promisify(execFile)(file, args, options)).stdout;
}

const linesOf = (output: string) => output.trimEnd().split('\n');

async function run(args: readonly string[]): Promise<{ printed: string[]; notes: string }> {
  // The warnings of a program under the instrument are no part of its order.
  const child = spawn(process.execPath, ['--no-warnings', ...args], { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  const [printed, complaint, notes, code] = await Promise.all([
    text(child.stdout as NodeJS.ReadableStream & AsyncIterable<Buffer>),
    text(child.stderr as NodeJS.ReadableStream & AsyncIterable<Buffer>),
    text(child.stdio[3] as NodeJS.ReadableStream & AsyncIterable<Buffer>),
    new Promise((resolve, reject) => child.once('exit', resolve).once('error', reject)),
  ]);
  if (code !== 0) throw new Error(`${args.at(-1)} ended with ${code}: ${complaint}`);
  return { printed: linesOf(printed), notes };
}
