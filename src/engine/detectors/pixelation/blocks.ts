/** Fine structure of luma in blocks over a face and a ring around it: fine and middling detail, noise, brightness. */
import type { Box } from '../../../contract/values.ts';
import { contains, grown, type Outline } from '../../faces/outline.ts';
import type { WorkingFrame } from '../../media/frame.ts';
import { sumsWithin } from './block-sums.ts';

type Place = 'face' | 'edge' | 'around';

export interface Block {
  /** Of the centre, working pixels. */
  readonly x: number;
  readonly y: number;
  readonly place: Place;
  /** Mean square of the fourth difference [1 -4 6 -4 1]/16 over rows and columns: gain ((1 - cos w)/2)², largest at the finest detail. */
  readonly fine: number;
  /** Mean square of the second difference at distance two, [1 0 -2 0 1]/4: gain sin² w, largest at half the finest detail's frequency. */
  readonly middling: number;
  /** Deviation of the noise by Immerkaer's operator, grey levels: sqrt(pi/2)/6 of the mean absolute response (Immerkaer 1996). */
  readonly noise: number;
  readonly brightness: number;
}

/** Working pixels. */
interface Area {
  readonly box: Box;
  /** Edge of a block: a multiple of 8, so that blocks lie on the codec's own. */
  readonly edge: number;
}

/** Ring around the face: the oval's box, this many times as wide and high; so many blocks across at most, which bounds the time. Our choice. */
const AROUND = 2.2;
const MOST_BLOCKS_ACROSS = 40;
/** The face is the oval drawn in, the surroundings lie beyond the oval grown: what is between may be a seam and counts for
 * neither. Our choice. */
const INNER = 0.86;
const OUTER = 1.2;

/** `oval`: working pixels. */
function areaOf(oval: Outline, { width, height }: WorkingFrame): Area {
  const xs = oval.map(([x]) => x);
  const ys = oval.map(([, y]) => y);
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const [w, h] = [AROUND * (x1 - x0), AROUND * (y1 - y0)];
  const edge = 8 * Math.max(1, Math.ceil(Math.max(w, h) / (8 * MOST_BLOCKS_ACROSS)));
  const down = (value: number): number => Math.max(0, Math.floor(value / 8) * 8);
  const [left, top] = [down((x0 + x1 - w) / 2), down((y0 + y1 - h) / 2)];
  const fit = (from: number, to: number): number => Math.max(0, Math.floor((to - from) / edge)) * edge;
  return {
    box: [left, top, fit(left, Math.min(width, (x0 + x1 + w) / 2)), fit(top, Math.min(height, (y0 + y1 + h) / 2))],
    edge,
  };
}

/** Blocks row by row over `box`, all in working pixels; `oval` is the face's outline in them. */
export function blocksOf(image: WorkingFrame, oval: Outline): { readonly box: Box; readonly blocks: readonly Block[] } {
  const { box, edge } = areaOf(oval, image);
  const [left, top, wide, high] = box;
  const inner = grown(oval, INNER);
  const outer = grown(oval, OUTER);
  const blocks: Block[] = [];
  const sums = sumsWithin(image, box, edge);
  for (let y = top; y < top + high; y += edge) {
    for (let x = left; x < left + wide; x += edge) {
      const [cx, cy] = [x + edge / 2, y + edge / 2];
      const place = contains(inner, cx, cy) ? 'face' : contains(outer, cx, cy) ? 'edge' : 'around';
      const inside = sums?.(x, y) ?? null;
      const measured = inside === null ? measure(image, x, y, edge) : means(...inside, edge * edge);
      blocks.push({ x: cx, y: cy, place, ...measured });
    }
  }
  return { box, blocks };
}

type Measured = Pick<Block, 'fine' | 'middling' | 'noise' | 'brightness'>;

/** Over `n` pixels. */
function means(fine: number, middling: number, noise: number, sum: number, n: number): Measured {
  return { fine: fine / (512 * n), middling: middling / (32 * n), noise: (Math.sqrt(Math.PI / 2) * noise) / (6 * n), brightness: sum / n };
}

/** A block anywhere; exported for the test that compares the two ways. */
export function measure({ y: luma, width, height }: WorkingFrame, left: number, top: number, edge: number): Measured {
  let fine = 0;
  let middling = 0;
  let noise = 0;
  let sum = 0;
  let n = 0;
  const x0 = Math.max(2, left);
  const x1 = Math.min(width - 2, left + edge);
  const y1 = Math.min(height - 2, top + edge);
  // Every pixel from row max(2, top) to y1 and from x0 to x1 has two neighbours on each side. Indexed directly: at() serves arrays of every kind,
  // and here it would be most of what a sample costs. No tuples: they made the loop take three times as long.
  for (let j = Math.max(2, top); j < y1; j += 1) {
    const end = j * width + x1;
    for (let k = j * width + x0; k < end; k += 1) {
      const up = k - width;
      const down = k + width;
      const c = luma[k] ?? 0;
      const beside = (luma[k - 1] ?? 0) + (luma[k + 1] ?? 0);
      const upright = (luma[up] ?? 0) + (luma[down] ?? 0);
      const horizontal = (luma[k - 2] ?? 0) + (luma[k + 2] ?? 0);
      const vertical = (luma[up - width] ?? 0) + (luma[down + width] ?? 0);
      const fineH = horizontal - 4 * beside + 6 * c;
      const fineV = vertical - 4 * upright + 6 * c;
      const middleH = horizontal - 2 * c;
      const middleV = vertical - 2 * c;
      fine += fineH * fineH + fineV * fineV;
      middling += middleH * middleH + middleV * middleV;
      const corners = (luma[up - 1] ?? 0) + (luma[up + 1] ?? 0) + (luma[down - 1] ?? 0) + (luma[down + 1] ?? 0);
      noise += Math.abs(corners - 2 * (beside + upright) + 4 * c);
      sum += c;
      n += 1;
    }
  }
  if (n === 0) return { fine: 0, middling: 0, noise: 0, brightness: 0 };
  return means(fine, middling, noise, sum, n);
}
