import { expect, test } from 'vitest';
import type { WorkingFrame } from '../media/frame.ts';
import { cropToFrame, warpCrop, type Crop } from './crop.ts';

/** A grey frame whose luma is given by a function of the pixel. */
function grey(width: number, height: number, luma: (x: number, y: number) => number): WorkingFrame {
  const y = new Uint8Array(width * height).map((_, k) => luma(k % width, Math.floor(k / width)));
  const chroma = ((width + 1) >> 1) * ((height + 1) >> 1);
  return { frame: 0, ptsUs: 0, width, height, scale: 1, y, cb: new Uint8Array(chroma).fill(128), cr: new Uint8Array(chroma).fill(128) };
}
function red(frame: WorkingFrame, crop: Partial<Crop> & { x: number; y: number; size: number }, side: number, black = false): number[] {
  const out = new Float32Array(3 * side * side);
  warpCrop(frame, { angle: 0, mirrored: false, ...crop }, side, [0, 255], out, black);
  return [...out.subarray(0, side * side)].map((value) => Math.round(value * 1000) / 1000);
}
const ramp = grey(6, 6, (x, y) => 10 * x + y);

test('a crop of the same scale is the pixels themselves', () => {
  expect(red(ramp, { x: 3, y: 3, size: 2 }, 2)).toEqual([22, 32, 23, 33]);
});

test('mirrored and turned crops read the same pixels in another order', () => {
  expect(red(ramp, { x: 3, y: 3, size: 2, mirrored: true }, 2)).toEqual([32, 22, 33, 23]);
  // A quarter turn: the crop's x axis points down in the picture, its y axis to the left.
  expect(red(ramp, { x: 3, y: 3, size: 2, angle: Math.PI / 2 }, 2)).toEqual([32, 33, 22, 23]);
});

test('half-way samples are interpolated, larger crops are averaged', () => {
  expect(red(ramp, { x: 3, y: 2.5, size: 1 }, 1)).toEqual([27]);
  expect(red(ramp, { x: 3, y: 3, size: 4 }, 2)).toEqual([16.5, 36.5, 18.5, 38.5]);
});

test('outside the frame its border goes on, or it is black', () => {
  expect(red(ramp, { x: 0, y: 0.5, size: 2 }, 2)).toEqual([0, 0, 0.5, 0.5]);
  expect(red(ramp, { x: 0, y: 3, size: 4 }, 2, true)).toEqual([0, 6.5, 0, 8.5]);
});

test('colour is full-range BT.601', () => {
  const frame = grey(1, 1, () => 100);
  frame.cb[0] = 138;
  frame.cr[0] = 148;
  const out = new Float32Array(3);
  warpCrop(frame, { x: 0.5, y: 0.5, size: 1, angle: 0, mirrored: false }, 1, [-1, 1], out);
  const [r, g, b] = [100 + 1.402 * 20, 100 - 3.44136 - 14.28272, 100 + 17.72].map((value) => -1 + (2 * value) / 255);
  expect(out[0]).toBeCloseTo(r ?? NaN, 6);
  expect(out[1]).toBeCloseTo(g ?? NaN, 6);
  expect(out[2]).toBeCloseTo(b ?? NaN, 6);
});

test('cropToFrame says where a crop pixel was read', () => {
  const frame = grey(40, 40, (x, y) => x * 3 + y * 2);
  const crop = { x: 20, y: 19, size: 16, angle: 0.3, mirrored: true };
  const side = 16;
  const values = red(frame, crop, side);
  for (const [i, j] of [
    [0, 0],
    [15, 3],
    [7, 12],
  ] as const) {
    const at = [0, 0];
    cropToFrame(crop, (i + 0.5) / side, (j + 0.5) / side, at, 0);
    const [x = NaN, y = NaN] = at;
    // Luma is linear in position: pixel (i, j) has its value at its centre (i + 0.5, j + 0.5).
    expect(values[j * side + i]).toBeCloseTo((x - 0.5) * 3 + (y - 0.5) * 2, 2);
  }
});

test('degenerate crops and frames of one pixel are read without failing', () => {
  expect(
    red(
      grey(1, 1, () => 7),
      { x: 0.5, y: 0.5, size: 50 },
      2,
    ),
  ).toEqual([7, 7, 7, 7]);
  expect(red(ramp, { x: 1e9, y: -1e9, size: 1 }, 1)).toEqual([50]);
});
