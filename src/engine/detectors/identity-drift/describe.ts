/** A face as numbers: the crop that the description network was made for, its 1024 numbers, and the 32 of them that are kept. */
import { must } from '../../../base/assert.ts';
import { warpCrop, type Crop } from '../../faces/crop.ts';
import { cropOfMesh } from '../../faces/mesh.ts';
import { FACE_CROP_SCALE } from '../../faces/thresholds.ts';
import type { FaceItem } from '../../faces/face.ts';
import type { Network } from '../../inference/networks.ts';
import { PARAMETERS } from './parameters.ts';

export const SIDE = 224;
const PLANE = SIDE * SIDE;
/** The square's side over the larger side of the upright box around the mesh. */
const CROP_SCALE = PARAMETERS.cropScale.value;
/** What the network's author subtracts from blue, green and red (HSE_FaceRec_tf, facial_analysis.py); the planes come in this order. */
const MEANS = [103.939, 116.779, 123.68] as const;

/** Upright by the outer corners of the eyes, centred on the mesh, in working pixels; `null` for a mesh without extent. */
export function identityCrop({ mesh, image }: FaceItem): Crop | null {
  const { x, y, size, angle, mirrored } = cropOfMesh(mesh);
  const scaled = { x: x / image.scale, y: y / image.scale, size: ((size / FACE_CROP_SCALE) * CROP_SCALE) / image.scale, angle, mirrored };
  return scaled.size > 1 && Number.isFinite(scaled.size + scaled.x + scaled.y + scaled.angle) ? scaled : null;
}

/** Fills `rgb` (3 planes, 0 to 255) from the frame and `input` with what the network takes. */
export function prepare(face: FaceItem, crop: Crop, rgb: Float32Array, input: Float32Array): void {
  warpCrop(face.image, crop, SIDE, [0, 255], rgb);
  for (const [plane, mean] of MEANS.entries()) {
    const from = (2 - plane) * PLANE;
    for (let k = 0; k < PLANE; k += 1) input[plane * PLANE + k] = (rgb[from + k] ?? 0) - mean;
  }
}

/** The network's 1024 numbers at unit length. */
export async function describe(network: Network, input: Float32Array): Promise<Float32Array> {
  const { embedding } = await network.run({ image: { data: input, dims: [1, 3, SIDE, SIDE] } });
  const { data } = must(embedding, 'an embedding');
  let square = 0;
  for (const value of data) square += value * value;
  const length = Math.sqrt(square);
  return length > 0 ? data.map((value) => value / length) : data;
}
