/** The one crop of a face that the networks are trained on and asked about: whoever changes it must train them again. */
import { at } from '../../base/at.ts';
import { warpCrop, type Crop } from './crop.ts';
import type { FaceItem } from './face.ts';
import { FACE_OVAL } from './landmarks.ts';
import { cropOfMesh } from './mesh.ts';
import { FACE_CROP_SCALE } from './thresholds.ts';

/** Pixels on a side. */
export const LEARNED_SIDE = 224;

/**
 * Side of the square over the larger side of the upright box around the mesh, which ends at chin, cheeks and forehead: a swapped face is pasted
 * about there, and the seam should lie inside. Our choice.
 */
export const LEARNED_MARGIN = 1.3;

const PLANE = LEARNED_SIDE * LEARNED_SIDE;

/** Upright by the outer corners of the eyes, centred on the mesh, in working pixels; `null` for a mesh without extent. */
export function learnedCrop({ mesh, image: { scale } }: FaceItem): Crop | null {
  const { x, y, size, angle, mirrored } = cropOfMesh(mesh);
  const crop = { x: x / scale, y: y / scale, size: ((size / FACE_CROP_SCALE) * LEARNED_MARGIN) / scale, angle, mirrored };
  return crop.size > 1 && Number.isFinite(crop.size + crop.x + crop.y + crop.angle) ? crop : null;
}

/** Fills `pixels` (R, G, B of each pixel, row by row, `side` x `side`) from the frame; outside the frame its border goes on. `planes` is scratch memory of as many numbers. */
export function cropPixels({ image }: FaceItem, crop: Crop, side: number, pixels: Uint8Array, planes: Float32Array): void {
  const plane = side * side;
  warpCrop(image, crop, side, [0, 255], planes);
  for (let k = 0; k < plane; k += 1) {
    for (let channel = 0; channel < 3; channel += 1) pixels[3 * k + channel] = Math.round(planes[channel * plane + k] ?? 0);
  }
}

/** Fills `input`, the networks' `image` [1, 3, 224, 224] from 0 to 1, from such pixels: what training read from a picture file. */
export function networkInput(pixels: Uint8Array, input: Float32Array): void {
  for (let k = 0; k < PLANE; k += 1) {
    for (let channel = 0; channel < 3; channel += 1) input[channel * PLANE + k] = (pixels[3 * k + channel] ?? 0) / 255;
  }
}

/** The face's outline in the crop's pixels, x and y of each of 36 points: where training lays the seams of its own blended faces. */
export function outlineInCrop({ mesh, image: { scale } }: FaceItem, { x, y, size, angle }: Crop): number[] {
  const [cos, sin, gain] = [Math.cos(angle), Math.sin(angle), LEARNED_SIDE / size];
  return FACE_OVAL.flatMap((point) => {
    const [dx, dy] = [at(mesh, 3 * point) / scale - x, at(mesh, 3 * point + 1) / scale - y];
    return [(dx * cos + dy * sin) * gain + LEARNED_SIDE / 2, (dy * cos - dx * sin) * gain + LEARNED_SIDE / 2];
  });
}
