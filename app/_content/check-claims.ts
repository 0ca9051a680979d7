import { isOurs } from '../../components/ledger/entry.ts';
import { ContentError, fromRoot } from './files.ts';
import type { Place } from './plan.ts';

/**
 * Every claim of others is settled at exactly one place of the course, in a lesson or in the plan of one. The course's
 * own sentences come and go with their lessons: at most one settles each. @throws ContentError at the first fault
 */
export function checkClaims(claims: ReadonlySet<string>, places: readonly Place[]): void {
  const settledAt = new Map<string, Place>();
  const plan = fromRoot('content', 'course.yaml');
  for (const place of places)
    for (const claim of place.settles) {
      if (!claims.has(claim))
        throw new ContentError(
          place.lesson?.file ?? plan,
          `${place.number} settles \`${claim}\`, and there is no such claim`,
          'Name one of content/claims',
        );
      const other = settledAt.get(claim);
      if (other)
        throw new ContentError(
          place.lesson?.file ?? plan,
          `claim \`${claim}\` is settled in ${place.number} and in ${other.number}`,
          'Settle it in one lesson, open it in the other',
        );
      settledAt.set(claim, place);
    }
  for (const claim of claims)
    if (!isOurs({ id: claim }) && !settledAt.has(claim))
      throw new ContentError(
        plan,
        `claim \`${claim}\` is settled nowhere`,
        'Add it to `settles` of the lesson that decides it: in its front matter when it is written, otherwise here',
      );
}
