/** Specular highlights on an iris: bright spots that darker iris encloses. */
import { at } from '../../../base/at.ts';
import { median } from '../../signal/stats.ts';
import { CELLS, placeOf, type IrisPatch } from './iris-patch.ts';
import { PARAMETERS } from './parameters.ts';

export interface Spot {
  readonly cells: readonly number[];
  /** Centre of what rises above the iris, iris radii from the iris's centre: x to the picture's right along the eyes, y down. */
  readonly x: number;
  readonly y: number;
  /** Luma of the brightest cell above the median of the iris. */
  readonly contrast: number;
  /** Iris on all sides: no lid, no white of the eye. Others may be highlights that a lid cuts, and are only partners. */
  readonly enclosed: boolean;
}

/** Cells of a whole iris. */
const DISC_CELLS = (Math.PI / 4) * CELLS * CELLS;
/** Bright spots that are looked at, the strongest first. */
const MOST_SPOTS = 8;

/** Strongest first; each reaches down to half of its own height above the iris. */
export function spotsOf({ luma, open }: IrisPatch): Spot[] {
  const cells = Array.from(open.keys()).filter((cell) => open[cell] === 1);
  const usual = median(cells.map((cell) => at(luma, cell)));
  const taken = new Uint8Array(luma.length);
  const spots: Spot[] = [];
  for (let round = 0; round < MOST_SPOTS; round += 1) {
    let peak = -1;
    for (const cell of cells) if (taken[cell] === 0 && (peak < 0 || at(luma, cell) > at(luma, peak))) peak = cell;
    const contrast = peak < 0 ? 0 : at(luma, peak) - usual;
    if (contrast < PARAMETERS.leastContrast.value) break;
    const flood = floodFrom(peak, usual + contrast / 2, luma, open, taken);
    for (const cell of flood.cells) taken[cell] = 1;
    // The flank of a stronger spot is no spot of its own.
    if (flood.meetsTaken || flood.cells.length < 2) continue;
    spots.push({ ...centreOf(flood.cells, luma, usual), cells: flood.cells, contrast, enclosed: flood.enclosed });
  }
  return spots;
}

function centreOf(cells: readonly number[], luma: Float32Array, usual: number): { x: number; y: number } {
  let [x, y, sum] = [0, 0, 0];
  for (const cell of cells) {
    const weight = at(luma, cell) - usual;
    const [u, v] = placeOf(cell);
    x += weight * u;
    y += weight * v;
    sum += weight;
  }
  return { x: x / sum, y: y / sum };
}

interface Flood {
  readonly cells: number[];
  readonly enclosed: boolean;
  readonly meetsTaken: boolean;
}

function floodFrom(start: number, level: number, luma: Float32Array, open: Uint8Array, taken: Uint8Array): Flood {
  const cells = [start];
  const seen = new Set(cells);
  let [enclosed, meetsTaken] = [true, false];
  for (const cell of cells) {
    const [column, row] = [cell % CELLS, Math.floor(cell / CELLS)];
    for (const [i, j] of [
      [column - 1, row],
      [column + 1, row],
      [column, row - 1],
      [column, row + 1],
    ] as const) {
      const next = j * CELLS + i;
      if (i < 0 || j < 0 || i >= CELLS || j >= CELLS || open[next] !== 1) {
        enclosed = false;
        continue;
      }
      if (taken[next] === 1) {
        meetsTaken = true;
        continue;
      }
      if (seen.has(next) || at(luma, next) < level) continue;
      seen.add(next);
      cells.push(next);
    }
  }
  return { cells, enclosed, meetsTaken };
}

/** `null` where no spot stands alone on the iris, or it is too large for a highlight. */
export function strongest(spots: readonly Spot[]): Spot | null {
  const spot = spots.find(({ enclosed }) => enclosed);
  if (spot === undefined || spot.cells.length > PARAMETERS.largestHighlight.value * DISC_CELLS) return null;
  return spot;
}

/**
 * How far the nearest bright cell of the other eye lies from where this spot should be there, iris radii. Reflections stand a little towards the nose in both
 * eyes, so the place is moved by that. Spots that a lid or the white cuts count as partners: what they hide may be the same highlight.
 */
export function gapTo(spot: Spot, others: readonly Spot[], side: 'right' | 'left'): number {
  const moved = side === 'right' ? -PARAMETERS.nasal.value : PARAMETERS.nasal.value;
  let least = Number.POSITIVE_INFINITY;
  for (const { cells, contrast } of others) {
    if (contrast < PARAMETERS.partnerContrast.value * spot.contrast) continue;
    for (const cell of cells) {
      const [u, v] = placeOf(cell);
      least = Math.min(least, Math.hypot(spot.x + moved - u, spot.y - v));
    }
  }
  return least;
}

/** 1 where a cell belongs to a highlight: the strongest, and others at least half as strong. */
export function maskOf(spots: readonly Spot[]): Uint8Array {
  const mask = new Uint8Array(CELLS * CELLS);
  const first = strongest(spots);
  if (first === null) return mask;
  for (const { cells, contrast, enclosed } of spots)
    if (enclosed && contrast >= first.contrast / 2) for (const cell of cells) mask[cell] = 1;
  return mask;
}

/** Intersection over union of two masks laid iris on iris (Hu, Li and Lyu 2021), the second one moved by whole cells. */
export function overlap(one: Uint8Array, other: Uint8Array, right: number): number {
  let [both, either] = [0, 0];
  for (let row = 0; row < CELLS; row += 1) {
    for (let column = -CELLS; column < 2 * CELLS; column += 1) {
      const a = cellOf(one, column, row);
      const b = cellOf(other, column - right, row);
      both += a & b;
      either += a | b;
    }
  }
  return either === 0 ? 0 : both / either;
}

const cellOf = (mask: Uint8Array, column: number, row: number): number =>
  column < 0 || column >= CELLS ? 0 : (mask[row * CELLS + column] ?? 0);
