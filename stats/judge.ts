import type { Experiment, Question, Rule, Tier } from '../protocol/experiment.ts';
import { isExact, type MetricName, metrics } from '../protocol/metrics.ts';
import type { Plan } from '../protocol/plan.ts';
import { type Flag, flagTable, type NoiseFloor, type Point, type Verdict } from '../protocol/result.ts';
import { blocksOfTier, floorMetric, pairId, placeX } from './compile-plan.ts';
import { type RatioInterval, ratioInterval, shareInterval } from './interval.ts';
import { mean } from './moments.ts';
import { noiseFloor } from './noise-floor.ts';
import { isSaidTwice, metricOf } from './point-metrics.ts';
import { applyVerdictRule, bandOf, type VerdictRule } from './verdict.ts';

/** `quick` decides only what lies beyond this factor (ST4). */
const QUICK_FACTOR = 2;
const CONFIDENCE = 0.95;
/** With more of its blocks disturbed than this, after the repeats, a comparison decides nothing. */
const MOST_DISTURBED = 0.25;

/** An interval this factor away from the edges of a rule stays where it is through a drift of some per cent. */
const DRIFT_FACTOR = 2;
/** The same for CPU time and memory of the server, which drift and other programs move by less than this (0022). */
const OWN_FACTOR = 1.5;

const AT_LEAST_TEXT = 'The true value may be larger than measured ("at least"), so this cannot decide the sentence.';

type Outcome = Verdict['outcome'];

/** The points of a pair's blocks that count: of a block that was repeated only the last attempt (ST7). */
export function countingPoints(points: readonly Point[], pair: string, kind: Point['kind'] = 'block'): Point[] {
  const own = points.filter((point) => point.kind === kind && point.pair === pair);
  const last = new Map<number, number>();
  for (const { block, attempt } of own) last.set(block, Math.max(last.get(block) ?? 0, attempt));
  return own.filter((point) => point.attempt === last.get(point.block));
}

interface Spot {
  readonly series: string;
  readonly x: number;
}

const blocksOf = (points: readonly Point[]): Point[][] => [...Map.groupBy(points, (point) => point.block).values()];

const isAt = (spot: Spot) => (point: Point) => point.series === spot.series && point.x === spot.x;

/** What both slices of a block say; undefined unless both say something. */
function bothSlices(points: readonly Point[], metric: MetricName): number[] | undefined {
  const values = points.map((point) => metricOf(point, metric)).filter((value) => value !== undefined);
  return points.length === 2 && values.length === 2 ? values : undefined;
}

/** Mean of the logs of both slices, so that what drifts evenly through A B B A cancels; undefined unless both have one. */
function meanLog(points: readonly Point[], metric: MetricName): number | undefined {
  const values = bothSlices(points, metric);
  return values?.every((value) => value > 0) ? mean(values.map(Math.log)) : undefined;
}

/**
 * One number for each complete block: ln(of/against), or ln(of) where there is nothing to compare with.
 */
export function logsOfBlocks(
  points: readonly Point[],
  metric: MetricName,
  of: Spot,
  against: Spot | undefined,
): number[] {
  return blocksOf(points).flatMap((block) => {
    const above = meanLog(block.filter(isAt(of)), metric);
    const below = against ? meanLog(block.filter(isAt(against)), metric) : 0;
    return above === undefined || below === undefined ? [] : [above - below];
  });
}

/** The interval of a ratio or of a value; of a share that was zero in a slice, which has no log, on its own scale. */
function repeated(
  points: readonly Point[],
  metric: MetricName,
  of: Spot,
  against: Spot | undefined,
): RatioInterval | undefined {
  const blocks = blocksOf(points.filter(isAt(of))).flatMap((slices) => {
    const values = bothSlices(slices, metric);
    return values ? [values] : [];
  });
  if (!against && blocks.flat().includes(0)) return shareInterval(blocks.map(mean), CONFIDENCE);
  return ratioInterval(logsOfBlocks(points, metric, of, against), CONFIDENCE);
}

