/** Puts an examiner's decisions on findings on the record, many at once too, and takes them back: nothing is ever erased. */
import { must } from '../../base/assert.ts';
import type { Finding, GroupReview, NewReview, Review, ReviewWithdrawal } from '../../contract/analysis.ts';
import type { FindingId } from '../../contract/values.ts';
import { entryFor } from '../../store/entries.ts';
import type { WithdrawnReview } from '../../store/records.ts';
import type { Context } from '../context.ts';

/** Throws FINDING_NOT_FOUND. */
export function review(context: Context, { findingId, decision, reason }: NewReview): Finding {
  const { actor, store } = context.current();
  return store.act(
    (finding: Finding) => entryFor.findingReviewed(finding),
    (tx) => tx.addReview({ findingId, decision, reason, by: actor }),
  );
}

/** One act: all of them or none. Each finding has a review and an entry of its own, so that each can be checked by itself. */
export function reviewAll(context: Context, { findingIds, decision, reason }: GroupReview): Review {
  const { actor, store } = context.current();
  const reviewed = store.actTogether(
    findingIds,
    (finding: Finding) => entryFor.findingReviewed(finding, findingIds.length),
    (tx, findingId) => tx.addReview({ findingId, decision, reason, by: actor }),
  );
  return must(reviewed[0]?.review, 'a reviewed finding has a review');
}

/** One act, as above. Throws REVIEW_NOT_FOUND where no decision stands. */
export function withdrawReviews(
  context: Context,
  { findingIds }: ReviewWithdrawal,
): { readonly findingId: FindingId; readonly review: Review | null }[] {
  const { actor, store } = context.current();
  return store
    .actTogether(
      findingIds,
      (withdrawn: WithdrawnReview) => entryFor.reviewWithdrawn(withdrawn, findingIds.length),
      (tx, findingId) => tx.withdrawReview({ findingId, by: actor }),
    )
    .map(({ finding }) => ({ findingId: finding.id, review: finding.review }));
}
