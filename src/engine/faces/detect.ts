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

export class FaceDetector {
  readonly #network: Network;
  readonly #input = { image: { data: new Float32Array(3 * SIDE * SIDE), dims: [1, 3, SIDE, SIDE] } };

  constructor(network: Network) {
    this.#network = network;
  }

  /** Faces of the frame, best first; the frame is letterboxed into the network's square. */
  async detect(frame: WorkingFrame): Promise<Detection[]> {
    const size = Math.max(frame.width, frame.height);
    const crop: Crop = { x: frame.width / 2, y: frame.height / 2, size, angle: 0, mirrored: false };
    warpCrop(frame, crop, SIDE, [-1, 1], this.#input.image.data, true);
    const scale = size / SIDE;
    const left = (frame.width - size) / 2;
    const top = (frame.height - size) / 2;
    return blend(decodeAnchors(await this.#network.run(this.#input))).map(({ score, values }) => {
      const [x, y, width, height] = boxOf(values);
      const [, , , , rightX, rightY, leftX, leftY] = values as [number, number, number, number, number, number, number, number];
      return {
        score,
        box: [left + x * scale, top + y * scale, width * scale, height * scale],
        eyes: [left + rightX * scale, top + rightY * scale, left + leftX * scale, top + leftY * scale],
      };
    });
  }
}
