import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { HostCard } from '../../protocol/host.ts';
import type { Plan } from '../../protocol/plan.ts';
import { type NoiseFloor, noiseFloorSchema } from '../../protocol/result.ts';
import type { Calibration } from '../../stats/compile-plan.ts';
import type { Store } from './store.ts';

/** What other programs may have had a part in speaks of the machine as it is used these days. */
const DAY_MS = 24 * 3_600_000;
/** Cores and costs change with hardware and code, which are part of the name under which they are kept. */
const LASTING_MS = 365 * 24 * 3_600_000;

/** What was found out about this host by measuring, kept between runs. */
export class HostFacts {
  readonly #store: Store;
  readonly #host: string;

  constructor(store: Store, { cpuModel, usableCores, kernel, hypervisor, isolation }: HostCard) {
    this.#store = store;
    this.#host = short({ cpuModel, usableCores, kernel, hypervisor, isolation });
  }

  get floors(): NoiseFloor[] {
    return [this.floor('shared'), this.floor('split')].filter((floor) => floor !== undefined);
  }

  floor(mode: Plan['mode']): NoiseFloor | undefined {
    return this.#store.hostFact(`floor/${this.#host}/${mode}`, noiseFloorSchema, DAY_MS);
  }

  /** A floor that was just found, with what is known of other metrics. */
  withKnown(found: NoiseFloor): NoiseFloor {
    return { ...found, byMetric: { ...this.floor(found.mode)?.byMetric, ...found.byMetric } };
  }

  setFloor(floor: NoiseFloor): void {
    this.#store.setHostFact(`floor/${this.#host}/${floor.mode}`, floor);
  }

  /** Whether the cores are independent of each other (CP2). A no is asked again after a day: it can be noise. */
  get independent(): boolean | undefined {
    const ofToday = this.#store.hostFact(`independent/${this.#host}`, z.boolean(), DAY_MS);
    return ofToday ?? (this.#store.hostFact(`independent/${this.#host}`, z.boolean(), LASTING_MS) || undefined);
  }

  setIndependent(independent: boolean): void {
    this.#store.setHostFact(`independent/${this.#host}`, independent);
  }

  /** Load tool's CPU a request over the server's, for this load on a variant as its sources are (CP4). */
  rho(load: Calibration, sourceHash: string): number | undefined {
    return this.#store.hostFact(`rho/${this.#host}/${short({ load, sourceHash })}`, z.number(), LASTING_MS);
  }

  setRho(load: Calibration, sourceHash: string, rho: number): void {
    this.#store.setHostFact(`rho/${this.#host}/${short({ load, sourceHash })}`, rho);
  }
}

const short = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
