import { type ChildProcess, type ChildProcessWithoutNullStreams, type StdioOptions, spawn } from 'node:child_process';
import { type Problem, ProblemError } from '../../protocol/errors.ts';
import type { BuildState, Facilities, HostCard } from '../../protocol/host.ts';
import {
  type Fact,
  factSchema,
  type Order,
  type SubjectInfo,
  type VariantInfo,
} from '../../protocol/runner-messages.ts';
import { type Link, pipeLink } from '../bus/link.ts';
import type { RunnerView } from './runs.ts';

/** A runner that dies is started again after this time, doubled each time up to the longest. */
const RESTART_MS = 500;
const LONGEST_RESTART_MS = 30_000;
/** How long it may take to end its labs when it is asked to. */
const END_MS = 4000;

export interface RunnerListeners {
  onFact(fact: Fact): void;
  onFrame(frame: Uint8Array): void;
  /** The runner and all it had started are gone; a new one is coming. */
  onGone(): void;
}

/**
 * The runner on this host: a child in a pid namespace of its own, reached over its stdin and stdout. Keeps the
 * last word on host, variants and builds, so that whoever asks need not wait for the runner.
 */
export class RunnerProcess implements RunnerView {
  readonly variants = new Map<string, VariantInfo>();
  readonly subjects = new Map<string, SubjectInfo>();
  readonly builds = new Map<string, BuildState>();
  host: HostCard | undefined;
  facilities: Facilities = { tools: [] };
  problem: Problem | undefined;
  readonly #argv: readonly string[];
  readonly #listeners: RunnerListeners;
  readonly #log: (line: string) => void;
  readonly #extra: number | undefined;
  #link: Link | undefined;
  #child: ChildProcess | undefined;
  #restartMs = RESTART_MS;
  #ended = false;
  #exited: Promise<void> = Promise.resolve();

  /** `extra` is a descriptor that the runner gets as its fourth one. */
  constructor(argv: readonly string[], listeners: RunnerListeners, log: (line: string) => void, extra?: number) {
    this.#argv = argv;
    this.#extra = extra;
    this.#listeners = listeners;
    this.#log = log;
    this.#start();
  }

  send(order: Order): void {
    this.#link?.send(order);
  }

  sendFrame(frame: Uint8Array): void {
    this.#link?.sendFrame(frame);
  }

  /** Closes the runner's stdin, on which it ends its labs and itself; resolves when it is gone. */
  async end(): Promise<void> {
    this.#ended = true;
    this.#link?.close();
    const late = setTimeout(() => this.#child?.kill('SIGKILL'), END_MS);
    await this.#exited;
    clearTimeout(late);
  }

  #start(): void {
    const [command, ...args] = this.#argv as [string, ...string[]];
    const stdio: StdioOptions = ['pipe', 'pipe', 'pipe', this.#extra ?? 'ignore'];
    const child = spawn(command, args, { stdio }) as ChildProcessWithoutNullStreams;
    const link = pipeLink(child.stdout, child.stdin);
    this.#link = link;
    this.#child = child;
    child.stderr.on('data', (chunk: Buffer) => this.#log(chunk.toString().trimEnd()));
    link.onMessage((message) => {
      const fact = factSchema.safeParse(message);
      // Both ends are of one build: a fact that does not fit is a defect, and silence would hide it.
      if (!fact.success)
        return this.#log(`runner: malformed fact ${JSON.stringify(message).slice(0, 200)}: ${fact.error.message}`);
      this.#take(fact.data);
    });
    link.onFrame((frame) => this.#listeners.onFrame(frame));
    this.#exited = new Promise((resolve) => {
      const gone = () => {
        resolve();
        if (this.#link !== link) return;
        this.#link = undefined;
        this.host = undefined;
        this.#listeners.onGone();
        if (this.#ended) return;
        this.#log(`The runner ended; starting it again in ${this.#restartMs} ms.`);
        setTimeout(() => this.#ended || this.#start(), this.#restartMs);
        this.#restartMs = Math.min(this.#restartMs * 2, LONGEST_RESTART_MS);
      };
      child.once('error', (error) => {
        this.#log(`The runner could not start: ${error.message}`);
        gone();
      });
      child.once('close', gone);
    });
  }

  #take(fact: Fact): void {
    if (fact.t === 'runner.ready') {
      this.host = fact.host;
      this.facilities = fact.facilities;
      this.problem = fact.problem;
      this.variants.clear();
      for (const variant of fact.variants) this.variants.set(variant.id, variant);
      this.subjects.clear();
      for (const subject of fact.subjects) this.subjects.set(subject.id, subject);
      this.#restartMs = RESTART_MS;
    } else if (fact.t === 'build.state') this.builds.set(fact.build.target, fact.build);
    this.#listeners.onFact(fact);
  }
}

/** The host of a runner that can take orders. @throws ProblemError `starting`, or `lab-failed` where it cannot run here */
export function readyHost({ host, problem }: Pick<RunnerView, 'host' | 'problem'>): HostCard {
  if (problem) throw new ProblemError('lab-failed', problem.text);
  if (!host) throw new ProblemError('starting', 'The runner is still starting.');
  return host;
}
