import { expect, it } from 'vitest';
import { pasteEllipse, weightAt, type Ellipse } from './ellipse.ts';

const ellipse: Ellipse = { x: 8, y: 8, halfWidth: 6, halfHeight: 4, fade: 0.5 };

it('weighs 1 in the middle, one half in the middle of the fade, 0 at the edge', () => {
  expect([weightAt(ellipse, 8, 8), weightAt(ellipse, 8 + 4.5, 8), weightAt(ellipse, 8, 12)]).toEqual([1, 0.5, 0]);
});

it('replaces the inside in all three planes and leaves the corners alone; outside the reverse', () => {
  const size = { width: 16, height: 16 };
  const picture = (value: number): Uint8Array => new Uint8Array(16 * 16 * 1.5).fill(value);
  const middles = [8 * 16 + 8, 256 + 4 * 8 + 4, 256 + 64 + 4 * 8 + 4];
  const corners = [0, 256, 256 + 64];
  const inside = picture(10);
  pasteEllipse(inside, picture(200), size, ellipse);
  expect([...middles, ...corners].map((at) => inside[at])).toEqual([200, 200, 200, 10, 10, 10]);
  const outside = picture(10);
  pasteEllipse(outside, picture(200), size, ellipse, true);
  expect([...middles, ...corners].map((at) => outside[at])).toEqual([10, 10, 10, 200, 200, 200]);
});
