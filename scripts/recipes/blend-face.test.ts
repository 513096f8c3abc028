import { expect, it } from 'vitest';
import { must } from '../../src/base/assert.ts';
import { FACE_OVAL } from '../../src/engine/faces/landmarks.ts';
import { blendFace, type FaceBlend } from './blend-face.ts';

const SIZE = 96;
/** A circle of 40 pixels about the middle for the oval; the other points do not matter. */
const POINTS = Array.from({ length: 468 }, (_, k) => {
  const place = (FACE_OVAL as readonly number[]).indexOf(k);
  const angle = (2 * Math.PI * place) / FACE_OVAL.length;
  return place < 0 ? ([0, 0] as const) : ([48 + 40 * Math.sin(angle), 48 - 40 * Math.cos(angle)] as const);
});
const grey = (): Uint8Array => new Uint8Array((SIZE * SIZE * 3) / 2).fill(100);
const BLEND: FaceBlend = { drawnIn: 0.8, featherPx: 4, moved: [0, 0], contrast: 1, shift: [12, -6, 6] };

function blended(blend: FaceBlend, bytes = grey()): Uint8Array {
  blendFace({ bytes, width: SIZE, height: SIZE }, POINTS, blend);
  return bytes;
}
const rowThroughMiddle = (bytes: Uint8Array): number[] => Array.from(bytes.subarray(48 * SIZE, 49 * SIZE));

it('shifts the inside in full, fades over the feather, and leaves the outside alone', () => {
  const bytes = blended(BLEND);
  const row = rowThroughMiddle(bytes);
  // The boundary lies 32 pixels from the middle: at 16 and 80.
  expect([row[48], row[22], row[14], row[82]]).toEqual([112, 112, 100, 100]);
  const fading = row.slice(15, 22).filter((value) => value > 100 && value < 112);
  expect(fading.length).toBeGreaterThanOrEqual(3);
  expect(fading.length).toBeLessThanOrEqual(5);
  const chroma = SIZE * SIZE + 24 * 48 + 24;
  expect([bytes[chroma], bytes[chroma + 48 * 48]]).toEqual([94, 106]);
});

it('coarsens what is laid over and nothing beyond the boundary', () => {
  const stripes = grey().map((value, k) => (k < SIZE * SIZE && k % 2 === 0 ? value + 20 : value));
  const bytes = blended({ ...BLEND, shift: [0, 0, 0], change: { kind: 'rescaled', factor: 2 } }, stripes.slice());
  const row = rowThroughMiddle(bytes);
  expect(row.slice(0, 12)).toEqual(rowThroughMiddle(stripes).slice(0, 12));
  for (const value of row.slice(30, 60)) expect(Math.abs(value - 110)).toBeLessThanOrEqual(2);
});

it('follows another outline where one is told', () => {
  const along = FACE_OVAL.filter((_, k) => k % 2 === 0);
  const row = rowThroughMiddle(blended({ ...BLEND, along, featherPx: 1 }));
  expect(must(row[48], 'the middle')).toBe(112);
});
