/** One face in one sampled frame -> 17 points of the body below it, the place of the head, and the light of the torso in small cells. */
import type { Rational } from '../../../contract/values.ts';
import { must } from '../../../base/assert.ts';
import { cropToFrame, warpCrop, type Crop } from '../../faces/crop.ts';
import type { FaceItem } from '../../faces/face.ts';
import { headPose } from '../../faces/pose.ts';
import type { Network } from '../../inference/networks.ts';
import type { WorkingFrame } from '../../media/frame.ts';
import type { Values } from '../interface.ts';
import { everyNth, USUAL_RATE } from '../sampling.ts';
import { PARAMETERS } from './parameters.ts';
import { rounded } from '../../rounded.ts';

const SIDE = 192;
/** COCO's order; left and right are the person's own. */
const POINTS = [
  'nose',
  ...['Eye', 'Ear', 'Shoulder', 'Elbow', 'Wrist', 'Hip', 'Knee', 'Ankle'].flatMap((part) => [`left${part}`, `right${part}`]),
];
/** Cells of the torso: columns and rows. */
export const ACROSS = 16;
export const DOWN = 10;

/** Places of the values in a row; a point is x, y, confidence. */
export const AT = {
  points: 0,
  originX: 51,
  originY: 52,
  scale: 53,
  scaleWorking: 54,
  yaw: 55,
  roll: 56,
  cellSide: 57,
  cellX: 58,
  cellY: 59,
  cells: 60,
};
export const LEFT_SHOULDER = 5;
export const RIGHT_SHOULDER = 6;

export const COLUMNS = [
  ...POINTS.flatMap((name) => [
    { name: `${name}X`, unit: 'px' },
    { name: `${name}Y`, unit: 'px' },
    { name: `${name}Confidence`, unit: 'of 1' },
  ]),
  { name: 'originX', unit: 'px' },
  { name: 'originY', unit: 'px' },
  { name: 'scale', unit: 'px per inter-ocular distance' },
  { name: 'scaleWorking', unit: 'working px per inter-ocular distance' },
  { name: 'yaw', unit: 'degrees' },
  { name: 'roll', unit: 'degrees' },
  { name: 'cellSide', unit: 'working px' },
  { name: 'cellX', unit: 'cells from the left edge of the picture' },
  { name: 'cellY', unit: 'cells from its top' },
  ...Array.from({ length: ACROSS * DOWN }, (_, cell) => ({ name: `cell${String(cell)}`, unit: '8-bit counts' })),
];

/** Every so many frames one is sampled. */
export const stepOf = (rate: Rational | null): number => everyNth(rate, PARAMETERS.samplesPerSecond.value, USUAL_RATE);

/** Steps of the crop's size (a factor) and place (of its side): the same crop for a head that moves a little, or it would move the points. */
const SIZE_STEP = 2 ** 0.25;
const PLACE_STEP = 1 / 8;
/** The eyes lie so far below the crop's upper edge, of its side. */
const EYES = 0.25;

/** Working pixels. */
export function bodyCrop(x: number, y: number, interocular: number): Crop {
  const size = SIZE_STEP ** Math.round(Math.log(PARAMETERS.cropSide.value * interocular) / Math.log(SIZE_STEP));
  const grid = size * PLACE_STEP;
  return { x: Math.round(x / grid) * grid, y: Math.round((y + (0.5 - EYES) * size) / grid) * grid, size, angle: 0, mirrored: false };
}

export function observerOf(network: Network, step: number): (face: FaceItem) => Promise<Values | null> {
  const input = new Float32Array(3 * SIDE * SIDE);
  return async (face) => {
    const { image } = face;
    if (image.frame % step !== 0) return null;
    const { origin, scale, yaw, roll } = headPose(face.mesh);
    const [x, y, interocular] = [origin[0] / image.scale, origin[1] / image.scale, scale / image.scale];
    if (!(interocular > 1) || !Number.isFinite(x + y + interocular)) return COLUMNS.map(() => null);
    const crop = bodyCrop(x, y, interocular);
    warpCrop(image, crop, SIDE, [0, 255], input, true);
    // Whole numbers, as in the pictures the network was made for.
    for (let k = 0; k < input.length; k += 1) input[k] = Math.round(input[k] ?? 0);
    const { keypoints } = await network.run({ image: { data: input, dims: [1, 3, SIDE, SIDE] } });
    const points = pointsOf(must(keypoints, 'keypoints').data, crop, image);
    const head = [
      rounded(origin[0], 2),
      rounded(origin[1], 2),
      rounded(scale, 2),
      rounded(interocular, 2),
      rounded(yaw, 2),
      rounded(roll, 2),
    ];
    return [...points, ...head, ...torsoCells(image, x, y, interocular)];
  };
}

/** The network gives y, x, confidence in fractions of the crop. A point outside the picture was guessed: its confidence is 0. */
function pointsOf(data: Float32Array, crop: Crop, { scale, width, height }: WorkingFrame): number[] {
  const place = [0, 0];
  return POINTS.flatMap((_, k) => {
    cropToFrame(crop, data[3 * k + 1] ?? 0, data[3 * k] ?? 0, place, 0);
    const [px = 0, py = 0] = place;
    const inside = px >= 0 && py >= 0 && px < width && py < height;
    return [rounded(px * scale, 1), rounded(py * scale, 1), inside ? rounded(data[3 * k + 2] ?? 0, 3) : 0];
  });
}

/** A cell's side is the power of two nearest to this share of the inter-ocular distance: it stays the same while a head comes a little
 * nearer. At least 4 working pixels. Both our choice. */
const CELL = 0.4;
const LEAST_CELL = 4;

/**
 * Side and first cell of a grid that is fixed to the picture, then the mean luma of ACROSS x DOWN cells below the chin, in rows; `null` for a
 * cell that does not lie in the picture as a whole.
 */
function torsoCells(frame: WorkingFrame, x: number, y: number, interocular: number): (number | null)[] {
  const side = Math.max(LEAST_CELL, 2 ** Math.round(Math.log2(CELL * interocular)));
  const left = Math.round(x / side) - ACROSS / 2;
  const top = Math.floor((y + (PARAMETERS.belowEyes.value - CELL) * interocular) / side);
  const out: (number | null)[] = [side, left, top];
  for (let j = top; j < top + DOWN; j += 1)
    for (let i = left; i < left + ACROSS; i += 1) out.push(cellMean(frame, i * side, j * side, side));
  return out;
}

function cellMean({ y: luma, width, height }: WorkingFrame, x: number, y: number, side: number): number | null {
  if (x < 0 || y < 0 || x + side > width || y + side > height) return null;
  let sum = 0;
  for (let row = y; row < y + side; row += 1) for (let at = row * width + x; at < row * width + x + side; at += 1) sum += luma[at] ?? 0;
  return rounded(sum / side ** 2, 2);
}
