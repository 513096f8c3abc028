import * as z from 'zod';
import { AtUtc, Box, ExhibitId, FrameNumber, Line, NoteId, Us } from './values.ts';

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
  /** What kind of thing it is, in a word or two. */
  kind: Line(60).nullable(),
  /** First and last frame, of what is seen; the times are theirs. */
  frames: z.tuple([FrameNumber, FrameNumber]).nullable(),
  /** Where in the picture, in these frames. */
  region: Box.nullable(),
});
export const NewNote = Observed.extend({
  kind: Observed.shape.kind.default(null),
  frames: Observed.shape.frames.default(null),
  region: Observed.shape.region.default(null),
})
  .refine(({ startUs, endUs }) => startUs <= endUs, 'a stretch does not end before it begins')
  .refine(({ frames }) => frames === null || frames[0] <= frames[1], 'the last frame does not come before the first')
  .refine(({ region, frames }) => region === null || frames !== null, 'a part of the picture belongs to frames')
  .refine(({ region }) => region === null || (region[2] > 0 && region[3] > 0), 'a part of the picture has a size');
/** As a window sends it; what is left out is `null`. */
export type NewNote = z.input<typeof NewNote>;
export type CheckedNote = z.output<typeof NewNote>;

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
