/**
 * What hub and runner use of the CPU themselves, so that it is not taken for a stranger's (ME5). The hub lies outside
 * the runner's pid namespace and reports its own.
 */
export class CourseCpu {
  #hubUs = 0;
  #from = { atUs: 0, usedUs: 0 };

  /** CPU time of the hub since its start, in µs. */
  noteHub(cpuUs: number): void {
    this.#hubUs = cpuUs;
  }

  mark(): void {
    this.#from = this.#now();
  }

  /** Mean number of cores used since the mark. */
  coresSinceMark(): number {
    const { atUs, usedUs } = this.#now();
    return (usedUs - this.#from.usedUs) / Math.max(atUs - this.#from.atUs, 1);
  }

  #now() {
    const { user, system } = process.cpuUsage();
    return { atUs: performance.now() * 1000, usedUs: user + system + this.#hubUs };
  }
}
