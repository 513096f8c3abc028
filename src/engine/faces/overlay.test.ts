import { expect, test } from 'vitest';
import type { FaceItem } from './face.ts';
import { OVERLAY_LENGTH, overlayPoints, splitOverlay } from './overlay.ts';

const eye = (base: number) => ({
  contour: new Float32Array(142).map((_, k) => base + Math.floor(k / 2) + (k % 2) * 0.5),
  iris: new Float32Array(10).map((_, k) => base + 100 + k),
  widthWorkingPx: 20,
});
const item: FaceItem = {
  image: { frame: 0, ptsUs: 0, width: 0, height: 0, scale: 1, y: new Uint8Array(), cb: new Uint8Array(), cr: new Uint8Array() },
  trackId: 0,
  confidence: 1,
  box: [0, 0, 1, 1],
  mesh: new Float32Array(1404).map((_, k) => k),
  leftEye: eye(1000),
  rightEye: eye(2000),
};

test('the row holds its parts in the stated order and can be taken apart again', () => {
  const points = overlayPoints(item);
  expect(points).toHaveLength(196);
  expect(OVERLAY_LENGTH).toBe(196);
  const parts = splitOverlay(points);
  // Along the lower lid to the inner corner, back along the upper lid: a closed ring.
  expect(parts.leftEye.map(([x]) => x - 1000)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 15, 14, 13, 12, 11, 10, 9]);
  expect(parts.rightEye[9]).toEqual([2015, 2015.5]);
  expect(parts.leftIris[0]).toEqual([1100, 1101]);
  expect(parts.rightIris[4]).toEqual([2108, 2109]);
  expect(parts.lips).toHaveLength(20);
  expect(parts.lips[0]).toEqual([183, 184]);
  expect(parts.faceOval).toHaveLength(36);
  expect(parts.faceOval[0]).toEqual([30, 31]);
});

test('a row of another length is refused', () => {
  expect(() => splitOverlay([1, 2, 3])).toThrow('layout');
});
