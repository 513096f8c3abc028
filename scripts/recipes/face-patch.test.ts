import { expect, it } from 'vitest';
import { FACE_OVAL } from '../../src/engine/faces/landmarks.ts';
import { paintFace } from './face-patch.ts';

const WIDTH = 80;
const HEIGHT = 96;

const picture = (fill: (x: number, y: number) => number) => {
  const bytes = new Uint8Array(WIDTH * HEIGHT * 1.5).fill(128);
  for (let y = 0; y < HEIGHT; y += 1) for (let x = 0; x < WIDTH; x += 1) bytes[y * WIDTH + x] = fill(x, y);
  return { width: WIDTH, height: HEIGHT, bytes };
};

/** A mesh whose oval is a circle of 30 px around (x, y), with all other points inside. */
const mesh = (x: number, y: number): [number, number][] => {
  const points = Array.from({ length: 468 }, (_, k): [number, number] => [x + 20 * Math.sin(k * 1.7), y + 20 * Math.cos(k * 2.3)]);
  for (const [k, index] of FACE_OVAL.entries()) {
    const angle = (2 * Math.PI * k) / FACE_OVAL.length;
    points[index] = [x + 30 * Math.sin(angle), y - 30 * Math.cos(angle)];
  }
  return points;
};

it('carries the pattern with the mesh, in the brightness that was there, and changes nothing outside', () => {
  const target = picture((x) => (x % 2 === 0 ? 90 : 110));
  const before = target.bytes.slice();
  // Brighter, stronger, and shifted by (6, 4): a step in the middle of the face.
  const source = picture((x) => (x < 46 ? 150 : 230));
  paintFace(target, mesh(40, 48), source, mesh(46, 52));
  const at = (x: number, y: number): number => target.bytes[y * WIDTH + x] ?? 0;
  expect(at(30, 48)).toBe(90);
  expect(at(50, 48)).toBe(110);
  for (const [x, y] of [
    [2, 48],
    [78, 48],
    [40, 4],
    [40, 92],
  ] as const) {
    expect(at(x, y)).toBe(before[y * WIDTH + x]);
  }
});
