/** Runs the 468-point mesh (Kartynnik et al., 2019, arXiv:1907.06724) on one face's crop. */
import { at } from '../../base/at.ts';
import { must } from '../../base/assert.ts';
import type { Box } from '../../contract/values.ts';
import type { Network } from '../inference/networks.ts';
import type { WorkingFrame } from '../media/frame.ts';
import { cropToFrame, warpCrop, type Crop } from './crop.ts';
import type { Detection } from './detect.ts';
import { LEFT_EYE_CORNERS, RIGHT_EYE_CORNERS } from './landmarks.ts';
import { FACE_CROP_SCALE } from './thresholds.ts';

export const MESH_POINTS = 468;
const SIDE = 192;

export interface Mesh {
  /** x, y, z of each point in working pixels. */
  readonly points: Float32Array;
  /** 0..1. */
  readonly confidence: number;
}

export const cropOfDetection = ({ box, eyes }: Detection): Crop => ({
  x: box[0] + box[2] / 2,
  y: box[1] + box[3] / 2,
  size: Math.max(box[2], box[3]) * FACE_CROP_SCALE,
  angle: Math.atan2(eyes[3] - eyes[1], eyes[2] - eyes[0]),
  mirrored: false,
});

/** The next crop: upright by the line through the outer corners of the eyes, a margin around all points. No smoothing: it depends on this mesh alone. */
export function cropOfMesh(points: Float32Array): Crop {
  const [right] = RIGHT_EYE_CORNERS;
  const [left] = LEFT_EYE_CORNERS;
  const x = (k: number): number => at(points, 3 * k);
  const y = (k: number): number => at(points, 3 * k + 1);
  const angle = Math.atan2(y(left) - y(right), x(left) - x(right));
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  let [minU, minV, maxU, maxV] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let k = 0; k < MESH_POINTS; k += 1) {
    const u = x(k) * cos + y(k) * sin;
    const v = y(k) * cos - x(k) * sin;
    if (u < minU) minU = u;
    if (u > maxU) maxU = u;
    if (v < minV) minV = v;
    if (v > maxV) maxV = v;
  }
  const u = (minU + maxU) / 2;
  const v = (minV + maxV) / 2;
  return {
    x: u * cos - v * sin,
    y: u * sin + v * cos,
    size: Math.max(maxU - minU, maxV - minV) * FACE_CROP_SCALE,
    angle,
    mirrored: false,
  };
}

/** Upright rectangle around all points, working pixels. */
export function boxOfMesh(points: Float32Array): Box {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let k = 0; k < points.length; k += 3) {
    const x = at(points, k);
    const y = at(points, k + 1);
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
  }
  return [minX, minY, maxX - minX, maxY - minY];
}

export class MeshReader {
  readonly #network: Network;
  readonly #input = { image: { data: new Float32Array(3 * SIDE * SIDE), dims: [1, 3, SIDE, SIDE] } };

  constructor(network: Network) {
    this.#network = network;
  }

  async read(frame: WorkingFrame, crop: Crop): Promise<Mesh> {
    warpCrop(frame, crop, SIDE, [0, 1], this.#input.image.data);
    const outputs = await this.#network.run(this.#input);
    const raw = must(outputs.mesh, 'mesh').data;
    const points = new Float32Array(3 * MESH_POINTS);
    for (let k = 0; k < points.length; k += 3) {
      cropToFrame(crop, at(raw, k) / SIDE, at(raw, k + 1) / SIDE, points, k);
      points[k + 2] = (at(raw, k + 2) * crop.size) / SIDE;
    }
    return { points, confidence: must(must(outputs.confidence, 'confidence').data[0], 'confidence') };
  }
}
