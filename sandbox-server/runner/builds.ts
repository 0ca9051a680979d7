import { existsSync } from 'node:fs';
import type { BuildState } from '../../protocol/host.ts';
import type { SubjectInfo, VariantInfo } from '../../protocol/runner-messages.ts';
import { buildJobs, isBuilt, type Job, jobsOf, missingFor, noteBuilt } from './build-jobs.ts';
import { whileNobodyElseBuilds } from './build-lock.ts';
import { type BuildProcess, type Progress, startBuild } from './build-process.ts';
import type { ContractGate } from './contract-gate.ts';
import { buildEnvironment, missing } from './toolchains.ts';
import { hashOf } from './variants.ts';

const ELSEWHERE = 'It waits while another sandbox server builds here.';
const PAUSED = 'It waits while a run measures.';
const REFUSED = 'The compiler refused it. Mend it and start the course again; what is built stays.';
const CHANGED = 'Its sources were changed after the sandbox server started; start that again.';
/** What these build runs without them. */
const COMPILERS = ['cargo', 'go'];

export interface BuildsOptions {
  readonly loadFolder: string;
  readonly variantsFolder: string;
  /** In the order in which they are built and checked. */
  readonly variants: readonly VariantInfo[];
  /** Built after them; no contract binds a program that is no server. */
  readonly subjects?: { readonly folder: string; readonly all: readonly SubjectInfo[] };
  /** Or why nothing can be checked here. */
  readonly gate: Pick<ContractGate, 'hasPassed' | 'pass' | 'check'> | string;
  readonly report: (state: BuildState) => void;
}

/**
 * Makes every target usable, as far as this host can:
 *
 *   builds   what is missing, one command after the other    stopped where it stands while a run measures
 *   checks   the contract, one variant after the other       begun anew after a run
 *
 * A variant is ready when it is built from its sources as they are and keeps the contract.
 */
export class Builds {
  readonly #options: BuildsOptions;
  readonly #variants: ReadonlyMap<string, VariantInfo>;
  readonly #jobs: readonly Job[];
  readonly #states = new Map<string, BuildState>();
  #building: { process: BuildProcess; states: BuildState[] } | undefined;
  #checks: Promise<void> = Promise.resolve();
  #checking: { over: Promise<unknown>; abort: AbortController } | undefined;
  /** Resolves when nothing is measured any more; undefined while nothing is. */
  #pause: PromiseWithResolvers<void> | undefined;

