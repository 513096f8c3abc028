/** Paints shadow onto the face of a real clip, or takes it away: on the sides of the nose against each other, or under the chin; in all frames or in every other one. */
import { at } from '../../src/base/at.ts';
import { Failure } from '../../src/base/failure.ts';
import { headPose } from '../../src/engine/faces/pose.ts';
import { rotate } from '../../src/engine/signal/rotation.ts';
import { changeFilm } from './change-faces.ts';
import type { Planes } from './eye-patch.ts';
import type { FrameRange, RecipeTools } from './raw-video.ts';
import { paint } from './relight-face.ts';

/** Wing and side of the nose, the cheek beside it, and half of the upper lip (MediaPipe's face mesh); the person's right, then left. */
const BESIDE_NOSE = {
  right: [174, 217, 126, 198, 220, 134, 236, 121, 120, 100, 142, 47, 167, 165, 92, 203],
  left: [399, 437, 355, 420, 440, 363, 456, 350, 349, 329, 371, 277, 393, 391, 322, 423],
} as const;
const CHIN = 152;

export interface Shadow {
  /** `nose`: the person's left of nose and mouth becomes darker and the right brighter; `chin`: the neck under the chin becomes darker. */
  readonly where: 'nose' | 'chin';
  /** Change of log light on a side; below 0 the other way round. */
  readonly depth: number;
}

interface PaintShadow {
  readonly input: string;
  readonly range: FrameRange;
  /** Frames of the output that are changed, by the output's own numbers, both ends included; `everyOther`: those with an even number alone. */
  readonly changed: FrameRange & { readonly everyOther: boolean };
  readonly shadow: Shadow;
  readonly output: string;
  readonly tools: RecipeTools;
}

/** Rejects with MEDIA_UNDECODABLE (no constant rate, or no face), TOOL_FAILED, WEIGHTS_MISSING. Deterministic for one ffmpeg and processor. */
export async function paintShadow({ changed, shadow, ...film }: PaintShadow): Promise<{ readonly changed: number }> {
  const count = await changeFilm(film, async (picture, frame, find) => {
    const face = await find(picture, frame);
    const meant = frame >= changed.fromFrame && frame <= changed.toFrame && !(changed.everyOther && frame % 2 === 1);
    if (face === undefined || !meant) return false;
    shade(picture, face.mesh, shadow);
    return true;
  });
  if (count === 0) throw new Failure('MEDIA_UNDECODABLE', 'no face was found to shade');
  return { changed: count };
}

/** Inter-ocular distances: how far a shadow fades round its points. */
const NOSE_REACH = 0.07;
const CHIN_REACH = 0.22;

interface Spot {
  readonly x: number;
  readonly y: number;
  /** Added to log light where the spot is full. */
  readonly change: number;
}

/** In place, one frame; samples in limited range (BT.601); `mesh` in pixels of the frame. */
export function shade(planes: Planes, mesh: Float32Array, { where, depth }: Shadow): void {
  const pose = headPose(mesh);
  const place = (index: number): { x: number; y: number } => ({ x: at(mesh, 3 * index), y: at(mesh, 3 * index + 1) });
  const chin = place(CHIN);
  const spots: Spot[] =
    where === 'nose'
      ? [
          ...BESIDE_NOSE.left.map((index) => ({ ...place(index), change: -depth })),
          ...BESIDE_NOSE.right.map((index) => ({ ...place(index), change: depth })),
        ]
      : [-0.35, 0, 0.35].map((across) => {
          const [dx, dy] = rotate(pose.rotation, [across, 0.3, 0]);
          return { x: chin.x + pose.scale * dx, y: chin.y + pose.scale * dy, change: -depth };
        });
  const reach = (where === 'nose' ? NOSE_REACH : CHIN_REACH) * pose.scale;
  const [xs, ys] = [spots.map(({ x }) => x), spots.map(({ y }) => y)];
  const margin = 3.5 * reach;
  paint(planes, [Math.min(...xs) - margin, Math.min(...ys) - margin, Math.max(...xs) + margin, Math.max(...ys) + margin], (x, y) => {
    let [sum, total] = [0, 0];
    for (const spot of spots) {
      const weight = Math.exp(-((x - spot.x) ** 2 + (y - spot.y) ** 2) / (2 * reach * reach));
      sum += weight * spot.change;
      total += weight;
    }
    return Math.exp(sum / Math.max(1, total));
  });
}
