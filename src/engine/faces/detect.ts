/** Finds faces in a whole frame with BlazeFace (Bazarevsky et al., 2019, arXiv:1907.05047). */
import { at } from '../../base/at.ts';
import { must } from '../../base/assert.ts';
import type { Box } from '../../contract/values.ts';
import type { Network, Tensor } from '../inference/networks.ts';
import type { WorkingFrame } from '../media/frame.ts';
import { iou } from './boxes.ts';
import { warpCrop, type Crop } from './crop.ts';
import { MIN_DETECTION_SCORE, SAME_DETECTION_IOU } from './thresholds.ts';

export interface Detection {
  /** Working pixels. */
  readonly box: Box;
  /** Eyes' centres in working pixels: x, y of the person's right eye, then of the left one. */
  readonly eyes: readonly [number, number, number, number];
  /** 0..1. */
  readonly score: number;
}

const SIDE = 256;
/** Values for one anchor: centre x, y, width, height, then six key points (right eye, left eye, nose, mouth, ears). */
const VALUES = 16;
/** The values of an anchor that we use: the box and the two eyes. */
const USED = 8;

/** Anchors stand in the middle of each cell of two grids, 2 in each of 16 x 16 cells and 6 in each of 8 x 8 (paper, section 3.2). */
export const GRIDS = [
  { cells: 16, perCell: 2, scores: 'scores16', boxes: 'boxes16' },
  { cells: 8, perCell: 6, scores: 'scores8', boxes: 'boxes8' },
] as const;

/** Centre of the anchor `index` of a grid, pixels of the network's input: x, y. */
export function anchorCentre(cells: number, perCell: number, index: number): readonly [number, number] {
  const cell = Math.floor(index / perCell);
  const pitch = SIDE / cells;
  return [((cell % cells) + 0.5) * pitch, (Math.floor(cell / cells) + 0.5) * pitch];
}

/** One anchor's answer: the eight used values in input pixels, absolute. */
export interface RawDetection {
  readonly score: number;
  readonly values: readonly number[];
}

/** Anchors whose score passes the threshold. */
export function decodeAnchors(outputs: Readonly<Record<string, Tensor>>): RawDetection[] {
  const found: RawDetection[] = [];
  for (const { cells, perCell, scores, boxes } of GRIDS) {
    const logits = must(outputs[scores], scores).data;
    const regressed = must(outputs[boxes], boxes).data;
    for (let k = 0; k < logits.length; k += 1) {
      const score = 1 / (1 + Math.exp(-at(logits, k)));
      if (score < MIN_DETECTION_SCORE) continue;
      const [x, y] = anchorCentre(cells, perCell, k);
      const values: number[] = [];
      for (let v = 0; v < USED; v += 1) {
        const offset = v === 2 || v === 3 ? 0 : v % 2 === 0 ? x : y;
        values.push(at(regressed, k * VALUES + v) + offset);
      }
      found.push({ score, values });
    }
  }
  return found;
}

const boxOf = (values: readonly number[]): Box => {
  const [x, y, width, height] = values as [number, number, number, number];
  return [x - width / 2, y - height / 2, width, height];
};

/**
 * Overlapping answers become one, their values averaged by score (the paper's blending, section 4.2: steadier than taking the best).
 * Best first.
 */
export function blend(candidates: readonly RawDetection[]): RawDetection[] {
  const rest = candidates.toSorted((a, b) => b.score - a.score);
  const faces: RawDetection[] = [];
  while (rest.length > 0) {
    const best = must(rest[0], 'a candidate');
    const box = boxOf(best.values);
    const same = rest.filter((other) => other === best || iou(box, boxOf(other.values)) > SAME_DETECTION_IOU);
    const total = same.reduce((sum, other) => sum + other.score, 0);
    const values = best.values.map((_, v) => same.reduce((sum, other) => sum + other.score * at(other.values, v), 0) / total);
    faces.push({ score: best.score, values });
    for (const other of same) rest.splice(rest.indexOf(other), 1);
  }
  return faces;
}

/** A frame at least this much longer than wide is searched in parts as well. */
const LONG = 1.25;
/** Enough for 16:9 and 2.39:1; in a longer strip the parts overlap less. */
const MAX_PARTS = 4;

/**
 * The squares (left, top, side) in which faces are looked for: the whole frame, letterboxed; in an oblong frame also squares of its
 * shorter side, each overlapping the next by half at least, in which small faces are larger for the network.
 */
export function searchSquares(width: number, height: number): readonly (readonly [number, number, number])[] {
  const long = Math.max(width, height);
  const short = Math.min(width, height);
  const whole = [(width - long) / 2, (height - long) / 2, long] as const;
  if (long < LONG * short) return [whole];
  const parts = Math.min(MAX_PARTS, Math.ceil((long - short) / (short / 2)) + 1);
  return [
    whole,
    ...Array.from({ length: parts }, (_, k) => {
      const offset = (k * (long - short)) / (parts - 1);
      return width > height ? ([offset, 0, short] as const) : ([0, offset, short] as const);
    }),
  ];
}

export class FaceDetector {
  readonly #network: Network;
  readonly #input = { image: { data: new Float32Array(3 * SIDE * SIDE), dims: [1, 3, SIDE, SIDE] } };

  constructor(network: Network) {
    this.#network = network;
  }

  /** Faces of the frame, best first. */
  async detect(frame: WorkingFrame): Promise<Detection[]> {
    const found: RawDetection[] = [];
    for (const [left, top, size] of searchSquares(frame.width, frame.height)) {
      const crop: Crop = { x: left + size / 2, y: top + size / 2, size, angle: 0, mirrored: false };
      warpCrop(frame, crop, SIDE, [-1, 1], this.#input.image.data, true);
      const scale = size / SIDE;
      for (const { score, values } of decodeAnchors(await this.#network.run(this.#input))) {
        found.push({ score, values: values.map((value, v) => value * scale + (v === 2 || v === 3 ? 0 : v % 2 === 0 ? left : top)) });
      }
    }
    return blend(found).map(({ score, values }) => {
      const [, , , , rightX, rightY, leftX, leftY] = values as [number, number, number, number, number, number, number, number];
      return { score, box: boxOf(values), eyes: [rightX, rightY, leftX, leftY] };
    });
  }
}
