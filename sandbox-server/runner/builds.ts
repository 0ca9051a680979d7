import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { BuildState } from '../../protocol/host.ts';
import type { VariantInfo } from '../../protocol/runner-messages.ts';
import { sourceHash } from '../../protocol/source-hash.ts';

const LOG_LINES = 60;
/** The reader's own target folder would put artefacts where no manifest looks for them. */
const { CARGO_TARGET_DIR: _, ...cargoEnv } = process.env;
const RUST_MISSING = {
  text: 'Rust (cargo) is not installed.',
  command: "curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh",
};

/** Something to build: ready when the artefact lies there with a note of the very sources it was built from. */
interface Job {
  readonly target: string;
  readonly title: string;
  readonly directory: string;
  readonly argv: readonly string[];
  readonly artifact: string;
  readonly sourceHash: string;
}

/**
 * Builds what is missing, one after the other: the load tool first, because every experiment needs it, then the
 * variants. A measured run stops the compiler where it stands and lets it go on afterwards.
 */
export class Builds {
  readonly #report: (state: BuildState) => void;
  readonly #jobs: Job[];
  /** Variants that need no build. */
  readonly #interpreted: BuildState[] = [];
  #child: ChildProcess | undefined;
  #current: BuildState | undefined;
  #paused = false;

  constructor(
    loadFolder: string,
    variantsFolder: string,
    variants: Iterable<VariantInfo>,
    report: (state: BuildState) => void,
  ) {
    this.#report = report;
    this.#jobs = [loadJob(loadFolder)];
    for (const { id, manifest, sourceHash: hash } of variants) {
      const { build, title } = manifest;
      if (!build) this.#interpreted.push({ target: id, title, state: 'ready' });
      else {
        const folder = join(variantsFolder, id);
        this.#jobs.push({
          target: id,
          title,
          directory: join(folder, build.directory),
          argv: build.argv,
          artifact: join(folder, build.artifact),
          sourceHash: hash,
        });
      }
    }
  }

  /** Says of each target how it stands before anything is built, so that nobody takes silence for ready. */
  announce(): void {
    for (const { target, title } of this.#jobs)
      this.#report({ target, title, state: 'waiting', text: 'It waits to be built.' });
    for (const state of this.#interpreted) this.#report(state);
  }

  /** Runs all jobs; resolves when each is ready, failed or unavailable. */
  async run(): Promise<void> {
    const hasCargo = await succeeds('cargo', ['--version']);
    for (const job of this.#jobs) {
      const { target, title } = job;
      if (isBuilt(job)) this.#report({ target, title, state: 'ready' });
      else if (!hasCargo) this.#report({ target, title, state: 'unavailable', ...RUST_MISSING });
      else await this.#build(job);
    }
  }

  /** Stops the compiler with all its children until `resume`; nothing compiles while something is measured. */
  pause(): void {
    if (this.#paused) return;
    this.#paused = true;
    this.#signal('SIGSTOP');
    if (this.#current) this.#report({ ...this.#current, state: 'paused', text: 'It waits while a run measures.' });
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#signal('SIGCONT');
    if (this.#current) this.#report(this.#current);
  }

  #signal(signal: NodeJS.Signals): void {
    if (!this.#child?.pid) return;
    try {
      process.kill(-this.#child.pid, signal);
    } catch {
      // It ended just now.
    }
  }

  async #build({ target, title, directory, argv, artifact, sourceHash: hash }: Job): Promise<void> {
    const [command, ...args] = argv as [string, ...string[]];
    const total = await crates(directory, args);
    const progress = (done: number): void => {
      this.#current = {
        target,
        title,
        state: 'building',
        text: 'It is being built.',
        done,
        ...(total ? { total } : {}),
      };
      this.#report(
        this.#paused ? { ...this.#current, state: 'paused', text: 'It waits while a run measures.' } : this.#current,
      );
    };
    progress(0);
    // A process group of its own, so that the compiler's children stop with it.
    const child = spawn(command, [...args, '--message-format', 'json-render-diagnostics'], {
      cwd: directory,
      detached: true,
      env: cargoEnv,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    if (this.#paused) this.#signal('SIGSTOP');
    const log: string[] = [];
    createInterface({ input: child.stderr }).on('line', (line) => {
      log.push(line);
      if (log.length > LOG_LINES) log.shift();
    });
    const built = new Set<string>();
    createInterface({ input: child.stdout }).on('line', (line) => {
      const message = JSON.parse(line) as { reason: string; package_id?: string };
      if (message.reason !== 'compiler-artifact' || !message.package_id || built.has(message.package_id)) return;
      built.add(message.package_id);
      progress(built.size);
    });
    const code = await new Promise<number | null>((resolve) => {
      child.once('error', (error) => {
        log.push(error.message);
        resolve(1);
      });
      child.once('close', resolve);
    });
    this.#child = undefined;
    this.#current = undefined;
    if (code === 0) {
      writeFileSync(noteOf(artifact), hash);
      this.#report({ target, title, state: 'ready' });
    } else this.#report({ target, title, state: 'failed', text: 'The compiler refused it.', log: log.join('\n') });
  }
}

const noteOf = (artifact: string) => `${artifact}.source-hash`;

function isBuilt({ artifact, sourceHash: hash }: Job): boolean {
  const note = noteOf(artifact);
  return existsSync(artifact) && existsSync(note) && readFileSync(note, 'utf8') === hash;
}

/** Below the load tool's folder. */
export const LOAD_BINARY = 'target/release/load';

function loadJob(folder: string): Job {
  const files = ['Cargo.toml', 'Cargo.lock', ...globSync('src/**/*.rs', { cwd: folder }).sort()];
  return {
    target: 'load',
    title: 'Load tool',
    directory: folder,
    argv: ['cargo', 'build', '--release', '--locked'],
    artifact: join(folder, LOAD_BINARY),
    sourceHash: sourceHash(files.map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }))),
  };
}

/** How many crates a build has, for the progress bar; undefined when cargo does not say. */
async function crates(directory: string, args: readonly string[]): Promise<number | undefined> {
  const at = args.indexOf('--package');
  const only = at >= 0 ? ['--package', args[at + 1] as string] : [];
  const tree = ['tree', '--locked', '--edges', 'normal,build', '--prefix', 'none', '--format', '{p}', ...only];
  try {
    const { stdout } = await promisify(execFile)('cargo', tree, { cwd: directory, maxBuffer: 4 * 1024 * 1024 });
    return new Set(
      stdout
        .split('\n')
        .map((line) => line.replace(/ \(\*\)$/, ''))
        .filter(Boolean),
    ).size;
  } catch {
    return undefined;
  }
}

async function succeeds(command: string, args: string[]): Promise<boolean> {
  return promisify(execFile)(command, args).then(
    () => true,
    () => false,
  );
}