/** A counted value, or the ratio of two, from the one time that each was measured: the interval is the value itself. */
function countedOnce(
  looks: readonly Point[],
  metric: MetricName,
  of: Spot,
  against: Spot | undefined,
): RatioInterval | undefined {
  const valueAt = (spot: Spot) => looks.filter(isAt(spot)).map((point) => metricOf(point, metric))[0];
  const [above, below] = [valueAt(of), against ? valueAt(against) : 1];
  if (!above || !below) return undefined;
  const ratio = above / below;
  return { ratio, low: ratio, high: ratio, confidence: CONFIDENCE, blocks: 1 };
}

/** Which metrics an A/A run gives a floor for. */
const FLOOR_METRICS = [
  'throughput',
  'cpuPerRequest',
  'switchesPerRequest',
  'serviceP50',
  'serviceP90',
  'serviceP99',
  'serviceP999',
  'responseP50',
  'responseP90',
  'responseP99',
  'responseP999',
  'peakMemory',
  'idleMemory',
  'loadedMemory',
  'residentEach',
  'virtualEach',
  'heapEach',
  'createEach',
  'timeEach',
  'cpuEach',
  'operations',
  'kept',
  'growth',
  'lateness',
  'startUp',
  'doneAfter',
] as const satisfies MetricName[];

/** The noise floor that the `floor` steps of a run found, or undefined when it has none (ST8). */
export function floorOf(plan: Plan, points: readonly Point[], measuredAt: string): NoiseFloor | undefined {
  const own = countingPoints(points, 'floor', 'floor');
  const variant = own[0]?.variant;
  if (!variant) return undefined;
  const byMetric: NoiseFloor['byMetric'] = {};
  let blocks = 0;
  const open = own.some(({ offered }) => offered !== undefined);
  const said = own[0]?.figures;
  for (const metric of FLOOR_METRICS) {
    if (own.some((point) => point.flags.some((flag) => effectOn(flag, metric, point) === 'invalid'))) continue;
    // What a plan answers is what it offers: that would be a floor of nothing.
    if (open && metric === 'throughput') continue;
    // The floor of a load by plan is not that of a closed loop.
    if (isSaidTwice(metric, own)) continue;
    // What the sampler sees of a program says nothing of servers.
    if (said && said[metric] === undefined) continue;
    // A and B are one spot; A's two slices are told from B's by their server.
    const ratios = blocksOf(own).flatMap((block) => {
      const a = meanLog(
        block.filter(({ server }) => server === 'a'),
        metric,
      );
      const b = meanLog(
        block.filter(({ server }) => server === 'b'),
        metric,
      );
      return a === undefined || b === undefined ? [] : [a - b];
    });
    const floor = noiseFloor(ratios);
    if (floor === undefined) continue;
    byMetric[metric] = floor;
    blocks = Math.max(blocks, ratios.length);
  }
  return Object.keys(byMetric).length === 0 ? undefined : { mode: plan.mode, measuredAt, variant, blocks, byMetric };
}

/** The rule with its numbers for this host. `better` is turned so that a ratio above 1 is better. */
function resolved(rule: Rule, cores: number): VerdictRule {
  switch (rule.kind) {
    case 'atLeast':
      return { kind: 'atLeast', k: 'k' in rule ? rule.k : rule.perCore * cores };
    default:
      return rule;
  }
}

