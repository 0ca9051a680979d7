/** After how many blocks the results of one comparison may be looked at (ST6). */
export const LOOKS = [5, 10, 20] as const;

/** Chance that an interval misses the truth, over all looks together. */
const FAMILY_ERROR = 0.05;

/**
 * Confidence of each interval when a comparison is looked at up to `looks` times and ended as soon as one decides: the
 * family error is shared out evenly (Bonferroni), 98.3 % for three looks. The number is fixed before the first look.
 */
export function lookConfidence(looks: number): number {
  if (looks < 1 || looks > LOOKS.length) throw new RangeError(`Plan one to ${LOOKS.length} looks, not ${looks}.`);
  return 1 - FAMILY_ERROR / looks;
}
