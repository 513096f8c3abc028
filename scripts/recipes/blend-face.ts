/**
 * A self-blended face (Shiohara and Yamasaki 2022): the inner face of a picture is laid over itself, moved and recoloured a little, and fades
 * into the picture over a known number of pixels. The only anomaly is the boundary and what differs across it.
 */
import { at } from '../../src/base/at.ts';
import { cubic, type Planes } from './eye-patch.ts';
import { depth, type Points } from './face-patch.ts';
import { FACE_OVAL } from '../../src/engine/faces/landmarks.ts';
import { must } from '../../src/base/assert.ts';

export interface FaceBlend {
  /** The boundary is the face's oval drawn in to this share about its centre. */
  readonly drawnIn: number;
  /** Width over which the blend fades in, inward from the boundary, pixels. */
  readonly featherPx: number;
  /** What is laid over: moved by so many pixels, its luma scaled about 128, its luma and chroma shifted by grey levels. */
  readonly moved: readonly [number, number];
  readonly contrast: number;
  readonly shift: readonly [number, number, number];
}

/** Changes the planes (4:2:0) in place; `points` are the face's 468, full-size pixels. */
export function blendFace({ bytes, width, height }: Planes, points: Points, blend: FaceBlend): void {
  const oval = FACE_OVAL.map((k) => must(points[k], 'a point of the oval'));
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
    const source = samples.slice();
    const shift = blend.shift[plane] ?? 0;
    for (let j = 0; j < h; j += 1) {
      for (let i = 0; i < w; i += 1) {
        const inside = depth(outline, (i + 0.5) * unit, (j + 0.5) * unit);
        if (inside <= 0) continue;
        const t = Math.min(1, inside / blend.featherPx);
        const before = at(source, j * w + i);
        const over = 128 + gain * (cubic(source, w, h, i - blend.moved[0] / unit, j - blend.moved[1] / unit) - 128) + shift;
        samples[j * w + i] = Math.max(0, Math.min(255, Math.round(before + t * t * (3 - 2 * t) * (over - before))));
      }
    }
  }
}
