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
  for (const [k, [px, py]] of outline.entries()) {
    const [qx, qy] = at(outline, (k + 1) % outline.length);
    if (py > y !== qy > y && x < ((qx - px) * (y - py)) / (qy - py) + px) inside = !inside;
  }
  return inside;
}