/** All verdicts of a run from its points. Pure; the gates of ST9 come first and name themselves in the reason. */
export function judge(
  spec: Experiment,
  plan: Plan,
  points: readonly Point[],
  floor: NoiseFloor | undefined,
): Verdict[] {
  const { values } = plan.sweep;
  return spec.questions.map((question) => {
    const spot = (place: Question['of']): Spot => ({ series: place.series, x: placeX(place, values) ?? 0 });
    const first = spot(question.of);
    const against = question.against && spot(question.against);
    const both = [first, ...(question.and ? [spot(question.and)] : [])];
    const pair = pairId(question, values);
    const exact = isExact(question.metric);
    const looks = points.filter(
      (point) => point.kind === 'look' && [...both, ...(against ? [against] : [])].some((one) => isAt(one)(point)),
    );
    const own = pair === undefined ? [] : exact ? looks : countingPoints(points, pair);
    const { of, interval } = worst(
      both.map((one) => ({
        of: one,
        interval: exact
          ? countedOnce(own, question.metric, one, against)
          : repeated(own, question.metric, one, against),
      })),
    );
    const flags = [...new Set(own.flatMap((point) => point.flags))];
    const noise = floor?.byMetric[floorMetric(question.metric)];
    const found: Evidence = {
      question,
      of,
      against,
      tier: plan.tier,
      comparable: pair !== undefined,
      interval,
      points: own,
      floor: noise,
      rule: resolved(question.rule, Math.max(of.x, against?.x ?? 0)),
    };
    const [outcome, reason] = decide(found);
    return {
      claim: question.claim,
      metric: question.metric,
      of,
      ...(against ? { against } : {}),
      sentence: question.sentence,
      ...(question.denies && { denies: question.denies }),
      rule: question.rule,
      status: question.status,
      outcome,
      reason,
      // A chart of ratios has no place for zero; what it means is said in words.
      ...(interval && interval.low > 0 ? { ratio: interval.ratio, low: interval.low, high: interval.high } : {}),
      confidence: CONFIDENCE,
      blocks: interval?.blocks ?? 0,
      repeats: new Set(own.filter(({ attempt }) => attempt > 0).map(({ block, attempt }) => `${block}/${attempt}`))
        .size,
      ...(noise === undefined ? {} : { floor: noise }),
      limiters: [...new Set(own.map(({ limiter }) => limiter))],
      flags,
    };
  });
}

/**
 * Whether an interval of values that drift by some per cent stays on its side all the same (0020). What is counted in the
 * server's own CPU time stays there under more: others share its caches and clock, and do not take its turn (0022).
 */
function isFarFromEdges({ low, high }: { low: number; high: number }, rule: VerdictRule, metric: MetricName): boolean {
  const factor = keepsItsOwn(metric) ? OWN_FACTOR : DRIFT_FACTOR;
  const band = bandOf(rule);
  const isInside = low >= band.low * factor && high * factor <= band.high;
  return isInside || high * factor <= band.low || low >= band.high * factor;
}

/** A starved load tool sends in larger bunches, which moves what a request costs by some per cent, as drift does. */
const leavesFarValues = (flag: Flag, metric: MetricName): boolean =>
  flag === 'drift' || (flag === 'generatorStarved' && metric === 'cpuPerRequest');

/** What other programs take of the cores moves these by less than what makes a value far. */
const keepsItsOwn = (metric: MetricName): boolean => metric === 'cpuPerRequest' || metric === 'peakMemory';

/** The point that is farthest from keeping a limit; one that is not known keeps none. */
function worst<T extends { interval: RatioInterval | undefined }>(found: readonly T[]): T {
  const end = ({ interval }: T) => interval?.high ?? Number.POSITIVE_INFINITY;
  return found.reduce((most, one) => (end(one) > end(most) ? one : most));
}

/** Why these points decide nothing about a metric (ST9). `isFar`: their value stays on its side through a drift. */
export function doubtOn(points: readonly Point[], metric: MetricName, isFar = false): Flag | undefined {
  const invalid = points
    .flatMap((point) => point.flags.filter((flag) => effectOn(flag, metric, point) === 'invalid'))
    .find((flag) => !isFar || !leavesFarValues(flag, metric));
  if (invalid) return invalid;
  const disturbed = points.filter((point) => point.flags.includes('noisy')).length;
  const isDisturbed = !isExact(metric) && disturbed > points.length * MOST_DISTURBED;
  return isDisturbed && !(isFar && keepsItsOwn(metric)) ? 'noisy' : undefined;
}

/** The same in words, and what follows from it. */
export const doubtWords = (doubt: Flag): string =>
  doubt === 'noisy'
    ? `${flagTable.noisy.text} What was measured may be theirs and not the server's.`
    : `${flagTable[doubt].text} How far this moves the number is not known, so it decides nothing.`;

interface Evidence {
  readonly question: Question;
  readonly of: Spot;
  readonly against: Spot | undefined;
  readonly tier: Tier;
  /** Whether this host has both points. */
  readonly comparable: boolean;
  readonly interval: RatioInterval | undefined;
  readonly points: readonly Point[];
  readonly floor: number | undefined;
  readonly rule: VerdictRule;
}

