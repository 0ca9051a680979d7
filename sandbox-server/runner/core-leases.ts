/**
 * Who measures on which cores. The runner is the authority for its own cores: a measured run takes all it names,
 * exclusively and at once, or none.
 */
export class CoreLeases {
  readonly #holders = new Map<number, string>();

  /** Takes all cores for `holder`; false, and nothing taken, when one of them is held already, by whomever. */
  take(holder: string, cores: Iterable<number>): boolean {
    const wanted = [...cores];
    if (wanted.some((core) => this.#holders.has(core))) return false;
    for (const core of wanted) this.#holders.set(core, holder);
    return true;
  }

  release(holder: string): void {
    for (const [core, owner] of this.#holders) if (owner === holder) this.#holders.delete(core);
  }

  get busy(): boolean {
    return this.#holders.size > 0;
  }
}
