/** Plane geometry of a face's outline. */
import { at } from '../../base/at.ts';

export type Outline = readonly (readonly [number, number])[];

/** The same outline, so many times as large about the mean of its points. */
export function grown(outline: Outline, by: number): Outline {
  const cx = outline.reduce((sum, [x]) => sum + x, 0) / outline.length;
  const cy = outline.reduce((sum, [, y]) => sum + y, 0) / outline.length;
  return outline.map(([x, y]) => [cx + by * (x - cx), cy + by * (y - cy)] as const);
}

/** By the parity of crossings to the right; what lies exactly on an edge may fall to either side. */
export function contains(outline: Outline, x: number, y: number): boolean {
  let inside = false;
  let p = at(outline, 0);
  // Asked for thousands of blocks of a frame: points are compared where they lie, and no lists are made.
  for (let k = 1; k <= outline.length; k += 1) {
    const q = at(outline, k === outline.length ? 0 : k);
    if (p[1] > y !== q[1] > y && x < ((q[0] - p[0]) * (y - p[1])) / (q[1] - p[1]) + p[0]) inside = !inside;
    p = q;
  }
  return inside;
}
