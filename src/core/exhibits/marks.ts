/** Puts tags and notes on exhibits, and takes them back: each is an act of its own, and none erases anything. */
import { Failure } from '../../base/failure.ts';
import type { Mark, NewMarks, NewMarkWithdrawal } from '../../contract/marks.ts';
import { entryFor } from '../../store/entries.ts';
import type { Context } from '../context.ts';

/** The marks that are new. Throws EXHIBIT_NOT_FOUND before anything is written. */
export function markExhibits(context: Context, { exhibitIds, content }: NewMarks): Mark[] {
  const { actor, store } = context.current();
  const exhibits = [...new Set(exhibitIds)].map((id) => store.exhibit(id).id);
  const carries = (id: string): boolean =>
    content.kind === 'tag' &&
    store.marks(id).some(({ kind, text, withdrawn }) => kind === 'tag' && withdrawn === null && text === content.text);
  return exhibits
    .filter((id) => !carries(id))
    .map((exhibitId) =>
      store.act(
        (mark: Mark) => entryFor.exhibitMarked(mark),
        (tx) => tx.addMark({ exhibitId, ...content, by: actor }),
      ),
    );
}

/** Throws NOTE_NOT_FOUND, NOTE_WITHDRAWN, or APP_BAD_REQUEST where a note is taken back without a reason. */
export function withdrawMark(context: Context, withdrawal: NewMarkWithdrawal): Mark {
  const { actor, store } = context.current();
  return store.act(
    (mark: Mark) => entryFor.markWithdrawn(mark),
    (tx) => {
      const mark = tx.withdrawMark({ ...withdrawal, by: actor });
      if (mark.kind === 'note' && withdrawal.reason === null) throw new Failure('APP_BAD_REQUEST', 'a note is taken back with a reason');
      return mark;
    },
  );
}
