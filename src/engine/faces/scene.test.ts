import { expect, test } from 'vitest';
import type { WorkingFrame } from '../media/frame.ts';
import { compareThumbnails, isCut, isFlat, thumbnail } from './scene.ts';

function picture(luma: (x: number, y: number) => number, width = 64, height = 48): WorkingFrame {
  const y = new Uint8Array(width * height).map((_, k) => luma(k % width, Math.floor(k / width)));
  return { frame: 0, ptsUs: 0, width, height, scale: 1, y, cb: new Uint8Array(), cr: new Uint8Array() };
}
const blob = (cx: number, cy: number, base = 60) => picture((x, y) => base + (Math.hypot(x - cx, y - cy) < 14 ? 90 : 0));

test('a thumbnail is 256 whole sums', () => {
  expect(thumbnail(picture(() => 3))).toEqual(new Array(256).fill(48));
  expect(thumbnail(picture((x) => x, 64, 64))[1]).toBe(4 * (4 + 5 + 6 + 7));
  expect(thumbnail(picture(() => 9, 1, 1))).toHaveLength(256);
});

test('movement, a flash and black frames are no cuts; another picture is', () => {
  const here = thumbnail(blob(30, 24));
  expect(isCut(here, thumbnail(blob(32, 25)))).toBe(false);
  expect(isCut(here, thumbnail(blob(30, 24, 140)))).toBe(false);
  expect(isCut(here, thumbnail(picture(() => 16)))).toBe(false);
  expect(isCut(here, thumbnail(blob(6, 6)))).toBe(true);
  expect(isFlat(thumbnail(picture(() => 16)))).toBe(true);
  expect(isFlat(here)).toBe(false);
});

test('a picture and its negative correlate with -1', () => {
  const a = thumbnail(picture((x) => 2 * x));
  const b = thumbnail(picture((x) => 200 - 2 * x));
  expect(compareThumbnails(a, b).correlation).toBeCloseTo(-1, 9);
  expect(compareThumbnails(a, a)).toEqual({ correlation: 1, difference: 0 });
});
