/** Carries the pixels of an open eye from one frame into another: an affine map from landmarks that no blink moves, and a soft mask. */
import { must } from '../../src/base/assert.ts';

/** Around each eye: both corners, brow, bridge of the nose and cheek bone (MediaPipe's face mesh); no point of a lid. */
const STABLE = {
  right: [33, 133, 70, 63, 105, 66, 107, 168, 6, 122, 117, 118, 119],
  left: [263, 362, 300, 293, 334, 296, 336, 168, 6, 351, 346, 347, 348],
} as const;
const CORNERS = { right: [33, 133], left: [263, 362] } as const;

export type EyeName = keyof typeof STABLE;
export const EYE_NAMES = ['left', 'right'] as const;

/** What of a face the recipe needs: x, y pairs in full-size pixels. */
export interface EyeMarks {
  readonly stable: readonly (readonly [number, number])[];
  readonly corners: readonly [readonly [number, number], readonly [number, number]];
}

export function marksOf(mesh: Float32Array, eye: EyeName): EyeMarks {
  const at = (index: number): [number, number] => [mesh[3 * index] ?? 0, mesh[3 * index + 1] ?? 0];
  const [outer, inner] = CORNERS[eye];
  return { stable: STABLE[eye].map(at), corners: [at(outer), at(inner)] };
}

/** x' = a x + b y + c, y' = d x + e y + f. */
type Affine = readonly [number, number, number, number, number, number];

/** Least squares over the pairs, solved about the centroid. */
export function fitAffine(from: EyeMarks['stable'], to: EyeMarks['stable']): Affine {
  const n = from.length;
  const mean = (points: EyeMarks['stable'], k: 0 | 1): number => points.reduce((sum, p) => sum + p[k], 0) / n;
  const [mx, my, ux, uy] = [mean(from, 0), mean(from, 1), mean(to, 0), mean(to, 1)];
  let [xx, xy, yy, xu, yu, xv, yv] = [0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const p = must(from[i], 'a point');
    const q = must(to[i], 'its partner');
    const [x, y, u, v] = [p[0] - mx, p[1] - my, q[0] - ux, q[1] - uy];
    xx += x * x;
    xy += x * y;
    yy += y * y;
    xu += x * u;
    yu += y * u;
    xv += x * v;
    yv += y * v;
  }
  const det = xx * yy - xy * xy;
  const [a, b] = [(xu * yy - yu * xy) / det, (yu * xx - xu * xy) / det];
  const [d, e] = [(xv * yy - yv * xy) / det, (yv * xx - xv * xy) / det];
  return [a, b, ux - a * mx - b * my, d, e, uy - d * mx - e * my];
}

/** Half axes of the mask, in eye widths: from just below the brow to the lower orbit. */
const HALF_WIDTH = 0.8;
const HALF_HEIGHT = 0.5;
/** The mask is full up to this share of the ellipse and fades to nothing at its rim. */
const FULL_UNTIL = 0.62;
/** Most that the light is corrected, in steps of 255. */
const MOST_LIGHT = 16;

export interface Planes {
  readonly width: number;
  readonly height: number;
  /** Y, Cb, Cr one after the other, 4:2:0. */
  readonly bytes: Uint8Array;
}

/** Paints the open eye of `source` over the same eye of `target`, with `strength` 0..1. */
export function paintEye(target: Planes, targetMarks: EyeMarks, source: Planes, sourceMarks: EyeMarks, strength: number): void {
  const map = fitAffine(targetMarks.stable, sourceMarks.stable);
  const luma = target.width * target.height;
  const chromaWidth = (target.width + 1) >> 1;
  const chromaHeight = (target.height + 1) >> 1;
  const chroma = chromaWidth * chromaHeight;
  const layers = [
    { from: 0, to: luma, width: target.width, height: target.height, unit: 1 },
    { from: luma, to: luma + chroma, width: chromaWidth, height: chromaHeight, unit: 2 },
    { from: luma + chroma, to: luma + 2 * chroma, width: chromaWidth, height: chromaHeight, unit: 2 },
  ];
  for (const { from, to, ...layer } of layers) {
    paintLayer(target.bytes.subarray(from, to), source.bytes.subarray(from, to), { ...layer, map, marks: targetMarks, strength });
  }
}

