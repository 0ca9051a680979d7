import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';
import { toolOf } from './build-tools.ts';

/** Of a compiler's words the first error and how it ended matter most: so many lines of each are kept. */
const FIRST_LINES = 60;
const LAST_LINES = 20;
/** The reader's own target folder would put artefacts where no manifest looks for them. */
const { CARGO_TARGET_DIR: _, ...ownEnv } = process.env;

export interface Progress {
  readonly done: number;
  readonly total?: number;
}

export interface BuildProcess {
  /** Never rejects. `log` holds what the tool said for people. */
  readonly done: Promise<{ ok: boolean; log: string }>;
  /** Stops everything that was started for it, or lets it go on. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void;
}

/** Starts a build command in a process group of its own, so that the compiler's children stop with it. */
export function startBuild(
  { directory, argv }: { directory: string; argv: readonly string[] },
  env: Record<string, string>,
  onProgress: (progress: Progress) => void,
): BuildProcess {
  const [command, ...args] = argv as [string, ...string[]];
  const tool = toolOf(command);
  const log = new Words();
  const parts = new Set<string>();
  let total: number | undefined;
  // What was counted beforehand is an estimate: features can bring in more.
  const tell = (done: number) => onProgress({ done, ...(total ? { total: Math.max(total, done) } : {}) });
  void tool.total(directory, argv).then((known) => {
    if (known === undefined) return;
    total = known;
    tell(parts.size);
  });

  const child = spawn(command, tool.talking(args), {
    cwd: directory,
    detached: true,
    env: { ...ownEnv, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const hear = (line: string) => {
    const heard = tool.hear(stripVTControlCharacters(line));
    if (!heard) return;
    if ('words' in heard) log.add(heard.words);
    else if ('total' in heard) {
      total = heard.total;
      tell(heard.done);
    } else if (!parts.has(heard.part)) tell(parts.add(heard.part).size);
  };
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', hear);
  const done = new Promise<{ ok: boolean; log: string }>((resolve) => {
    child.once('error', (error) => resolve({ ok: false, log: error.message }));
    child.once('close', (code) => resolve({ ok: code === 0, log: log.text }));
  });
  return {
    done,
    signal: (name) => {
      if (child.pid === undefined || child.exitCode !== null) return;
      try {
        process.kill(-child.pid, name);
      } catch {
        // It ended just now.
      }
    },
  };
}

/** The first and the last lines of what may be long. */
class Words {
  readonly #first: string[] = [];
  readonly #last: string[] = [];
  #left = 0;

  add(line: string): void {
    if (this.#first.length < FIRST_LINES) this.#first.push(line);
    else if (this.#last.push(line) > LAST_LINES) {
      this.#last.shift();
      this.#left++;
    }
  }

  get text(): string {
    const gap = this.#left > 0 ? [`… ${this.#left} lines …`] : [];
    return [...this.#first, ...gap, ...this.#last].join('\n').trim();
  }
}
