import type { Tier } from '../../protocol/experiment.ts';
import type { HostCard } from '../../protocol/host.ts';
import type { Point, Verdict } from '../../protocol/result.ts';
import { count, fixed, percent, times } from './format.ts';

export const outcomeWord: Record<Verdict['outcome'], string> = {
  holds: 'Holds here',
  'does-not-hold': 'Does not hold here',
  'cannot-tell': 'Cannot tell on this machine',
};

export const tierWord: Record<Tier, string> = {
  look: 'Look',
  quick: 'Quick',
  standard: 'Standard',
  careful: 'Careful',
};

/** "1.86 times, between 1.81 and 1.91": the ratio with its interval. */
export function ratioWords({ ratio, low, high, cores }: Verdict): string | undefined {
  if (ratio === undefined) return undefined;
  // An interval narrower than two digits show gets a third one: its ends are never the same number.
  const narrow = low !== undefined && high !== undefined && times(low) === times(high);
  const say = (value: number) => (narrow ? fixed(value, 3) : times(value));
  const interval = low !== undefined && high !== undefined ? `, between ${say(low)} and ${say(high)}` : '';
  return `${say(ratio)} times the work on ${cores[1]} cores${interval}`;
}

export function basisWords({ blocks, confidence }: Verdict): string {
  return blocks === 0
    ? 'Not repeated'
    : `${count(blocks, 'repetition')}, interval at ${percent(confidence)} confidence`;
}

/** The rule as the reader can check it on the scale. */
export function ruleWords(rule: Verdict['rule'], cores: number): string {
  return rule.kind === 'equal'
    ? `holds between ${times(1 / (1 + rule.margin))} and ${times(1 + rule.margin)}`
    : `holds from ${times(rule.perCore * cores)} upwards`;
}

/** The load tool's share of the CPU, the part of a measurement that is not the server. */
export function loadShareWords(points: readonly Point[]): string | undefined {
  const shares = points.flatMap((point) => point.loadShare ?? []);
  if (shares.length === 0) return undefined;
  return `The load tool used at most ${percent(Math.max(...shares), 1)} of the CPU time that it and the server used together.`;
}

export function hostWords(host: HostCard): string {
  return `${host.cpuModel}, ${count(host.usableCores.length, 'core')}`;
}
