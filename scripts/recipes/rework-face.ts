/** Changes the resolution or the noise of the face in a stretch of a real clip, or blends it with itself, written without loss; the rest of the picture stays, or all of it gets grain first. */
import { Failure } from '../../src/base/failure.ts';
import { changeFilm } from './change-faces.ts';
import { blendFace, type FaceBlend } from './blend-face.ts';
import { addGrain, changeFacePixels, type FaceChange } from './face-pixels.ts';
import { pointsOf } from './face-patch.ts';
import type { FrameRange, RecipeTools } from './raw-video.ts';

export interface ReworkFace {
  readonly input: string;
  readonly range: FrameRange;
  /** Frames of the output that are changed, by the output's own numbers, both ends included; `null`: none, for the untouched twin. */
  readonly changed: FrameRange | null;
  readonly change: FaceChange | ({ readonly kind: 'blended' } & FaceBlend);
  /** Grain over the whole picture of every frame, before the face is changed; grey levels, 0 for none. */
  readonly grain: number;
  readonly output: string;
  readonly tools: RecipeTools;
}

/** Rejects with MEDIA_UNDECODABLE (no constant rate, or no face), TOOL_FAILED, WEIGHTS_MISSING. Deterministic for one ffmpeg and processor. */
export async function reworkFace({ changed, change, grain, ...film }: ReworkFace): Promise<void> {
  // At crf 16 the coder already adds as much fine detail to a coarse face as the detector looks for.
  const count = await changeFilm({ ...film, crf: 0 }, async (picture, frame, find) => {
    const face = changed === null ? undefined : await find(picture, frame);
    if (grain > 0) addGrain(picture, grain, frame);
    if (face === undefined || changed === null || frame < changed.fromFrame || frame > changed.toFrame) return false;
    const points = pointsOf(face.mesh);
    if (change.kind === 'blended') blendFace(picture, points, { ...change, change: seeded(change.change, frame) });
    else changeFacePixels(picture, points, seeded(change, frame));
    return true;
  });
  if (changed !== null && count === 0) throw new Failure('MEDIA_UNDECODABLE', 'no face was found to change');
}

/** Noise differs from frame to frame. */
function seeded<Change extends FaceChange | undefined>(change: Change, frame: number): Change {
  return change?.kind === 'noised' ? { ...change, seed: change.seed + frame } : change;
}
