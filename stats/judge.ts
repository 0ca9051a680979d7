import type { Experiment, Question, Rule, Tier } from '../protocol/experiment.ts';
import { type Flag, flagTable, type Point, type Verdict } from '../protocol/result.ts';
import { blocksOfTier } from './compile-plan.ts';
import { type RatioInterval, ratioInterval } from './interval.ts';

/** `quick` decides only what lies beyond this factor (ST4). */
const QUICK_FACTOR = 2;

type Outcome = Verdict['outcome'];

/** The band a rule speaks of, on the scale of the ratio `most` cores over one. */
export function bandOf(rule: Rule, cores: number): { low: number; high: number } {
  return rule.kind === 'equal'
    ? { low: 1 / (1 + rule.margin), high: 1 + rule.margin }
    : { low: rule.perCore * cores, high: Number.POSITIVE_INFINITY };
}

/** ST10: an interval inside the band holds, one outside does not, one across an edge cannot tell. */
export function applyRule(rule: Rule, interval: { low: number; high: number }, cores: number): Outcome {
  const band = bandOf(rule, cores);
  if (interval.low >= band.low && interval.high <= band.high) return 'holds';
  if (interval.high < band.low || interval.low > band.high) return 'does-not-hold';
  return 'cannot-tell';
}

/** One log ratio for each complete block: mean of the logs on `most` cores minus mean of the logs on one. */
export function logRatios(points: readonly Point[], series: string, most: number): number[] {
  const blocks = Map.groupBy(
    points.filter((point) => point.kind === 'block' && point.series === series && point.throughput > 0),
    (point) => point.block,
  );
  const mean = (values: readonly Point[]) =>
    values.reduce((sum, point) => sum + Math.log(point.throughput), 0) / values.length;
  return [...blocks.values()].flatMap((block) => {
    const many = block.filter((point) => point.cores === most);
    const one = block.filter((point) => point.cores === 1);
    return many.length === 2 && one.length === 2 ? [mean(many) - mean(one)] : [];
  });
}

/** All verdicts of a run from its points. Pure; the gates of ST9 come first and name themselves in the reason. */
export function judge(spec: Experiment, tier: Tier, sweep: readonly number[], points: readonly Point[]): Verdict[] {
  const most = sweep.at(-1) ?? 1;
  return spec.questions.map((question) => {
    const own = points.filter((point) => point.kind === 'block' && point.series === question.series);
    const flags = [...new Set(own.flatMap((point) => point.flags))];
    const interval = ratioInterval(logRatios(points, question.series, most));
    const [outcome, reason] = decide(question, tier, most, interval, own, flags);
    return {
      claim: question.claim,
      series: question.series,
      sentence: question.sentence,
      rule: question.rule,
      status: question.status,
      outcome,
      reason,
      cores: [1, most],
      ...(interval ? { ratio: interval.ratio, low: interval.low, high: interval.high } : {}),
      confidence: 0.95,
      blocks: interval?.blocks ?? 0,
      flags,
    };
  });
}

function decide(
  question: Question,
  tier: Tier,
  most: number,
  interval: RatioInterval | undefined,
  points: readonly Point[],
  flags: readonly Flag[],
): [Outcome, string] {
  const { rule, meaning } = question;
  const wanted = blocksOfTier[tier];
  if (wanted === 0) return ['cannot-tell', 'A look draws the curve and decides nothing: it measures each point once.'];
  if (most < 2) return ['cannot-tell', 'This host has only one core for the server, so there is nothing to compare.'];
  if (!interval || interval.blocks < wanted)
    return ['cannot-tell', `${interval?.blocks ?? 0} of ${wanted} repetitions were completed.`];
  const invalid = flags.find((flag) => flagTable[flag].invalid);
  if (invalid) return ['cannot-tell', flagTable[invalid].text];
  if (tier === 'quick' && interval.low < QUICK_FACTOR && interval.high > 1 / QUICK_FACTOR)
    return [
      'cannot-tell',
      'Three repetitions decide only differences beyond a factor of two. The standard tier repeats five times.',
    ];
  const outcome = applyRule(rule, interval, most);
  if (outcome === 'cannot-tell')
    return [outcome, 'The interval crosses the limit. More repetitions or a quieter machine would narrow it.'];
  if (outcome === 'holds') return [outcome, meaning.holds];
  // Whoever else uses the cores takes from the many-core slices, never adds: such blocks cannot refute a gain.
  const disturbed = points.filter((point) => point.flags.includes('noisy')).length;
  if (rule.kind === 'atLeast' && disturbed > points.length / 4)
    return [
      'cannot-tell',
      `${flagTable.noisy.text} That takes cores from the server, so it cannot show that the gain is smaller.`,
    ];
  return [outcome, meaning.doesNotHold];
}
