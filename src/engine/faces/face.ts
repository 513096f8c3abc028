/** What the one face-track stream gives to every detector that works on faces. Left and right are the person's own. */
import type { Box } from '../../contract/values.ts';
import type { WorkingFrame } from '../media/frame.ts';
import type { SoundSpan } from '../sound/listen.ts';

/** One eye as the iris network sees it; coordinates in pixels of the full-size, rotated frame. */
export interface EyeMesh {
  /** 71 points (x, y): the first 16 are the eyelid contour in MediaPipe's order (0..8 lower lid, 9..15 upper lid). */
  readonly contour: Float32Array;
  /** 5 points (x, y): the centre of the iris, then four points on its rim. */
  readonly iris: Float32Array;
  /** Width of one eye, corner to corner, in WORKING pixels: what resolution the measure really had. */
  readonly widthWorkingPx: number;
}

export interface FaceItem {
  readonly image: WorkingFrame;
  /** Constant for one person as long as the track holds; unique within a job. */
  readonly trackId: number;
  /** Probability that the crop holds a face, from the mesh network, 0..1. */
  readonly confidence: number;
  readonly box: Box;
  /** 468 points (x, y, z): x and y in full-size pixels, z in the same scale, smaller is nearer. */
  readonly mesh: Float32Array;
  readonly leftEye: EyeMesh;
  readonly rightEye: EyeMesh;
  /** What is heard while this frame is shown; only for detectors that hear, and `null` where the exhibit has no sound. */
  readonly sound?: SoundSpan | null;
}
