/** Makes a known manipulation: for a while one iris is moved sideways inside its eye, so that the two eyes look apart. */
import type { EyeMesh } from '../../src/engine/faces/face.ts';
import { at } from '../../src/base/at.ts';
import { changeFilm } from './change-faces.ts';
import { cubic } from './eye-patch.ts';
import type { FrameRange, RecipeTools } from './raw-video.ts';

export interface TurnIris {
  /** A film at a constant frame rate; its first face is changed. */
  readonly input: string;
  /** Written as H.264 in MP4, without sound: the frames of `range`. */
  readonly output: string;
  readonly range: FrameRange;
  /** Frames of the input whose left iris is moved, inside the range. */
  readonly turned: FrameRange;
  /** By so many eye widths, towards the nose. */
  readonly share: number;
  readonly tools: RecipeTools;
  /** Where the face networks lie; the repository's own when not given. */
  readonly weightsFolder?: string | undefined;
}

/** Half the width of the warped patch, and half its height, in eye widths: up to the corners, and the height of an open eye. */
const REACH = { along: 0.52, across: 0.26 };

/** Rejects with MEDIA_UNDECODABLE (no constant rate), TOOL_FAILED, WEIGHTS_MISSING. Deterministic for one ffmpeg and processor. */
export async function turnIris({ turned, share, ...film }: TurnIris): Promise<void> {
  await changeFilm(film, async (picture, own, find) => {
    const frame = film.range.fromFrame + own;
    const face = await find(picture, own);
    if (face === undefined || frame < turned.fromFrame || frame > turned.toFrame) return false;
    const { y, cb, cr, width, height } = face.image;
    shift(y, width, height, 1, face.leftEye, share);
    for (const plane of [cb, cr]) shift(plane, (width + 1) >> 1, (height + 1) >> 1, 2, face.leftEye, share);
    return true;
  });
}

/** Moves what lies under the iris towards the inner corner; the move fades to nothing at the edge of an ellipse round the eye. */
function shift(plane: Uint8Array, width: number, height: number, unit: number, eye: EyeMesh, share: number): void {
  const [ox, oy, ix, iy] = [at(eye.contour, 0), at(eye.contour, 1), at(eye.contour, 16), at(eye.contour, 17)];
  const eyeWidth = Math.hypot(ix - ox, iy - oy);
  const [ax, ay] = [(ix - ox) / eyeWidth, (iy - oy) / eyeWidth];
  const [cx, cy] = [(ox + ix) / 2, (oy + iy) / 2];
  const source = plane.slice();
  const reach = (REACH.along * eyeWidth) / unit;
  for (let row = Math.max(0, Math.floor(cy / unit - reach)); row < Math.min(height, cy / unit + reach); row += 1) {
    for (let column = Math.max(0, Math.floor(cx / unit - reach)); column < Math.min(width, cx / unit + reach); column += 1) {
      const [dx, dy] = [(column + 0.5) * unit - cx, (row + 0.5) * unit - cy];
      const along = (dx * ax + dy * ay) / eyeWidth / REACH.along;
      const across = (dy * ax - dx * ay) / eyeWidth / REACH.across;
      const edge = 1 - along * along - across * across;
      if (edge <= 0) continue;
      const by = share * eyeWidth * Math.min(1, 1.6 * edge);
      const [u, v] = [((column + 0.5) * unit - by * ax) / unit - 0.5, ((row + 0.5) * unit - by * ay) / unit - 0.5];
      plane[row * width + column] = Math.max(0, Math.min(255, Math.round(cubic(source, width, height, u, v))));
    }
  }
}
