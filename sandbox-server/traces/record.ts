import { spawn } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { sourceHash } from '../../protocol/source-hash.ts';
import { type Trace, traceSchema } from '../../protocol/trace.ts';
import { nodeTrace } from './node-trace.ts';
import { parseMarks, parseNotes } from './notes.ts';

const folder = join(import.meta.dirname, 'node');
const CATEGORIES = 'node.environment,node.bootstrap';

/** A program whose order is traced: its name, and its file below this folder. */
export interface Program {
  readonly id: string;
  readonly file: string;
}

/** Every `node/<id>.cjs` and `node/<id>.mjs`. */
export function tracedPrograms(): Program[] {
  return globSync('*.{cjs,mjs}', { cwd: folder })
    .sort()
    .map((name) => ({ id: basename(name, extname(name)), file: join(folder, name) }));
}

/** Runs a program under this very Node, without any instrument. @returns what it printed, by lines */
export async function plainOutput({ file }: Program): Promise<string[]> {
  return (await run([file])).printed;
}

/** Runs a program with the instrument. Throws when it fails, or tells nothing of its loop. */
export async function recordTrace({ id, file }: Program): Promise<{ trace: Trace; printed: string[] }> {
  const workplace = mkdtempSync(join(tmpdir(), 'trace-'));
  try {
    const marksFile = join(workplace, 'marks.json');
    const options = ['--trace-event-categories', CATEGORIES, '--trace-event-file-pattern', marksFile];
    const instrument = join(import.meta.dirname, 'instrument.cjs');
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
  return { printed: printed.trimEnd().split('\n'), notes };
}
