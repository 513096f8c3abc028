/** One face in one frame -> the pose of the head, of its inner part and of its outline, and how bright the picture is beside it. */
import { CANONICAL_FACE } from '../../faces/canonical-face.ts';
import type { FaceItem } from '../../faces/face.ts';
import { headPose, type HeadPose } from '../../faces/pose.ts';
import type { WorkingFrame } from '../../media/frame.ts';
import { rounded } from '../../rounded.ts';

const CELLS_PER_SIDE = 4;
export const CELLS = CELLS_PER_SIDE * CELLS_PER_SIDE;

export const COLUMNS = [
  { name: 'yaw', unit: 'degrees' },
  { name: 'pitch', unit: 'degrees' },
  { name: 'roll', unit: 'degrees' },
  { name: 'originX', unit: 'px' },
  { name: 'originY', unit: 'px' },
  { name: 'scale', unit: 'px per inter-ocular distance' },
  { name: 'scaleWorking', unit: 'working px per inter-ocular distance' },
  { name: 'residual', unit: 'inter-ocular distances' },
  ...(['inner', 'outline'] as const).flatMap((part) =>
    (['Yaw', 'Pitch', 'Roll'] as const).map((angle) => ({ name: `${part}${angle}`, unit: 'degrees' })),
  ),
  ...Array.from({ length: CELLS }, (_, cell) => ({ name: `cell${String(cell)}`, unit: '8-bit counts' })),
];

/** Places of the values in a row. */
export const AT = {
  yaw: 0,
  pitch: 1,
  roll: 2,
  originX: 3,
  originY: 4,
  scale: 5,
  scaleWorking: 6,
  residual: 7,
  inner: 8,
  outline: 11,
  cells: 14,
};

/** Forehead, temples and cheek bones: what an inserted inner face leaves as it was. */
const OUTLINE = new Set([10, 151, 9, 234, 454, 127, 356, 162, 389, 21, 251, 54, 284, 103, 332, 67, 297, 109, 338, 93, 323]);
/** Eyes and nose. */
const INNER = new Set(CANONICAL_FACE.map(([index]) => index).filter((index) => !OUTLINE.has(index)));

const angles = ({ yaw, pitch, roll }: HeadPose): number[] => [yaw, pitch, roll].map((angle) => rounded(angle, 3));

export function observeFace(face: FaceItem): (number | null)[] {
  const pose = headPose(face.mesh);
  return [
    ...angles(pose),
    rounded(pose.origin[0], 2),
    rounded(pose.origin[1], 2),
    rounded(pose.scale, 2),
    rounded(pose.scale / face.image.scale, 2),
    rounded(pose.residual, 4),
    ...angles(headPose(face.mesh, INNER)),
    ...angles(headPose(face.mesh, OUTLINE)),
    ...cells(face.image, face.box),
  ];
}

/** How far round the face's box the head may still reach, in box sizes: hair, neck, ears. */
const HEAD_MARGIN = 0.4;
/** Every so many pixels are read in both directions. */
const STRIDE = 6;
/** A cell with fewer samples than this share lies behind the head. */
const LEAST_SHARE = 0.3;

/** Mean luma of each cell of a grid over the whole frame, without the pixels of this head; `null` where the head hides the cell. */
function cells(frame: WorkingFrame, [left, top, width, height]: FaceItem['box']): (number | null)[] {
  const { scale } = frame;
  const x0 = (left - width * HEAD_MARGIN) / scale;
  const x1 = (left + width * (1 + HEAD_MARGIN)) / scale;
  const y0 = (top - height * HEAD_MARGIN) / scale;
  // The shoulders move with the head: everything under the face is left out.
  const y1 = frame.height;
  const sums = new Int32Array(CELLS);
  const seen = new Int32Array(CELLS);
  const all = new Int32Array(CELLS);
  const { width: across, height: down, y: luma } = frame;
  for (let y = STRIDE >> 1; y < down; y += STRIDE) {
    const inHead = y >= y0 && y <= y1;
    let x = STRIDE >> 1;
    for (let column = 0; column < CELLS_PER_SIDE; column += 1) {
      const end = Math.ceil(((column + 1) * across) / CELLS_PER_SIDE);
      const cell = Math.floor((y * CELLS_PER_SIDE) / down) * CELLS_PER_SIDE + column;
      let sum = 0;
      let count = 0;
      let there = 0;
      for (; x < end; x += STRIDE) {
        there += 1;
        if (inHead && x >= x0 && x <= x1) continue;
        count += 1;
        sum += luma[y * across + x] ?? 0;
      }
      all[cell] = (all[cell] ?? 0) + there;
      seen[cell] = (seen[cell] ?? 0) + count;
      sums[cell] = (sums[cell] ?? 0) + sum;
    }
  }
  return Array.from(sums, (sum, cell) => {
    const count = seen[cell] ?? 0;
    return count === 0 || count < LEAST_SHARE * (all[cell] ?? 0) ? null : rounded(sum / count, 2);
  });
}
