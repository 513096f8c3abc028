/** Pixels of one face -> how much light each patch of skin sends to the camera. */
import { must } from '../../base/assert.ts';
import { at } from '../../base/at.ts';
import type { FaceItem } from './face.ts';
import type { HeadPose } from './pose.ts';
import type { WorkingFrame } from '../media/frame.ts';
import { LINEAR_LIGHT } from '../signal/linear-light.ts';
import { rotate, type Point } from '../signal/rotation.ts';
import { median } from '../signal/stats.ts';
import { PATCHES } from './skin-patches.ts';

/** What counts as bare skin that can be read. */
export interface SkinLimits {
  /** Of a patch, inter-ocular distances. */
  readonly patchRadius: number;
  /** Least cosine of the normal to the camera. */
  readonly facing: number;
  /** 8-bit counts from which a pixel is saturated, and the share of such pixels from which a patch is not used. */
  readonly saturatedLuma: number;
  readonly saturatedShare: number;
  /** Linear light below which a patch is black, 1 is white. */
  readonly black: number;
  /** Log light under the face's median below which a patch is no bare skin. */
  readonly darkest: number;
  /** 8-bit counts of Cb and Cr from the face's median beyond which it is none either. */
  readonly otherColour: number;
}

/** The values of a detector's parameters of these names. */
export const skinLimitsOf = (given: { readonly [Name in keyof SkinLimits]: { readonly value: number } }): SkinLimits => ({
  patchRadius: given.patchRadius.value,
  facing: given.facing.value,
  saturatedLuma: given.saturatedLuma.value,
  saturatedShare: given.saturatedShare.value,
  black: given.black.value,
  darkest: given.darkest.value,
  otherColour: given.otherColour.value,
});

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

export function readSkin({ image, mesh }: FaceItem, pose: HeadPose, limits: SkinLimits): Skin {
  const radius = Math.max(1, (limits.patchRadius * pose.scale) / image.scale);
  const normals = PATCHES.map(({ normal }) => rotate(pose.rotation, normal));
  let [facing, saturated] = [0, 0];
  const readings = PATCHES.map(({ index }, k): Reading | null => {
    if (-must(normals[k], 'a normal')[2] < limits.facing) return null;
    const found = readPatch(image, at(mesh, 3 * index) / image.scale, at(mesh, 3 * index + 1) / image.scale, radius, limits);
    if (found === null) return null;
    facing += 1;
    if (found.saturated > limits.saturatedShare) saturated += 1;
    return found.saturated > limits.saturatedShare ? null : found;
  });
  return { light: skinAlone(readings, limits), normals, facing, saturated };
}

/** Patches far darker than the face's median (hair, beard, spectacles) or of another colour are no bare skin. */
function skinAlone(readings: readonly (Reading | null)[], limits: SkinLimits): (number | null)[] {
  const known = readings.filter((one) => one !== null);
  const [light, cb, cr] = [median(known.map((one) => one.light)), median(known.map((one) => one.cb)), median(known.map((one) => one.cr))];
  return readings.map((one) => {
    if (one === null || one.light < light - limits.darkest) return null;
    return Math.hypot(one.cb - cb, one.cr - cr) > limits.otherColour ? null : one.light;
  });
}

/** Mean over a disc of working pixels, read through a grid of at most about 9 x 9; `null` outside the picture and where it is black. */
export function readPatch(
  image: WorkingFrame,
  x: number,
  y: number,
  radius: number,
  { saturatedLuma, black }: Pick<SkinLimits, 'saturatedLuma' | 'black'>,
): (Reading & { readonly saturated: number }) | null {
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
      if (luma >= saturatedLuma) full += 1;
    }
  }
  if (count === 0 || sum / count < black) return null;
  const chroma = (Math.floor(y) >> 1) * ((width + 1) >> 1) + (Math.floor(x) >> 1);
  return { light: Math.log(sum / count), cb: image.cb[chroma] ?? 128, cr: image.cr[chroma] ?? 128, saturated: full / count };
}
