/** Where the detectors of the picture run: in the thread of the pass (lanes.ts), or in threads beside it (lane-threads.ts). */
import type { ObservationRow } from './detectors/interface.ts';
import type { FaceItem } from './faces/face.ts';
import type { DetectorFailure } from './lanes.ts';
import type { WorkingFrame } from './media/frame.ts';

/** By detector, what one frame gave. */
export type FrameRows = readonly (readonly [detectorId: string, rows: readonly ObservationRow[]])[];

/** What is needed falls away as detectors fail, frame by frame in order. */
export interface PictureLanes {
  readonly needFrames: boolean;
  readonly needFaces: boolean;
  /** Somebody looks at faces and needs the sound of each frame. */
  readonly needSound: boolean;
  /** Somebody looks back. */
  readonly needPast: boolean;
  /** So many frames may have begun and not been finished when the next one is tracked; their memory must stay as it is. */
  readonly ahead: number;
  /** Frames begin in order and are finished in that order, by a call of what comes back; those that are not finished count for nothing. */
  begin(frame: WorkingFrame, faces: readonly FaceItem[]): () => Promise<FrameRows>;
  /** The faces can no longer be tracked: every detector that needs them fails with that reason. Only when every begun frame is finished. */
  failFaces(error: unknown): Promise<void>;
  /** The sound can no longer be heard: the same for those that need it. */
  failSound(error: unknown): Promise<void>;
  /** Failures since the last call: each is told once. */
  takeFailures(): DetectorFailure[];
  /** Returns what went wrong while closing, in words, since no number depends on it any more. Again: nothing. */
  close(): Promise<string[]>;
}
