/**
 * A self-blended face (Shiohara and Yamasaki 2022): the inner face of a picture is laid over itself, moved and recoloured a little, and fades
 * into the picture over a known number of pixels. The only anomaly is the boundary and what differs across it.
 */
import { at } from '../../src/base/at.ts';
import { cubic, type Planes } from './eye-patch.ts';
import { depth, type Points } from './face-patch.ts';
import { changedCopy, type FaceChange, type Layer } from './face-pixels.ts';
import { FACE_OVAL } from '../../src/engine/faces/landmarks.ts';
import { must } from '../../src/base/assert.ts';

export interface FaceBlend {
  /** The mesh points whose polygon is drawn in; the face's oval unless told. */
  readonly along?: readonly number[];
  /** The boundary is the polygon drawn in to this share about its centre. */
  readonly drawnIn: number;
  /** Width over which the blend fades in, inward from the boundary, pixels. */
  readonly featherPx: number;
  /** What is laid over: moved by so many pixels, its luma scaled about 128, its luma and chroma shifted by grey levels. */
  readonly moved: readonly [number, number];
  readonly contrast: number;
  readonly shift: readonly [number, number, number];
  /** What else is done to what is laid over, before: its resolution or its noise; noise on luma alone. */
  readonly change?: FaceChange | undefined;
}

/** Changes the planes (4:2:0) in place; `points` are the face's 468, full-size pixels. */
export function blendFace({ bytes, width, height }: Planes, points: Points, blend: FaceBlend): void {
  const oval = (blend.along ?? FACE_OVAL).map((k) => must(points[k], 'a point of the oval'));
  const cx = oval.reduce((sum, [x]) => sum + x, 0) / oval.length;
  const cy = oval.reduce((sum, [, y]) => sum + y, 0) / oval.length;
  const outline = oval.map(([x, y]) => [cx + blend.drawnIn * (x - cx), cy + blend.drawnIn * (y - cy)] as const);
  const [half, low] = [(width + 1) >> 1, (height + 1) >> 1];
  const luma = width * height;
  const layers = [
    { from: 0, w: width, h: height, unit: 1, gain: blend.contrast },
    { from: luma, w: half, h: low, unit: 2, gain: 1 },
    { from: luma + half * low, w: half, h: low, unit: 2, gain: 1 },
  ];
  for (const [plane, { from, w, h, unit, gain }] of layers.entries()) {
    const samples = bytes.subarray(from, from + w * h);
    const source = sourceOf({ samples, width: w, height: h, unit }, outline, plane, blend.change);
    const shift = blend.shift[plane] ?? 0;
    const [left, top, right, bottom] = boxOf(outline, unit, 0);
    for (let j = Math.max(0, top); j < Math.min(h, bottom); j += 1) {
      for (let i = Math.max(0, left); i < Math.min(w, right); i += 1) {
        const inside = depth(outline, (i + 0.5) * unit, (j + 0.5) * unit);
        if (inside <= 0) continue;
        const t = Math.min(1, inside / blend.featherPx);
        const before = at(samples, j * w + i);
        const over = 128 + gain * (cubic(source, w, h, i - blend.moved[0] / unit, j - blend.moved[1] / unit) - 128) + shift;
        samples[j * w + i] = Math.max(0, Math.min(255, Math.round(before + t * t * (3 - 2 * t) * (over - before))));
      }
    }
  }
}

function sourceOf(layer: Layer, outline: Points, plane: number, change: FaceChange | undefined): Uint8Array {
  if (change === undefined || (plane > 0 && change.kind === 'noised')) return layer.samples.slice();
  // A little wider than the outline: what is laid over is also moved.
  return changedCopy(layer, change, boxOf(outline, layer.unit, 8));
}

function boxOf(outline: Points, unit: number, margin: number): readonly [number, number, number, number] {
  const xs = outline.map(([x]) => x / unit);
  const ys = outline.map(([, y]) => y / unit);
  const low = (values: readonly number[]): number => Math.floor(Math.min(...values)) - margin;
  const high = (values: readonly number[]): number => Math.ceil(Math.max(...values)) + margin;
  return [low(xs), low(ys), high(xs), high(ys)];
}
