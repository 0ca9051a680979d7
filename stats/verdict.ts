/** What an interval says about a claim (ST10, ST11, ST8). */
export type VerdictRule =
  | { readonly kind: 'about'; readonly k: number; readonly band?: number | undefined }
  | { readonly kind: 'atLeast'; readonly k: number }
  | { readonly kind: 'better' }
  | { readonly kind: 'equal'; readonly margin?: number | undefined }
  | { readonly kind: 'limit'; readonly below: number };

export interface Ruling {
  readonly outcome: 'holds' | 'does-not-hold' | 'cannot-tell';
  /** Why it cannot be told. */
  readonly why?: 'crosses' | 'floor' | 'at-least';
}

const ABOUT_BAND = 1.25;
const EQUAL_MARGIN = 0.1;
/** The least difference that counts as better, where the noise floor is not larger. */
const LEAST_BETTER = 0.03;

/** The values for which a rule holds. */
export function bandOf(rule: VerdictRule, floor = 0): { low: number; high: number } {
  switch (rule.kind) {
    case 'about': {
      const band = rule.band ?? ABOUT_BAND;
      return { low: rule.k / band, high: rule.k * band };
    }
    case 'atLeast':
      return { low: rule.k, high: Number.POSITIVE_INFINITY };
    case 'better':
      return { low: Math.max(1 + LEAST_BETTER, Math.exp(floor)), high: Number.POSITIVE_INFINITY };
    case 'equal': {
      const margin = rule.margin ?? EQUAL_MARGIN;
      return { low: 1 / (1 + margin), high: 1 + margin };
    }
    case 'limit':
      return { low: 0, high: rule.below };
  }
}

/**
 * The size of what a rule claims, natural log. One smaller than the noise floor is decided only by an interval that stays
 * clear of the rule's edges by the floor (ST8, docs/decisions/0026).
 *
 * - about k: how far k is from 1, and how far the band's edges are from k; the smaller of both, for k = 1 the band.
 * - at least k: how far k is from 1. "At least 1" claims no size.
 * - better: the floor moves the band's edge instead.
 * - equal: the margin.
 * - a limit speaks of a value and not of a difference.
 */
function claimSize(rule: VerdictRule): number {
  switch (rule.kind) {
    case 'about': {
      const band = Math.log(rule.band ?? ABOUT_BAND);
      return rule.k === 1 ? band : Math.min(Math.abs(Math.log(rule.k)), band);
    }
    case 'atLeast':
      return rule.k === 1 ? Number.POSITIVE_INFINITY : Math.abs(Math.log(rule.k));
    case 'equal':
      return Math.log(1 + (rule.margin ?? EQUAL_MARGIN));
    default:
      return Number.POSITIVE_INFINITY;
  }
}

/**
 * ST10: an interval inside the band holds, one outside does not, one across an edge cannot tell.
 *
 * `atLeastOnly` (ST11): the true value may be larger than measured, so both ends of the interval may. What lies above a
 * lower edge stays there: "at least" and "better" can hold. What lies above an upper edge stays there too: a limit that
 * is exceeded is refuted, because a time of at least 60 ms is not below 50. Everything else stays open. The caller makes
 * sure that a larger value means a larger ratio: where less is better, the ratio is turned and its doubt with it.
 */
export function applyVerdictRule(
  rule: VerdictRule,
  interval: { low: number; high: number },
  { floor, atLeastOnly }: { floor: number; atLeastOnly: boolean },
): Ruling {
  // Noise alone could show what is claimed, so the interval decides only where noise would not carry it over an edge.
  const isSmall = claimSize(rule) <= floor;
  const reach = isSmall ? Math.exp(floor) : 1;
  const outcome = compare(rule, { low: interval.low / reach, high: interval.high * reach }, bandOf(rule, floor));
  // That something is about k would be shown by a server compared with itself as well.
  const isOpen = outcome === 'cannot-tell' || (outcome === 'holds' && rule.kind === 'about');
  if (isSmall && isOpen) return { outcome: 'cannot-tell', why: 'floor' };
  const stays = outcome === 'holds' ? rule.kind === 'atLeast' || rule.kind === 'better' : rule.kind === 'limit';
  if (atLeastOnly && (outcome === 'cannot-tell' || !stays)) return { outcome: 'cannot-tell', why: 'at-least' };
  return outcome === 'cannot-tell' ? { outcome, why: 'crosses' } : { outcome };
}

/** "Better" and a limit ask for more than their edge; the other bands include their edges. */
function compare(
  { kind }: VerdictRule,
  { low, high }: { low: number; high: number },
  band: { low: number; high: number },
): Ruling['outcome'] {
  const isInside =
    kind === 'better' ? low > band.low : kind === 'limit' ? high < band.high : low >= band.low && high <= band.high;
  if (isInside) return 'holds';
  return high < band.low || low > band.high ? 'does-not-hold' : 'cannot-tell';
}