  constructor(options: BuildsOptions) {
    const { loadFolder, variantsFolder, variants, subjects } = options;
    this.#options = options;
    this.#variants = new Map(variants.map((variant) => [variant.id, variant]));
    this.#jobs = [
      ...buildJobs(loadFolder, variantsFolder, variants),
      ...(subjects ? jobsOf(subjects.folder, subjects.all) : []),
    ];
  }

  get #all(): (VariantInfo | SubjectInfo)[] {
    return [...this.#variants.values(), ...(this.#options.subjects?.all ?? [])];
  }

  /** Says of each target that it is not usable yet, so that nobody takes silence for ready. */
  announce(): void {
    const targets = [{ target: 'load', title: 'Load tool' }];
    for (const { id, manifest } of this.#all) targets.push({ target: id, title: manifest.title });
    for (const each of targets) this.#set({ ...each, state: 'waiting', text: 'It waits to be built and checked.' });
  }

  /** Resolves when each target is ready, failed or unavailable. */
  async run(): Promise<void> {
    for (const { id, manifest } of this.#all) {
      if (manifest.build) continue;
      const lacks = missing(manifest.needs);
      if (lacks) this.#change(id, { state: 'unavailable', ...lacks });
      else this.#built(id);
    }
    for (const job of this.#jobs) await this.#job(job);
    await this.#checks;
  }

  /** The variants that may be measured. */
  ready(): Map<string, VariantInfo> {
    return new Map([...this.#variants].filter(([id]) => this.#states.get(id)?.state === 'ready'));
  }

  /** Stops compiler and check, until `resume`: nothing else works while something is measured. */
  async pause(): Promise<void> {
    this.#pause ??= Promise.withResolvers();
    this.#building?.process.signal('SIGSTOP');
    for (const state of this.#building?.states ?? []) this.#set({ ...state, state: 'paused', text: PAUSED });
    this.#checking?.abort.abort();
    await this.#checking?.over.catch(() => {});
  }

  resume(): void {
    this.#pause?.resolve();
    this.#pause = undefined;
    this.#building?.process.signal('SIGCONT');
    for (const state of this.#building?.states ?? []) this.#set(state);
  }

  #set(state: BuildState): void {
    this.#states.set(state.target, state);
    this.#options.report(state);
  }

  #change(target: string, change: Omit<BuildState, 'target' | 'title'>): void {
    const { title } = this.#states.get(target) as BuildState;
    this.#set({ target, title, ...change });
  }

  async #job(job: Job): Promise<void> {
    const { products, needs } = job;
    const lacks = missingFor(job);
    const built = products.every(isBuilt);
    if (lacks && !(built && COMPILERS.includes(needs.toolchain)))
      for (const { target } of products) this.#change(target, { state: 'unavailable', ...lacks });
    else if (built) for (const { target } of products) this.#built(target);
    else
      await whileNobodyElseBuilds(
        job.directory,
        () => this.#waitFor(job),
        () => this.#build(job),
      );
  }

  #waitFor({ products }: Job): void {
    for (const { target } of products) this.#change(target, { state: 'waiting', text: ELSEWHERE });
  }

  async #build(job: Job): Promise<void> {
    await this.#pause?.promise;
    // Whoever built here meanwhile may have built this.
    if (job.products.every(isBuilt)) {
      for (const { target } of job.products) this.#built(target);
      return;
    }
    const before = job.products.map((product) => product.hash());
    const process = startBuild(job, buildEnvironment(job.needs), (progress) => this.#progress(job, process, progress));
    this.#building = { process, states: [] };
    this.#progress(job, process, { done: 0 });
    const { ok, log } = await process.done;
    this.#building = undefined;
    for (const [i, product] of job.products.entries()) {
      const { target, artifact } = product;
      if (!ok) this.#change(target, { state: 'failed', text: REFUSED, log });
      else if (!existsSync(artifact)) this.#change(target, { state: 'failed', text: `It left no ${artifact}.`, log });
      else if (product.hash() !== before[i]) this.#change(target, { state: 'failed', text: CHANGED });
      else {
        noteBuilt(product);
        this.#built(target);
      }
    }
  }

  #progress({ products }: Job, process: BuildProcess, progress: Progress): void {
    if (this.#building?.process !== process) return;
    this.#building.states = products.map(({ target, title }) => ({
      target,
      title,
      state: 'building',
      text: 'It is being built.',
      ...progress,
    }));
    for (const state of this.#building.states)
      this.#set(this.#pause ? { ...state, state: 'paused', text: PAUSED } : state);
  }

  /** What is built, or needs no build, is usable once it keeps the contract. */
  #built(target: string): void {
    const { gate } = this.#options;
    const variant = this.#variants.get(target);
    if (!variant) this.#change(target, { state: 'ready' });
    else if (typeof gate === 'string') this.#change(target, { state: 'unavailable', text: gate });
    else if (this.#isOther(variant)) this.#change(target, { state: 'failed', text: CHANGED });
    else if (gate.hasPassed(variant)) this.#change(target, { state: 'ready' });
    else {
      this.#change(target, { state: 'waiting', text: 'It waits to be checked.' });
      this.#checks = this.#checks.then(() => this.#check(gate, variant));
    }
  }

  async #check(gate: Exclude<BuildsOptions['gate'], string>, variant: VariantInfo): Promise<void> {
    await this.#pause?.promise;
    const abort = new AbortController();
    const over = gate.check(variant, abort.signal);
    this.#checking = { over, abort };
    this.#change(variant.id, { state: 'checking', text: 'It is being checked against the contract.' });
    const found = await over.catch(() => undefined);
    this.#checking = undefined;
    if (!found) {
      // A run wanted the cores.
      this.#change(variant.id, { state: 'waiting', text: PAUSED });
      return this.#check(gate, variant);
    }
    const { complaints, log } = found;
    if (this.#isOther(variant)) this.#change(variant.id, { state: 'failed', text: CHANGED });
    else if (complaints.length > 0)
      this.#change(variant.id, {
        state: 'failed',
        text: `It breaks the contract: ${complaints[0]}`,
        complaints,
        ...(log ? { log } : {}),
      });
    else {
      gate.pass(variant);
      this.#change(variant.id, { state: 'ready' });
    }
  }

  /** Whether its sources are other ones than those that the sandbox server speaks of. */
  #isOther({ id, manifest, sourceHash }: VariantInfo): boolean {
    return hashOf(this.#options.variantsFolder, id, manifest) !== sourceHash;
  }
}
