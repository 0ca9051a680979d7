import { list } from '../../components/charts/format.ts';
import type { VariantManifest } from '../../protocol/variant.ts';
import type { Variant } from './variants.ts';

/** A manifest in words. */

export const languageName = { node: 'Node', rust: 'Rust', java: 'Java', go: 'Go' } as const;

export const spreadsWords: Record<VariantManifest['spreads'], string> = {
  'one-thread': 'One thread answers, however many cores it is given.',
  processes: 'One process for each core it is given.',
  threads: 'One worker thread for each core it is given.',
  helpers: 'One thread answers; one helper for each core it is given computes.',
};

export const approachWords: Record<VariantManifest['approach']['kind'], string> = {
  teaching: 'Written to show one idea',
  realistic: 'Written as one would in production',
  stripped: 'Written for speed alone',
};

/** What keeps a single worker from answering others. */
export function heldWords(heldBy: VariantManifest['heldBy']): string {
  if (heldBy.length === 0) return 'Nothing that a request does keeps the others waiting for it.';
  const what = heldBy.map((kind) => (kind === 'computing' ? 'computes' : 'waits'));
  return `While a request ${list(what)}, the worker that runs it answers nobody else.`;
}

/** A server, and no program that runs to its end. */
export const isServer = (variant: Variant): variant is Variant & { manifest: VariantManifest } =>
  'routes' in variant.manifest;

const toolchainName = { node: 'Node', cargo: 'Rust', java: 'JDK', go: 'Go' } as const;
const serviceName = { postgres: 'PostgreSQL' } as const;

/** "Rust 1.85 or newer, and PostgreSQL" */
export function needsWords({ toolchain, least, ...needs }: Variant['manifest']['needs']): string {
  const services = 'services' in needs ? (needs.services ?? []) : [];
  return [`${toolchainName[toolchain]} ${least} or newer`, ...services.map((name) => serviceName[name])].join(', and ');
}
