/** Pixels of one face -> how much light each patch of skin sends to the camera, and how bright the picture beside the head is. */
import { must } from '../../../base/assert.ts';
import { at } from '../../../base/at.ts';
import type { FaceItem } from '../../faces/face.ts';
import type { HeadPose } from '../../faces/pose.ts';
import type { WorkingFrame } from '../../media/frame.ts';
import { LINEAR_LIGHT } from '../../signal/linear-light.ts';
import { rotate, type Point } from '../../signal/rotation.ts';
import { median } from '../../signal/stats.ts';
import { PARAMETERS } from './parameters.ts';
import { PATCHES } from './patches.ts';

interface Skin {
  /** Natural logarithm of the mean linear light (1 is white) of each patch; `null` where it cannot be used. */
  readonly light: readonly (number | null)[];
  /** Normals in the picture's axes. */
  readonly normals: readonly Point[];
  /** Patches that face the camera, and how many of them are saturated. */
  readonly facing: number;
  readonly saturated: number;
}

interface Reading {
  readonly light: number;
  readonly cb: number;
  readonly cr: number;
}

export function readSkin({ image, mesh }: FaceItem, pose: HeadPose): Skin {
  const radius = Math.max(1, (PARAMETERS.patchRadius.value * pose.scale) / image.scale);
  const normals = PATCHES.map(({ normal }) => rotate(pose.rotation, normal));
  let [facing, saturated] = [0, 0];
  const readings = PATCHES.map(({ index }, k): Reading | null => {
    if (-must(normals[k], 'a normal')[2] < PARAMETERS.facing.value) return null;
    const found = readPatch(image, at(mesh, 3 * index) / image.scale, at(mesh, 3 * index + 1) / image.scale, radius);
    if (found === null) return null;
    facing += 1;
    if (found.saturated > PARAMETERS.saturatedShare.value) saturated += 1;
    return found.saturated > PARAMETERS.saturatedShare.value ? null : found;
  });
  return { light: skinAlone(readings), normals, facing, saturated };
}

/** Patches far darker than the face's median (hair, beard, spectacles) or of another colour are no bare skin. */
function skinAlone(readings: readonly (Reading | null)[]): (number | null)[] {
  const known = readings.filter((one) => one !== null);
  const [light, cb, cr] = [median(known.map((one) => one.light)), median(known.map((one) => one.cb)), median(known.map((one) => one.cr))];
  return readings.map((one) => {
    if (one === null || one.light < light - PARAMETERS.darkest.value) return null;
    return Math.hypot(one.cb - cb, one.cr - cr) > PARAMETERS.otherColour.value ? null : one.light;
  });
}

/** Mean over a disc of working pixels, read through a grid of at most about 9 x 9; `null` outside the picture and where it is black. */
function readPatch(image: WorkingFrame, x: number, y: number, radius: number): (Reading & { readonly saturated: number }) | null {
  const { width, height } = image;
  if (!(x >= 0 && y >= 0 && x < width && y < height)) return null;
  const step = Math.max(1, Math.floor(radius / 4));
  let [sum, count, full] = [0, 0, 0];
  for (let j = Math.max(0, Math.ceil(y - radius - 0.5)); j <= Math.min(height - 1, y + radius - 0.5); j += step) {
    for (let i = Math.max(0, Math.ceil(x - radius - 0.5)); i <= Math.min(width - 1, x + radius - 0.5); i += step) {
      if ((i + 0.5 - x) ** 2 + (j + 0.5 - y) ** 2 > radius * radius) continue;
      const luma = image.y[j * width + i] ?? 0;
      sum += LINEAR_LIGHT[luma] ?? 0;
      count += 1;
      if (luma >= PARAMETERS.saturatedLuma.value) full += 1;
    }
  }
  if (count === 0 || sum / count < PARAMETERS.black.value) return null;
  const chroma = (Math.floor(y) >> 1) * ((width + 1) >> 1) + (Math.floor(x) >> 1);
  return { light: Math.log(sum / count), cb: image.cb[chroma] ?? 128, cr: image.cr[chroma] ?? 128, saturated: full / count };
}

const ACROSS = 4;
export const CELLS = ACROSS * 3;
const STRIDE = 8;
/** How far round the face's box hair and neck may reach, in box sizes; everything below the face moves with it. */
const MARGIN = 0.4;

/** Mean luma (8-bit counts) of each cell of a grid of 4 x 3 over the frame, without this head; `null` where the head hides most of a cell. */
export function besideHead({ image, box }: FaceItem): (number | null)[] {
  const { scale, width, height, y: luma } = image;
  const [left, top, wide, high] = box;
  const [x0, x1, y0] = [(left - MARGIN * wide) / scale, (left + (1 + MARGIN) * wide) / scale, (top - MARGIN * high) / scale];
  const sums = new Float64Array(CELLS);
  const seen = new Uint32Array(CELLS);
  const all = new Uint32Array(CELLS);
  for (let y = STRIDE >> 1; y < height; y += STRIDE) {
    for (let x = STRIDE >> 1; x < width; x += STRIDE) {
      const cell = Math.floor((y * 3) / height) * ACROSS + Math.floor((x * ACROSS) / width);
      all[cell] = (all[cell] ?? 0) + 1;
      if (y >= y0 && x >= x0 && x <= x1) continue;
      seen[cell] = (seen[cell] ?? 0) + 1;
      sums[cell] = (sums[cell] ?? 0) + (luma[y * width + x] ?? 0);
    }
  }
  return Array.from(sums, (sum, cell) => {
    const count = seen[cell] ?? 0;
    return count === 0 || count < 0.3 * (all[cell] ?? 0) ? null : Math.round((10 * sum) / count) / 10;
  });
}