interface Layer {
  readonly width: number;
  readonly height: number;
  /** Full-size pixels for one sample of this layer. */
  readonly unit: number;
  readonly map: Affine;
  readonly marks: EyeMarks;
  readonly strength: number;
}

function paintLayer(target: Uint8Array, source: Uint8Array, layer: Layer): void {
  const { width, height, unit, strength } = layer;
  const [p, q] = layer.marks.corners;
  const [cx, cy] = [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2];
  const eye = Math.hypot(q[0] - p[0], q[1] - p[1]);
  const [ax, ay] = [(q[0] - p[0]) / eye, (q[1] - p[1]) / eye];
  const [a, b, c, d, e, f] = layer.map;
  const reach = eye * HALF_WIDTH * 1.2;
  const painted: [number, number, number][] = [];
  const rim: number[] = [];
  for (let j = Math.max(0, Math.floor((cy - reach) / unit)); j < Math.min(height, Math.ceil((cy + reach) / unit)); j++) {
    for (let i = Math.max(0, Math.floor((cx - reach) / unit)); i < Math.min(width, Math.ceil((cx + reach) / unit)); i++) {
      const [x, y] = [(i + 0.5) * unit, (j + 0.5) * unit];
      const along = ((x - cx) * ax + (y - cy) * ay) / (eye * HALF_WIDTH);
      const across = (-(x - cx) * ay + (y - cy) * ax) / (eye * HALF_HEIGHT);
      const r = Math.hypot(along, across);
      if (r > 1.15) continue;
      const value = cubic(source, width, height, (a * x + b * y + c) / unit - 0.5, (d * x + e * y + f) / unit - 0.5);
      const at = j * width + i;
      if (r > 0.85) {
        // The rim shows skin in both frames: what differs there is light, not the eye.
        rim.push((target[at] ?? 0) - value);
      }
      if (r < 1) painted.push([at, value, r < FULL_UNTIL ? 1 : smooth((1 - r) / (1 - FULL_UNTIL))]);
    }
  }
  // The median, because behind a turned head part of the rim lies on the background; bounded, because light changes little within a blink.
  const light = Math.max(-MOST_LIGHT, Math.min(MOST_LIGHT, rim.sort((x, y) => x - y)[rim.length >> 1] ?? 0));
  for (const [at, value, mask] of painted) {
    const before = target[at] ?? 0;
    const after = before + strength * mask * (value + light - before);
    target[at] = Math.max(0, Math.min(255, Math.round(after)));
  }
}

function smooth(t: number): number {
  return t * t * (3 - 2 * t);
}

/** Catmull-Rom, so that a warped eye is as sharp as the one it came from; outside the picture its border goes on. */
export function cubic(plane: Uint8Array, width: number, height: number, x: number, y: number): number {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const wx = weights(x - x0);
  const wy = weights(y - y0);
  let sum = 0;
  for (let j = 0; j < 4; j++) {
    const row = Math.max(0, Math.min(height - 1, y0 + j - 1)) * width;
    let line = 0;
    for (let i = 0; i < 4; i++) line += (wx[i] ?? 0) * (plane[row + Math.max(0, Math.min(width - 1, x0 + i - 1))] ?? 0);
    sum += (wy[j] ?? 0) * line;
  }
  return sum;
}

function weights(t: number): [number, number, number, number] {
  return [((2 - t) * t - 1) * t * 0.5, (t * t * (3 * t - 5) + 2) * 0.5, ((4 - 3 * t) * t + 1) * t * 0.5, (t - 1) * t * t * 0.5];
}