function decide({
  question,
  of,
  against,
  tier,
  comparable,
  interval,
  points,
  floor,
  rule,
}: Evidence): [Outcome, string] {
  const { meaning, metric } = question;
  const exact = isExact(metric);
  const wanted = exact ? 1 : blocksOfTier[tier];
  if (wanted === 0) return ['cannot-tell', 'A look draws the curve and decides nothing: it measures each point once.'];
  if (!comparable) return ['cannot-tell', 'This host does not have the points that the sentence compares.'];
  if (!interval || interval.blocks < wanted)
    return ['cannot-tell', `${interval?.blocks ?? 0} of ${wanted} repetitions were completed.`];
  const lowerIsBetter = (metrics[metric] as { better?: string }).better === 'lower';
  const turned =
    rule.kind === 'better' && lowerIsBetter ? { low: 1 / interval.high, high: 1 / interval.low } : interval;
  const isFar = isFarFromEdges(turned, rule, metric);
  const doubt = doubtOn(points, metric, isFar);
  if (doubt) return ['cannot-tell', doubtWords(doubt)];
  if (!exact && tier === 'quick' && (question.rule.kind === 'limit' || withinFactor(interval, QUICK_FACTOR)))
    return [
      'cannot-tell',
      'Three repetitions decide only differences beyond a factor of two. The standard tier repeats five times.',
    ];
  if (!exact && tier !== 'quick' && floor === undefined && rule.kind !== 'limit')
    return ['cannot-tell', `The noise floor of this host is not known for ${metrics[metric].label.toLowerCase()}.`];
  // A denominator that may be larger makes the ratio "at most", and with the numerator together nothing is known.
  if (against && points.some((point) => isAt(against)(point) && isAtLeast(point, metric)))
    return ['cannot-tell', 'The value compared with may be larger than measured ("at least"), so this cannot decide.'];
  const atLeastOnly = points.some((point) => (!against || isAt(of)(point)) && isAtLeast(point, metric));
  // Turned over, a time that is "at least" makes its ratio "at most".
  if (atLeastOnly && turned !== interval) return ['cannot-tell', AT_LEAST_TEXT];
  const { outcome, why } = applyVerdictRule(rule, turned, { floor: floor ?? 0, atLeastOnly });
  if (outcome === 'holds') return [outcome, meaning.holds];
  if (outcome === 'does-not-hold') return [outcome, meaning.doesNotHold];
  if (why === 'floor')
    return [outcome, 'What the sentence claims is smaller than the smallest difference this machine can show.'];
  if (why === 'at-least') return [outcome, AT_LEAST_TEXT];
  return [outcome, 'The interval crosses the limit. More repetitions or a quieter machine would narrow it.'];
}

const withinFactor = ({ low, high }: RatioInterval, factor: number) => low < factor && high > 1 / factor;

/** Whether a number may only be larger than it was measured (ST11). */
export const isAtLeast = (point: Point, metric: MetricName): boolean =>
  point.flags.some((flag) => effectOn(flag, metric, point) === 'atLeast');

/** What a flag does to a value of this metric (LD16, ST11): the same doubt can spoil one number and leave another. */
export function effectOn(flag: Flag, metric: MetricName, point: Point): 'invalid' | 'atLeast' | 'warn' {
  const time = metric.startsWith('response') || metric.startsWith('service');
  // A backlog leaves throughput as it is.
  if (flag === 'backlog') return time ? 'atLeast' : 'warn';
  // A request that was sent late was still answered, and cost what it cost.
  if (flag === 'generatorLate') return time ? 'invalid' : 'warn';
  // A server that still changes has held that much already.
  if (flag === 'notSteady' && metric === 'peakMemory') return 'atLeast';
  // They are what is counted there.
  if (flag === 'errors' && metric === 'errorShare') return 'warn';
  // Whether a request failed is known of each, however much longer or shorter the next one took.
  if ((flag === 'notSteady' || flag === 'drift') && metric === 'errorShare') return 'warn';
  // A connection that failed was not held, and one that was held was so however late its messages were.
  if (metric === 'held' && flag !== 'fault' && flag !== 'interrupted') return 'warn';
  // A busy load tool has sent less than the server could do; by plan it has broken the plan, and times hold its own.
  if (flag === 'generatorBusy') {
    if (point.offered !== undefined || time) return 'invalid';
    return metric === 'throughput' ? 'atLeast' : 'warn';
  }
  return flagTable[flag].effect;
}
