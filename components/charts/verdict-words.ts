import type { Rule, Tier } from '../../protocol/experiment.ts';
import type { HostCard } from '../../protocol/host.ts';
import { metrics } from '../../protocol/metrics.ts';
import type { Point, Verdict } from '../../protocol/result.ts';
import { bandOf, type VerdictRule } from '../../stats/verdict.ts';
import { count, fixed, percent, times } from './format.ts';
import { metricWords } from './sweep-sentences.ts';
import { type PlanSweep, xWords } from './sweep-words.ts';

export const outcomeWord: Record<Verdict['outcome'], string> = {
  holds: 'Holds here',
  'does-not-hold': 'Does not hold here',
  'cannot-tell': 'Cannot tell on this machine',
};

/** A recording speaks of its own machine, not of the reader's. */
export const recordedOutcome: Record<Verdict['outcome'], string> = {
  holds: 'Held on the recorded machine',
  'does-not-hold': 'Did not hold on the recorded machine',
  'cannot-tell': 'Could not be told on the recorded machine',
};

/** What stands beside a sentence that denies its claim. */
export const DENIAL = 'If this holds, the claim does not, at least not in full.';

export const tierWord: Record<Tier, string> = {
  look: 'Look',
  quick: 'Quick',
  standard: 'Standard',
  careful: 'Careful',
};

/** "1.86 times the work on 2 cores, between 1.81 and 1.91": the ratio, or the value of a limit, with its interval. */
export function ratioWords(verdict: Verdict, sweep: PlanSweep): string | undefined {
  const { metric, of, against } = verdict;
  const work = metric === 'throughput' && of.series === against?.series && sweep.over === 'cores';
  const compared = against !== undefined;
  return figureWords({ ...verdict, compared }, work ? `the work on ${xWords(sweep, of.x)}` : undefined);
}

/** The same where the plan is not at hand. `compared`: the figure is a ratio, otherwise a value of the metric. */
export function figureWords(
  { ratio, low, high, metric, compared }: Pick<Verdict, 'ratio' | 'low' | 'high' | 'metric'> & { compared: boolean },
  what = `the ${metricWords(metric)}`,
): string | undefined {
  if (ratio === undefined) return undefined;
  const { digits, unit } = metrics[metric];
  const short = (value: number) => (compared ? times(value) : fixed(value, digits));
  // What was counted, or measured once, has no interval.
  const hasInterval = low !== undefined && high !== undefined && low < high;
  // One narrower than its digits show gets one more: its ends are never the same number.
  const narrow = hasInterval && short(low) === short(high);
  const say = (value: number) => (narrow ? fixed(value, compared ? 3 : digits + 1) : short(value));
  const interval = hasInterval ? `, between ${say(low)} and ${say(high)}` : '';
  return `${say(ratio)} ${compared ? `times ${what}` : unit}${interval}`;
}

/** How often it was measured, and how sure that makes it. */
export function basisWords({
  blocks,
  confidence,
  repeats = 0,
  compared,
}: Pick<Verdict, 'blocks' | 'confidence'> & { repeats?: number; compared: boolean }): string {
  if (blocks === 0) return 'Not repeated';
  // The ratio is theirs together, not that of two numbers of a table.
  const each = compared && blocks > 1 ? ', each with a ratio of its own' : '';
  const again = repeats > 0 ? `, ${repeats} of them again because the machine was disturbed` : '';
  const sure = blocks > 1 ? `, interval at ${percent(confidence)} confidence` : '';
  return `${count(blocks, 'repetition')}${each}${again}${sure}`;
}

/** What A against A differs by on a machine (ST8); undefined when it was not measured, or plays no part: a limit compares nothing. */
export function floorWords(
  { floor, rule }: Pick<Verdict, 'floor' | 'rule'>,
  machine = 'this machine can',
): string | undefined {
  if (floor === undefined || rule.kind === 'limit') return undefined;
  const ratio = Math.exp(floor);
  return `Smallest difference ${machine} show: ${ratio < 2 ? percent(ratio - 1, 1) : `${times(ratio)} times as much`}`;
}

/** Where a rule holds, on the scale of its ratio or value. */
export interface RuleBand {
  readonly low: number;
  readonly high: number;
}

/** The band of a verdict's rule on this host (ST10). Where less is better, "better" is below 1. */
export function verdictBand({ rule, metric, of, against, floor }: Verdict): RuleBand {
  const resolved: VerdictRule =
    rule.kind === 'atLeast'
      ? { kind: 'atLeast', k: 'k' in rule ? rule.k : rule.perCore * Math.max(of.x, against?.x ?? 0) }
      : rule;
  const band = bandOf(resolved, floor);
  const lower = (metrics[metric] as { better?: string }).better === 'lower';
  return rule.kind === 'better' && lower ? { low: 0, high: 1 / band.low } : band;
}

/** The rule as the reader can check it on the scale. */
export function ruleWords(rule: Rule, { low, high }: RuleBand): string {
  if (high === Number.POSITIVE_INFINITY) return `holds from ${times(low)} upwards`;
  if (low === 0) return `holds below ${rule.kind === 'limit' ? rule.below : times(high)}`;
  return `holds between ${times(low)} and ${times(high)}`;
}

/** The load tool's share of the CPU where it shares the server's cores: the part of a measurement that is not the server. */
export function loadShareWords(points: readonly Point[]): string | undefined {
  const shares = points.flatMap((point) => point.loadShare ?? []);
  if (shares.length === 0) return undefined;
  const most = Math.max(...shares);
  const used = most < 0.001 ? 'less than 0.1 %' : `at most ${percent(most, 1)}`;
  return `The load tool used ${used} of the CPU time that it and the server used together.`;
}

export function hostWords(host: HostCard): string {
  return `${host.cpuModel}, ${count(host.usableCores.length, 'core')}`;
}

/** Which walls stood between the servers and the host, and who kept them within their memory where that is known. */
export function isolationWords({ isolation, labLimits }: Pick<HostCard, 'isolation' | 'labLimits'>): string {
  const keeper = labLimits ? `; memory kept by ${keeperWords[labLimits]}` : '';
  return `${wallWords[isolation]}${keeper}`;
}

const wallWords: Record<HostCard['isolation'], string> = {
  pod: 'own user, network and process namespaces',
  process: 'own processes with limits',
  none: 'none',
};

export const keeperWords: Record<NonNullable<HostCard['labLimits']>, string> = {
  kernel: 'the kernel, with a control group for each lab',
  watched: 'the sandbox server, which looks twice a second',
};
