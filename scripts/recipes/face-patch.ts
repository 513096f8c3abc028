/** Carries one person's inner face onto another's: an affine map between the meshes, a feathered outline, and the colours of the face beneath. */
import { FACE_OVAL } from '../../src/engine/faces/landmarks.ts';
import { must } from '../../src/base/assert.ts';
import { cubic, fitAffine, type Planes } from './eye-patch.ts';

export type Points = readonly (readonly [number, number])[];

/** What of a face is needed: its mesh as x, y pairs, full-size pixels. */
export const pointsOf = (mesh: Float32Array): Points =>
  Array.from({ length: mesh.length / 3 }, (_, k) => [mesh[3 * k] ?? 0, mesh[3 * k + 1] ?? 0] as const);

/** The painted outline is the face's oval drawn in to this share; it fades over this share of the outline's width. */
const DRAWN_IN = 0.94;
const FEATHER = 0.1;

/** Paints the face of `source` over the face of `target`. Both have 468 points of the same mesh. */
export function paintFace(target: Planes, targetPoints: Points, source: Planes, sourcePoints: Points): void {
  const map = fitAffine(targetPoints, sourcePoints);
  const outline = outlineOf(targetPoints);
  const layers = (planes: Planes) => {
    const luma = planes.width * planes.height;
    const [width, height] = [(planes.width + 1) >> 1, (planes.height + 1) >> 1];
    const at = (from: number, w: number, h: number, unit: number) => ({
      samples: planes.bytes.subarray(from, from + w * h),
      width: w,
      height: h,
      unit,
    });
    return [at(0, planes.width, planes.height, 1), at(luma, width, height, 2), at(luma + width * height, width, height, 2)];
  };
  const [into, from] = [layers(target), layers(source)];
  for (const [k, layer] of into.entries()) paintLayer(layer, must(from[k], 'a layer'), map, outline);
}

interface Layer {
  readonly samples: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly unit: number;
}

function paintLayer(into: Layer, from: Layer, [a, b, c, d, e, f]: ReturnType<typeof fitAffine>, outline: Points): void {
  const { samples, width, height, unit } = into;
  const xs = outline.map(([x]) => x);
  const ys = outline.map(([, y]) => y);
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const feather = FEATHER * (x1 - x0);
  const painted: { at: number; value: number; mask: number }[] = [];
  for (let j = Math.max(0, Math.floor(y0 / unit)); j < Math.min(height, Math.ceil(y1 / unit)); j += 1) {
    for (let i = Math.max(0, Math.floor(x0 / unit)); i < Math.min(width, Math.ceil(x1 / unit)); i += 1) {
      const [x, y] = [(i + 0.5) * unit, (j + 0.5) * unit];
      const inside = depth(outline, x, y);
      if (inside <= 0) continue;
      const [u, v] = [(a * x + b * y + c) / unit - 0.5, (d * x + e * y + f) / unit - 0.5];
      const t = Math.min(1, inside / feather);
      painted.push({ at: j * width + i, value: cubic(from.samples, from.width, from.height, u, v), mask: t * t * (3 - 2 * t) });
    }
  }
  const there = spread(painted.map(({ at }) => samples[at] ?? 0));
  const here = spread(painted.map(({ value }) => value));
  const gain = here.deviation > 0 ? there.deviation / here.deviation : 1;
  for (const { at, value, mask } of painted) {
    const before = samples[at] ?? 0;
    const after = there.mean + gain * (value - here.mean);
    samples[at] = Math.max(0, Math.min(255, Math.round(before + mask * (after - before))));
  }
}

function spread(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, deviation: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) };
}

export function outlineOf(points: Points): Points {
  const oval = FACE_OVAL.map((k) => must(points[k], 'a point of the oval'));
  const cx = oval.reduce((sum, [x]) => sum + x, 0) / oval.length;
  const cy = oval.reduce((sum, [, y]) => sum + y, 0) / oval.length;
  return oval.map(([x, y]) => [cx + DRAWN_IN * (x - cx), cy + DRAWN_IN * (y - cy)] as const);
}

/** Distance to the nearest edge; 0 outside the polygon. */
export function depth(polygon: Points, x: number, y: number): number {
  let inside = false;
  let nearest = Number.POSITIVE_INFINITY;
  for (const [k, [px, py]] of polygon.entries()) {
    const [qx, qy] = must(polygon[(k + 1) % polygon.length], 'a corner');
    if (py > y !== qy > y && x < ((qx - px) * (y - py)) / (qy - py) + px) inside = !inside;
    const square = (qx - px) ** 2 + (qy - py) ** 2;
    const t = square > 0 ? Math.min(1, Math.max(0, ((x - px) * (qx - px) + (y - py) * (qy - py)) / square)) : 0;
    nearest = Math.min(nearest, Math.hypot(x - px - t * (qx - px), y - py - t * (qy - py)));
  }
  return inside ? nearest : 0;
}
