import { expect, it } from 'vitest';
import { tint } from './skin-tint.ts';

const WIDTH = 64;
const HEIGHT = 48;
const picture = () => ({ width: WIDTH, height: HEIGHT, bytes: new Uint8Array((WIDTH * HEIGHT * 3) / 2).fill(120) });
const ellipse = { middle: [32, 24], across: [12, 0], along: [0, 10] } as const;

function meanInside(bytes: Uint8Array): number {
  let sum = 0;
  for (let row = 18; row < 30; row++) for (let column = 25; column < 39; column++) sum += bytes[row * WIDTH + column]!;
  return sum / (12 * 14);
}

it('a change of less than one step is there in the mean, and nothing beyond the soft edge moves', () => {
  const painted = picture();
  tint(painted, ellipse, [0.4, 0.4, 0.4], 7);
  expect(meanInside(painted.bytes) - 120).toBeCloseTo((0.4 * 219) / 255, 1);
  for (const index of [0, 10, 24 * WIDTH + 3, WIDTH * HEIGHT - 1]) expect(painted.bytes[index]).toBe(120);
});

it('the same change gives the same bytes, and no change none', () => {
  const [a, b, c] = [picture(), picture(), picture()];
  tint(a, ellipse, [1.5, -2, 0.3], 3);
  tint(b, ellipse, [1.5, -2, 0.3], 3);
  tint(c, ellipse, [0, 0, 0], 3);
  expect(a.bytes).toEqual(b.bytes);
  expect(c.bytes).toEqual(picture().bytes);
});
