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
 * The size of what a rule claims, natural log: no claim smaller than the noise floor is decided (ST8). A limit speaks
 * of a value and not of a difference; "better" takes the floor into its band.
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
 * ST10: an interval inside the band holds, one outside does not, one across an edge cannot tell. `atLeastOnly`: the true
 * value may be larger (ST11), so only that it is large enough, or too large, can be said.
 */
export function applyVerdictRule(
  rule: VerdictRule,
  { low, high }: { low: number; high: number },
  { floor, atLeastOnly }: { floor: number; atLeastOnly: boolean },
): Ruling {
  if (claimSize(rule) <= floor) return { outcome: 'cannot-tell', why: 'floor' };
  const band = bandOf(rule, floor);
  const inside = low >= band.low && high <= band.high;
  const below = high < band.low;
  const above = low > band.high;
  if (atLeastOnly) {
    const unbounded = band.high === Number.POSITIVE_INFINITY;
    if (inside && unbounded) return { outcome: 'holds' };
    if (above && rule.kind === 'limit') return { outcome: 'does-not-hold' };
    return { outcome: 'cannot-tell', why: 'at-least' };
  }
  if (inside) return { outcome: 'holds' };
  return below || above ? { outcome: 'does-not-hold' } : { outcome: 'cannot-tell', why: 'crosses' };
}
