import { ProblemError } from '../../protocol/errors.ts';
import type { Fact } from '../../protocol/runner-messages.ts';
import { type RunnerProcess, readyHost } from './runner-process.ts';

/** Packing and unpacking have a limit of their own in the lab; this one is for a runner that does not answer. */
const ANSWER_MS = 45_000;

type FilesFact = Extract<Fact, { t: `files.${string}` }>;

/** Files of the owner's lab as one archive, out of it and into it: one at a time. */
export class LabFiles {
  runner!: RunnerProcess;
  #waiting: ((fact: FilesFact | undefined) => void) | undefined;

  /** What is in the lab's home, as .tar.gz. @throws ProblemError */
  async save(): Promise<Buffer> {
    const fact = await this.#ask(() => this.runner.send({ t: 'files.save' }));
    if (fact.t !== 'files.saved') throw unfit();
    return Buffer.from(fact.archive, 'base64');
  }

  /** Unpacks a .tar.gz in the lab's home. @returns the folder in which its files are @throws ProblemError */
  async bring(archive: Buffer): Promise<string> {
    const fact = await this.#ask(() => this.runner.send({ t: 'files.bring', archive: archive.toString('base64') }));
    if (fact.t !== 'files.brought') throw unfit();
    return fact.folder;
  }

  onFact(fact: FilesFact): void {
    this.#waiting?.(fact);
  }

  runnerGone(): void {
    this.#waiting?.(undefined);
  }

  async #ask(order: () => void): Promise<FilesFact> {
    readyHost(this.runner);
    if (this.#waiting) throw new ProblemError('limit', 'The files of the lab are being packed or unpacked already.');
    const fact = await new Promise<FilesFact | undefined>((resolve) => {
      const timer = setTimeout(resolve, ANSWER_MS);
      this.#waiting = (answer) => {
        clearTimeout(timer);
        resolve(answer);
      };
      order();
    });
    this.#waiting = undefined;
    if (!fact) throw unfit();
    if (fact.t === 'files.failed') throw ProblemError.of(fact.problem);
    return fact;
  }
}

const unfit = () => new ProblemError('lab-failed', 'The lab did not answer.');
