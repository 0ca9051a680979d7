import { createHash } from 'node:crypto';
import { z } from 'zod';
import { metricNameSchema } from '../../protocol/experiment.ts';
import type { HostCard } from '../../protocol/host.ts';
import type { MetricName } from '../../protocol/metrics.ts';
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

  /** What is known of all metrics together, as old as the oldest of it; `found` by a run may not be kept yet. */
  floor(mode: Plan['mode'], found?: NoiseFloor): NoiseFloor | undefined {
    const others = metricNames.filter((metric) => found?.byMetric[metric] === undefined);
    const kept = others.map((metric) => this.floorOf(mode, metric));
    const known = [...kept, found].filter((floor) => floor !== undefined);
    const [oldest] = known.toSorted((a, b) => a.measuredAt.localeCompare(b.measuredAt));
    return oldest && { ...oldest, byMetric: Object.assign({}, ...known.map(({ byMetric }) => byMetric)) };
  }

  /** Each metric's own, for a day since it was measured: another one that is measured later does not renew it (ST8). */
  floorOf(mode: Plan['mode'], metric: MetricName): NoiseFloor | undefined {
    return this.#store.hostFact(`floor/${this.#host}/${mode}/${metric}`, noiseFloorSchema, DAY_MS);
  }

  setFloor(found: NoiseFloor): void {
    for (const metric of metricNames) {
      const amount = found.byMetric[metric];
      const name = `floor/${this.#host}/${found.mode}/${metric}`;
      if (amount !== undefined) this.#store.setHostFact(name, { ...found, byMetric: { [metric]: amount } });
    }
  }

  /** Pairs of cores that slow each other down (CP2). Any are asked for again after a day: they can be noise. */
  get dependent(): [number, number][] | undefined {
    const name = `dependent/${this.#host}`;
    const lasting = this.#store.hostFact(name, pairsSchema, LASTING_MS);
    return this.#store.hostFact(name, pairsSchema, DAY_MS) ?? (lasting?.length === 0 ? lasting : undefined);
  }

  setDependent(pairs: readonly (readonly [number, number])[]): void {
    this.#store.setHostFact(`dependent/${this.#host}`, pairs);
  }

  /** Load tool's CPU a request over the server's, for this load on a variant as its sources are (CP4). */
  rho(load: Calibration, sourceHash: string): number | undefined {
    return this.#store.hostFact(`rho/${this.#host}/${short({ load, sourceHash })}`, z.number(), LASTING_MS);
  }

  setRho(load: Calibration, sourceHash: string, rho: number): void {
    this.#store.setHostFact(`rho/${this.#host}/${short({ load, sourceHash })}`, rho);
  }
}

const metricNames = metricNameSchema.options;
const pairsSchema = z.array(z.tuple([z.number(), z.number()]));

const short = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
