/** Makes a known manipulation: for a while one iris is moved sideways inside its eye, so that the two eyes look apart. */
import { fileURLToPath } from 'node:url';
import { createFaceTracker } from '../../src/engine/faces/track.ts';
import type { EyeMesh } from '../../src/engine/faces/face.ts';
import { openNetworks } from '../../src/engine/inference/session.ts';
import { at } from '../../src/base/at.ts';
import { cubic } from './eye-patch.ts';
import { readFacts, readFrames, writeFilm, type FrameRange, type RecipeTools } from './raw-video.ts';

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
export async function turnIris({ input, output, range, turned, share, tools, weightsFolder }: TurnIris): Promise<void> {
  const facts = await readFacts(input, tools);
  const folder = weightsFolder ?? fileURLToPath(new URL('../../models/weights', import.meta.url));
  const networks = await openNetworks({ weightsFolder: folder, provider: 'cpu' });
  try {
    const tracker = await createFaceTracker({ networks, maxFaces: 1, detectEvery: 25 });
    const writer = writeFilm(output, facts, tools);
    const { width, height } = facts;
    const [luma, chroma] = [width * height, ((width + 1) >> 1) * ((height + 1) >> 1)];
    let frame = range.fromFrame;
    for await (const bytes of readFrames(input, range, false, tools)) {
      const planes = { y: bytes.subarray(0, luma), cb: bytes.subarray(luma, luma + chroma), cr: bytes.subarray(luma + chroma) };
      const [face] = await tracker.track({ frame: frame - range.fromFrame, ptsUs: frame * 40_000, width, height, scale: 1, ...planes });
      if (face !== undefined && frame >= turned.fromFrame && frame <= turned.toFrame) {
        shift(planes.y, width, height, 1, face.leftEye, share);
        for (const plane of [planes.cb, planes.cr]) shift(plane, (width + 1) >> 1, (height + 1) >> 1, 2, face.leftEye, share);
      }
      await writer.write(bytes);
      frame += 1;
    }
    await writer.close();
  } finally {
    await networks.close();
  }
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
