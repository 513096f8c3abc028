/** Makes a known manipulation: for a while the face keeps the expression of one frame, following the head, while everything else goes on. */
import { Failure } from '../../src/base/failure.ts';
import { changeFilm } from './change-faces.ts';
import type { Planes } from './eye-patch.ts';
import { paintFace, pointsOf } from './face-patch.ts';
import type { FrameRange, RecipeTools } from './raw-video.ts';

export interface FreezeFace {
  /** A film at a constant frame rate; its first face is frozen. */
  readonly input: string;
  /** Written as H.264 in MP4, without sound: the frames of `range`. */
  readonly output: string;
  readonly range: FrameRange;
  /** Frames of the input that show the face of the frame before the first of them, inside the range. */
  readonly frozen: FrameRange;
  readonly tools: RecipeTools;
  /** Where the face networks lie; the repository's own when not given. */
  readonly weightsFolder?: string | undefined;
}

/** Rejects with MEDIA_UNDECODABLE (no constant rate, or no face), TOOL_FAILED, WEIGHTS_MISSING. Deterministic for one ffmpeg and processor. */
export async function freezeFace({ frozen, ...film }: FreezeFace): Promise<void> {
  // An object, since the callback that sets it runs later.
  const held: { as: { readonly picture: Planes; readonly points: ReturnType<typeof pointsOf> } | null } = { as: null };
  await changeFilm(film, async (picture, own, find) => {
    const frame = film.range.fromFrame + own;
    const face = await find(picture, own);
    if (face === undefined) return false;
    const points = pointsOf(face.mesh);
    if (frame === frozen.fromFrame - 1) held.as = { picture: { ...picture, bytes: picture.bytes.slice() }, points };
    if (frame < frozen.fromFrame || frame > frozen.toFrame || held.as === null) return false;
    paintFace(picture, points, held.as.picture, held.as.points);
    return true;
  });
  if (held.as === null) throw new Failure('MEDIA_UNDECODABLE', 'no face was found to hold');
}
