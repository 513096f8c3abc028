import * as z from 'zod';
import { AtUtc, ExhibitId, Line, NoteId, Us } from './values.ts';

const Hertz = z.number().nonnegative().max(1e6);
const Band = z.strictObject({ lowHz: Hertz, highHz: Hertz }).refine(({ lowHz, highHz }) => lowHz < highHz, 'a band has a width');

/** What an examiner saw or heard in a stretch of an exhibit, in the examiner's own words. */
const Observed = z.strictObject({
  exhibitId: ExhibitId,
  startUs: Us,
  /** Not before `startUs`; the same for a moment. */
  endUs: Us,
  /** Frequencies of its sound; `null` for all, and where the note is not of sound. */
  band: Band.nullable(),
  text: Line(2000),
});
export const NewNote = Observed.refine(({ startUs, endUs }) => startUs <= endUs, 'a stretch does not end before it begins');
export type NewNote = z.infer<typeof NewNote>;

export const NewWithdrawal = z.strictObject({ noteId: NoteId, reason: Line(2000) });
export type NewWithdrawal = z.infer<typeof NewWithdrawal>;

/** A note that was kept. It is never changed; withdrawing adds to it. */
export const Note = z.strictObject({
  id: NoteId,
  ...Observed.shape,
  by: z.string(),
  atUtc: AtUtc,
  withdrawn: z.strictObject({ reason: z.string(), by: z.string(), atUtc: AtUtc }).nullable(),
});
export type Note = z.infer<typeof Note>;
