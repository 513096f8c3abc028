import * as z from 'zod';
import { AtUtc, ExhibitId, FrameNumber, Line, SnapshotId } from './values.ts';
import { ViewSettings } from './view.ts';

/** Left, top, width, height in whole pixels of the frame after rotation. */
const Region = z.tuple([z.int().nonnegative(), z.int().nonnegative(), z.int().positive(), z.int().positive()]);

/** A frame as an examiner looked at it, worth keeping. */
const Seen = z.strictObject({
  exhibitId: ExhibitId,
  frame: FrameNumber,
  /** The part that was in view. */
  region: Region,
  /** Pixels of the screen for one of the picture, from 0.01. */
  zoom: z.number().min(0.01).max(64),
  view: ViewSettings,
  /** What was drawn over the picture, by the names of the overlay menu. */
  overlays: z.array(Line(100)).max(50),
  caption: Line(2000),
});
export const NewSnapshot = Seen;
export type NewSnapshot = z.infer<typeof NewSnapshot>;

export const NewSnapshotWithdrawal = z.strictObject({ snapshotId: SnapshotId, reason: Line(2000) });
export type NewSnapshotWithdrawal = z.infer<typeof NewSnapshotWithdrawal>;

/** A snapshot that was kept. It is never changed; withdrawing adds to it. No pixels are kept: they are decoded again from the exhibit. */
export const Snapshot = z.strictObject({
  id: SnapshotId,
  ...Seen.shape,
  by: z.string(),
  atUtc: AtUtc,
  withdrawn: z.strictObject({ reason: z.string(), by: z.string(), atUtc: AtUtc }).nullable(),
});
export type Snapshot = z.infer<typeof Snapshot>;
