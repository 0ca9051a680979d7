import type { PlannedServer } from '../../protocol/plan.ts';
import type { VariantInfo } from '../../protocol/runner-messages.ts';
import type { VariantManifest } from '../../protocol/variant.ts';
import type { Usage } from './sampler.ts';

/** What is known of the programs that a server asks. */
export interface BehindSeen {
  readonly cpuUs: number;
  readonly cores: number;
  /** Of a server that only waits: how many calls at a time, and the mean of its delays. */
  readonly slots?: { readonly count: number; readonly delayUs: number };
}

type Knobs = PlannedServer['knobs'];

/** What the sampler saw of the programs behind a server, and what was asked of them. */
export function behindOf(
  { key, behind }: PlannedServer,
  pids: readonly number[],
  { processes }: Usage,
  variants: ReadonlyMap<string, VariantInfo>,
): BehindSeen | undefined {
  if (!behind) return undefined;
  const cpuUs = pids.reduce((sum, _, i) => sum + (processes.get(`${key}-behind-${i}`)?.cpuUs ?? 0), 0);
  const manifest = behind.variant === undefined ? undefined : variants.get(behind.variant)?.manifest;
  const count = manifest && knobOf(manifest, behind.knobs, 'SLOTS');
  const delayMs = manifest && knobOf(manifest, behind.knobs, 'DELAY_MS');
  const slots = count && delayMs ? { slots: { count, delayUs: delayMs * 1000 } } : {};
  return { cpuUs, cores: behind.cores.length, ...slots };
}

/** How many requests a server works on at a time, where one of its knobs bounds it. */
export function poolOf(manifest: VariantManifest, knobs: Knobs): number | undefined {
  return knobOf(manifest, knobs, 'POOL') ?? knobOf(manifest, knobs, 'THREADS');
}

function knobOf({ knobs: offered }: VariantManifest, knobs: Knobs, name: string): number | undefined {
  const knob = offered.find((candidate) => candidate.name === name);
  return knob && Number(knobs?.[name] ?? knob.default);
}
