/** How far an eye is open. */
import type { EyeMesh } from './face.ts';

/**
 * Mean height of the lid opening over its width, like the eye aspect ratio of Soukupova and Cech (2016), but from the 16 lid
 * points of the iris network: 0..8 run along the lower lid from corner to corner, 9..15 along the upper lid between the same corners.
 */
export function openness(eye: EyeMesh): number | null {
  const c = eye.contour;
  const x = (i: number): number => c[2 * i] ?? Number.NaN;
  const y = (i: number): number => c[2 * i + 1] ?? Number.NaN;
  const dx = x(8) - x(0);
  const dy = y(8) - y(0);
  const width = Math.hypot(dx, dy);
  if (!(width > 0)) return null;
  let sum = 0;
  for (let lower = 2; lower <= 6; lower++) {
    const upper = lower + 8;
    sum += Math.hypot(x(upper) - x(lower), y(upper) - y(lower));
  }
  return sum / 5 / width;
}
