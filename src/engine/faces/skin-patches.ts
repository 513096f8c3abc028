/** Where the skin is read: points of the mesh away from eyes, brows, nostrils and lips, spread over forehead, nose, cheeks, jaw and chin. */
import { must } from '../../base/assert.ts';
import { meanFace, meanNormal } from './normals.ts';
import type { Point } from '../signal/rotation.ts';

const MIDLINE = [1, 6, 8, 10, 151, 152, 195, 200];
/** Person's right, person's left. */
const PAIRS = [
  [3, 248],
  [50, 280],
  [54, 284],
  [67, 297],
  [68, 298],
  [71, 301],
  [100, 329],
  [102, 331],
  [104, 333],
  [108, 337],
  [111, 340],
  [118, 347],
  [123, 352],
  [124, 353],
  [128, 357],
  [136, 365],
  [138, 367],
  [139, 368],
  [150, 379],
  [165, 391],
  [171, 396],
  [176, 400],
  [182, 406],
  [187, 411],
  [192, 416],
  [205, 425],
  [211, 431],
  [216, 436],
];

interface Patch {
  /** In the mesh. */
  readonly index: number;
  /** Outward, in the head's axes. */
  readonly normal: Point;
  /** Part of the face, 0..8: left out together when the uncertainty is estimated, since neighbours err alike. */
  readonly part: number;
}

export const PATCHES: readonly Patch[] = [...MIDLINE, ...PAIRS.flat()].map((index) => {
  const [x, y] = must(meanFace[index], 'a place');
  const column = x < -0.3 ? 0 : x > 0.3 ? 2 : 1;
  const row = y < 0 ? 0 : y < 0.9 ? 1 : 2;
  return { index, normal: meanNormal(index), part: 3 * row + column };
});
export const PARTS = 9;
