/** Rectangles (left, top, width, height) and how much they overlap. */
import type { Box } from '../../contract/values.ts';

/** Intersection over union, 0..1. */
export function iou(a: Box, b: Box): number {
  const width = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1]);
  if (width <= 0 || height <= 0) return 0;
  const both = width * height;
  return both / (a[2] * a[3] + b[2] * b[3] - both);
}

/** The upright rectangle around points (x, y), with a margin of a share of its larger side; `null` when there are none. */
export function boxAround(points: readonly (readonly [number, number])[], margin = 0.1): Box | null {
  if (points.length === 0) return null;
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    minX = Math.min(minX, x);
    minY = Math.min(minY, y);
    maxX = Math.max(maxX, x);
    maxY = Math.max(maxY, y);
  }
  const room = margin * Math.max(maxX - minX, maxY - minY);
  return [minX - room, minY - room, maxX - minX + 2 * room, maxY - minY + 2 * room];
}
