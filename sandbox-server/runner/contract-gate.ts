import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { asProblem } from '../../protocol/errors.ts';
import type { VariantInfo } from '../../protocol/runner-messages.ts';
import type { Lab } from './lab/lab.ts';
import { startServer } from './server-under-test.ts';
import { findJdk } from './toolchains.ts';

/** Longest check, from the server's ready line; it usually takes half a second. */
const CHECK_MS = 20_000;
/** A wrong header is wrong in every answer. */
const MOST_COMPLAINTS = 10;
const complaintsSchema = z.array(z.string());
const passedSchema = z.record(z.string(), z.string());

/** Runs inside the lab, whose loopback is its own: there nothing else can reach the server. */
const CHECK = `
  const [module, variant] = process.argv.slice(1);
  const { checkContract } = await import(module);
  process.stdout.write(JSON.stringify(await checkContract(JSON.parse(variant))));
  process.exit(0);
`;

/**
 * Lets nothing be measured that does not keep CONTRACT.md. A variant that passed is not asked again as long as neither
 * its sources nor the check change; one that failed is, at the next start: it may have been the machine.
 */
export class ContractGate {
  readonly #file: string;
  readonly #lab: () => Promise<Lab>;
  readonly #cores: readonly number[];
  readonly #checkHash: string;
  readonly #passed: Record<string, string>;
  readonly #runtimes = `node ${process.version} java ${findJdk('0')?.version}`;

  /** `file` keeps what passed. `cores`: two of them when the host has two, so that spreading can be seen. */
  constructor(file: string, variantsFolder: string, lab: () => Promise<Lab>, cores: readonly number[]) {
    this.#file = file;
    this.#lab = lab;
    this.#cores = cores;
    this.#checkHash = hashOfCheck(variantsFolder);
    this.#passed = readPassed(file);
  }

  hasPassed(variant: VariantInfo): boolean {
    return this.#passed[variant.id] === this.#keyOf(variant);
  }

  pass(variant: VariantInfo): void {
    this.#passed[variant.id] = this.#keyOf(variant);
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.#passed));
    renameSync(`${this.#file}.new`, this.#file);
  }

  /**
   * Starts the variant and asks it all that the contract promises; what is wrong, a sentence each.
   * @throws the signal's reason
   */
  async check(variant: VariantInfo, signal: AbortSignal): Promise<{ complaints: string[]; log?: string }> {
    try {
      const lab = await this.#lab();
      const server = await startServer(lab, variant, this.#cores, signal);
      try {
        return await this.#ask(lab, variant, server.port, signal);
      } finally {
        await server.stop();
      }
    } catch (error) {
      signal.throwIfAborted();
      const { text: fault, log } = asProblem(error);
      return { complaints: [fault], ...(log ? { log } : {}) };
    }
  }

  async #ask(lab: Lab, { manifest }: VariantInfo, port: number, signal: AbortSignal) {
    const module = `${lab.paths.variants}/contract/check-contract.ts`;
    const variant = JSON.stringify({ ...manifest, port, workers: this.#cores.length });
    const child = await lab.spawn({ argv: ['node', '--input-type=module', '--eval', CHECK, module, variant] });
    const limit = AbortSignal.timeout(CHECK_MS);
    const either = AbortSignal.any([signal, limit]);
    const stop = () => void child.stop(0);
    either.addEventListener('abort', stop, { once: true });
    if (either.aborted) stop();
    const [said, log, { code }] = await Promise.all([text(child.stdout), text(child.stderr), child.exited]);
    either.removeEventListener('abort', stop);
    signal.throwIfAborted();
    if (limit.aborted) return { complaints: [`Its check did not end within ${CHECK_MS / 1000} s.`] };
    if (code !== 0) return { complaints: ['Its check ended without an answer.'], log };
    const complaints = complaintsSchema.parse(JSON.parse(said));
    const left = complaints.length - MOST_COMPLAINTS;
    return { complaints: [...complaints.slice(0, MOST_COMPLAINTS), ...(left > 0 ? [`And ${left} more.`] : [])] };
  }

  #keyOf({ sourceHash }: VariantInfo): string {
    return `${sourceHash} ${this.#checkHash} ${this.#runtimes}`;
  }
}

/** A check that asks more has to be passed anew. */
function hashOfCheck(variantsFolder: string): string {
  const hash = createHash('sha256');
  for (const name of globSync('{contract,test}/**/*.ts', { cwd: variantsFolder }).sort())
    hash.update(readFileSync(join(variantsFolder, name)));
  return hash.digest('hex').slice(0, 16);
}

/** What is not readable is as good as nothing: everything is checked again. */
function readPassed(file: string): Record<string, string> {
  try {
    return existsSync(file) ? passedSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : {};
  } catch {
    return {};
  }
}
