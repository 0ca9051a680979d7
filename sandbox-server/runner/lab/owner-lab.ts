import type { Lab } from './lab.ts';

/** One person's lab over time: opened when it is needed, and anew after it has ended. */
export class OwnerLab {
  readonly #make: () => Promise<Lab>;
  #lab: Promise<Lab> | undefined;
  #gone: Promise<void> = Promise.resolve();

  /** `make` opens a lab; it is never called before the one before is gone. */
  constructor(make: () => Promise<Lab>) {
    this.#make = make;
  }

  /** @throws ProblemError `lab-failed` when the host refuses */
  open(): Promise<Lab> {
    this.#lab ??= this.#gone.then(() => this.#begin());
    return this.#lab;
  }

  async close(): Promise<void> {
    await (await this.#lab)?.close();
  }

  async #begin(): Promise<Lab> {
    try {
      const lab = await this.#make();
      this.#gone = lab.gone;
      void lab.ended.then(() => {
        this.#lab = undefined;
      });
      return lab;
    } catch (error) {
      this.#lab = undefined;
      throw error;
    }
  }
}
