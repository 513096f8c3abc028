/** Runs the iris network (Ablavatski et al., 2020, arXiv:2006.11341) on one eye: 71 points around the eye and 5 of the iris. */
import { at } from '../../base/at.ts';
import { must } from '../../base/assert.ts';
import type { Network } from '../inference/networks.ts';
import type { WorkingFrame } from '../media/frame.ts';
import { cropToFrame, warpCrop, type Crop } from './crop.ts';
import type { EyeMesh } from './face.ts';
import { LEFT_EYE_CORNERS, RIGHT_EYE_CORNERS } from './landmarks.ts';
import { EYE_CROP_SCALE } from './thresholds.ts';

const SIDE = 64;
const CONTOUR_POINTS = 71;
const IRIS_POINTS = 5;
/** Contour points at the outer and the inner corner of the eye. */
const OUTER = 0;
const INNER = 8;

export type EyeSide = 'left' | 'right';

/** The network learned the person's right eye (outer corner at the left of the crop), so the left one is shown to it mirrored. */
export function cropOfEye(mesh: Float32Array, side: EyeSide): Crop {
  const [outer, inner] = side === 'left' ? LEFT_EYE_CORNERS : RIGHT_EYE_CORNERS;
  const [ox, oy] = [at(mesh, 3 * outer), at(mesh, 3 * outer + 1)];
  const [ix, iy] = [at(mesh, 3 * inner), at(mesh, 3 * inner + 1)];
  const direction = side === 'left' ? -1 : 1;
  return {
    x: (ox + ix) / 2,
    y: (oy + iy) / 2,
    size: Math.hypot(ix - ox, iy - oy) * EYE_CROP_SCALE,
    angle: Math.atan2((iy - oy) * direction, (ix - ox) * direction),
    mirrored: side === 'left',
  };
}

export class IrisReader {
  readonly #network: Network;
  readonly #input = { image: { data: new Float32Array(3 * SIDE * SIDE), dims: [1, 3, SIDE, SIDE] } };

  constructor(network: Network) {
    this.#network = network;
  }

  /** `mesh` in working pixels; the result in full-size pixels. */
  async read(frame: WorkingFrame, mesh: Float32Array, side: EyeSide): Promise<EyeMesh> {
    const crop = cropOfEye(mesh, side);
    warpCrop(frame, crop, SIDE, [0, 1], this.#input.image.data);
    const raw = must((await this.#network.run(this.#input)).points, 'points').data;
    const contour = new Float32Array(2 * CONTOUR_POINTS);
    const iris = new Float32Array(2 * IRIS_POINTS);
    for (let k = 0; k < CONTOUR_POINTS + IRIS_POINTS; k += 1) {
      const out = k < CONTOUR_POINTS ? contour : iris;
      const point = k < CONTOUR_POINTS ? k : k - CONTOUR_POINTS;
      cropToFrame(crop, at(raw, 3 * k) / SIDE, at(raw, 3 * k + 1) / SIDE, out, 2 * point);
    }
    const along = (axis: number): number => at(contour, 2 * INNER + axis) - at(contour, 2 * OUTER + axis);
    const widthWorkingPx = Math.hypot(along(0), along(1));
    for (const list of [contour, iris]) for (let k = 0; k < list.length; k += 1) list[k] = at(list, k) * frame.scale;
    return { contour, iris, widthWorkingPx };
  }
}
