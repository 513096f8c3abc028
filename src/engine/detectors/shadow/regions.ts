/** Where shadows lie on and beside the face, as points of the mesh, and which patches of skin tell of the light without them. */
import { must } from '../../../base/assert.ts';
import { meanFace } from '../../faces/normals.ts';
import { PATCHES } from '../../faces/skin-patches.ts';

export interface SideRegion {
  readonly title: string;
  /** Points on the person's right side, and their mirror images in the same order. */
  readonly right: readonly number[];
  readonly left: readonly number[];
}

/** The point of the mean face, which is symmetric, that lies nearest to a point's mirror image. */
function mirrorOf(index: number): number {
  const [x, y, z] = must(meanFace[index], 'a place');
  const away = meanFace.map(([px, py, pz]) => (px + x) ** 2 + (py - y) ** 2 + (pz - z) ** 2);
  return away.indexOf(Math.min(...away));
}

const side = (title: string, right: readonly number[]): SideRegion => ({ title, right, left: right.map(mirrorOf) });

/** In the order of the columns. With light from one side the nose shades the first three on the other; the last moves with the lids. */
export const SIDES = [
  side('side of the nose', [174, 217, 126, 198, 220, 134, 236]),
  side('cheek beside the nose', [121, 120, 100, 142, 47]),
  side('upper lip', [167, 165, 92]),
  side('corner of the eye socket', [221, 56, 190, 189]),
] as const;

interface Region {
  readonly title: string;
  readonly points: readonly number[];
}

/** In the order of the columns, after the sides. With light from above these lie in the shade of nose, lip and brows. */
export const DEPTHS = [
  { title: 'under the nose', points: [167, 2, 393, 164] },
  { title: 'under the lower lip', points: [83, 18, 313] },
  { title: 'eye sockets', points: [...SIDES[3].right, ...SIDES[3].left] },
] as const satisfies readonly Region[];

/** Bright skin that no part of the face shades: what the depths are measured against. */
export const CHEEKS = [205, 425, 50, 280, 101, 330] as const;

/** Middle of the lower edge of the chin. */
export const CHIN = 152;
/** Skin of the chin, whose colour a bare neck has. */
export const CHIN_SKIN = [199, 208, 428, 171, 396, 175] as const;
/** Across the neck, inter-ocular distances from the middle. */
export const NECK = [-0.3, 0, 0.3] as const;

/** On the nose, in its shadow or on the upper lip: patches that would carry what is tested into what it is tested against. */
const IN_SHADOW: ReadonlySet<number> = new Set([1, 3, 6, 8, 100, 102, 128, 165, 195, 248, 329, 331, 357, 391]);
export const IS_SHADING: readonly boolean[] = PATCHES.map(({ index }) => !IN_SHADOW.has(index));
