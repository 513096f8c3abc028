/** Which blocks lie in the face and which around it. */
import { at } from '../../../base/at.ts';
import { contains, grown, type Outline } from '../../faces/outline.ts';
import type { Blocks } from './histograms.ts';
import { PARAMETERS } from './parameters.ts';

/** As in the comparison of detail: the face is the oval drawn in, the surroundings lie beyond the oval grown, what is between counts for
 * neither. Our choice. */
const INNER = 0.86;
const OUTER = 1.2;

/** Blocks at grid (0, 0) with room for every other grid; `oval`: the face's outline in pixels of the plane. */
export function regionsOf(
  width: number,
  height: number,
  oval: Outline,
  most: number = PARAMETERS.mostBlocks.value,
): { readonly face: Blocks; readonly around: Blocks } {
  const [inner, outer] = [grown(oval, INNER), grown(oval, OUTER)];
  const [x0, x1] = [Math.min(...outer.map(([x]) => x)), Math.max(...outer.map(([x]) => x))];
  const [y0, y1] = [Math.min(...outer.map(([, y]) => y)), Math.max(...outer.map(([, y]) => y))];
  // Places in the plane, row after row: of tens of thousands a thousand are taken, and only those become pairs.
  const face: number[] = [];
  const around: number[] = [];
  for (let y = 0; y + ROOM <= height; y += 8) {
    for (let x = 0; x + ROOM <= width; x += 8) {
      // The middle of the 64 places that the block can be moved to.
      const cx = x + 7.5;
      const cy = y + 7.5;
      if (cx < x0 || cx > x1 || cy < y0 || cy > y1 || !contains(outer, cx, cy)) around.push(y * width + x);
      else if (contains(inner, cx, cy)) face.push(y * width + x);
    }
  }
  const taken = (places: readonly number[]): Blocks =>
    spread(places, most).map((place) => [place % width, Math.floor(place / width)] as const);
  return { face: taken(face), around: taken(around) };
}

/** A block with room to be moved. */
const ROOM = 15;

/** Blocks of the whole plane, at most as many as are used, evenly spread. */
export function allBlocks(width: number, height: number): Blocks {
  const out: [number, number][] = [];
  for (let y = 0; y + ROOM <= height; y += 8) for (let x = 0; x + ROOM <= width; x += 8) out.push([x, y]);
  return spread(out, PARAMETERS.mostBlocks.value);
}

function spread<T>(blocks: readonly T[], most: number): readonly T[] {
  if (blocks.length <= most) return blocks;
  return Array.from({ length: most }, (_, k) => at(blocks, Math.floor((k * blocks.length) / most)));
}
