/** The square around a face until the one that training shares is there. */
import { cropOfMesh } from '../faces/mesh.ts';
import { FACE_CROP_SCALE } from '../faces/thresholds.ts';
import type { Crop } from '../faces/crop.ts';
import type { FaceItem } from '../faces/face.ts';

export const LEARNED_SIDE = 224;

/** Working pixels; `null` for a mesh without extent. */
export function learnedCrop({ mesh, image }: FaceItem): Crop | null {
  const { x, y, size, angle, mirrored } = cropOfMesh(mesh);
  const crop = { x: x / image.scale, y: y / image.scale, size: ((size / FACE_CROP_SCALE) * 1.3) / image.scale, angle, mirrored };
  return crop.size > 1 && Number.isFinite(crop.size + crop.x + crop.y + crop.angle) ? crop : null;
}
