/** What examiners put on an exhibit as a whole: tags to sort by, and notes in their own words. */
import * as z from 'zod';
import { AtUtc, ExhibitId, Line, MarkId } from './values.ts';

export const MarkKind = z.enum(['tag', 'note']);
export type MarkKind = z.infer<typeof MarkKind>;

/** Offered first; the names are Autopsy's, so that an examiner need not learn others. Any own words may be a tag too. */
export const USUAL_TAGS = ['Bookmark', 'Follow up', 'Notable'] as const;

/** One act for each exhibit. A tag that an exhibit carries already is not put on it twice. */
export const NewMarks = z.strictObject({
  exhibitIds: z.array(ExhibitId).min(1).max(10_000),
  content: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('tag'), text: Line(40) }),
    z.strictObject({ kind: z.literal('note'), text: Line(2000) }),
  ]),
});
export type NewMarks = z.infer<typeof NewMarks>;

/** A note is taken back with a reason; a tag may be taken off without. */
export const NewMarkWithdrawal = z.strictObject({ markId: MarkId, reason: Line(2000).nullable() });
export type NewMarkWithdrawal = z.infer<typeof NewMarkWithdrawal>;

/** It is never changed; taking it back adds to it. */
export const Mark = z.strictObject({
  id: MarkId,
  exhibitId: ExhibitId,
  kind: MarkKind,
  text: z.string(),
  by: z.string(),
  atUtc: AtUtc,
  withdrawn: z.strictObject({ reason: z.string().nullable(), by: z.string(), atUtc: AtUtc }).nullable(),
});
export type Mark = z.infer<typeof Mark>;
