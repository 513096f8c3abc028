/** What the tracker knows between two frames: all of it, as plain JSON, so that a resumed job gives identical numbers. */
import * as z from 'zod';
import { Failure } from '../../base/failure.ts';
import { Box } from '../../contract/values.ts';

const TrackState = z.strictObject({
  trackId: z.int().nonnegative(),
  /** Where to look in the next frame, working pixels. */
  crop: z.strictObject({ x: z.number(), y: z.number(), size: z.number(), angle: z.number(), mirrored: z.literal(false) }),
  /** Upright box of the last mesh, working pixels. */
  box: Box,
  /** Frames in a row in which the crop held no face. */
  doubtful: z.int().nonnegative(),
});
export type TrackState = z.infer<typeof TrackState>;

const TrackerState = z.strictObject({
  format: z.literal(1),
  /** Ids are given once and never again within a job. */
  nextTrackId: z.int().nonnegative(),
  tracks: z.array(TrackState),
  /** A track ended in the last frame: look for faces in the next one, whatever its number. */
  lookNext: z.boolean(),
  /** Thumbnail of the last frame that was not flat, `null` before the first. */
  thumbnail: z.array(z.int()).nullable(),
});
export type TrackerState = z.infer<typeof TrackerState>;

/** `null` or `undefined` is the state before the first frame. Throws CASE_DAMAGED when a stored state has another shape. */
export function parseTrackerState(state: unknown): TrackerState {
  if (state === null || state === undefined) return { format: 1, nextTrackId: 0, tracks: [], lookNext: false, thumbnail: null };
  const parsed = TrackerState.safeParse(state);
  if (!parsed.success) throw new Failure('CASE_DAMAGED', 'tracker state', { cause: parsed.error });
  return parsed.data;
}
