import { describe, expect, it } from 'vitest';
import { blockTransform, lowFrequencies } from './dct.ts';

const STRIDE = 24;
const plane = (value: (x: number, y: number) => number): Uint8Array =>
  Uint8Array.from({ length: STRIDE * STRIDE }, (_, k) => value(k % STRIDE, Math.floor(k / STRIDE)));

describe('the transform of a block', () => {
  it('knows the fourteen lowest frequencies by rising sum', () => {
    const frequencies = lowFrequencies(4);
    expect(frequencies).toHaveLength(14);
    expect(frequencies.slice(0, 3)).toEqual([
      { u: 1, v: 0 },
      { u: 0, v: 1 },
      { u: 2, v: 0 },
    ]);
    expect(frequencies.every(({ u, v }) => u + v >= 1 && u + v <= 4)).toBe(true);
  });

  it('of an even block is zero but for the steady part, which is eight times the level', () => {
    const transform = blockTransform([{ u: 0, v: 0 }, ...lowFrequencies(4)]);
    const out = new Float64Array(15);
    transform.into(
      out,
      0,
      plane(() => 100),
      STRIDE,
      3,
      5,
    );
    expect(out[0]).toBeCloseTo(800, 9);
    for (const value of out.slice(1)) expect(value).toBeCloseTo(0, 9);
  });

  it('agrees with the definition of T.81 A.3.3 at a place of its own', () => {
    const value = (x: number, y: number): number => (x * 31 + y * 57 + x * y) % 256;
    const [u, v, left, top] = [3, 1, 5, 9];
    const out = new Float64Array(4);
    blockTransform([{ u, v }]).into(out, 2, plane(value), STRIDE, left, top);
    let sum = 0;
    for (let y = 0; y < 8; y += 1) {
      for (let x = 0; x < 8; x += 1) {
        sum += value(left + x, top + y) * Math.cos(((2 * x + 1) * u * Math.PI) / 16) * Math.cos(((2 * y + 1) * v * Math.PI) / 16);
      }
    }
    // C(u) = C(v) = 1 where neither is zero.
    expect(out[2]).toBeCloseTo(sum / 4, 9);
    expect([out[0], out[1], out[3]]).toEqual([0, 0, 0]);
  });

  it('of eight blocks below each other is that of each, to the bit', () => {
    const transform = blockTransform(lowFrequencies(4));
    const pixels = plane((x, y) => (x * 131 + y * 57 + x * y * y) % 256);
    const together = Array.from({ length: 8 }, () => new Float64Array(20));
    transform.downInto(together, 3, pixels, STRIDE, 6, 2);
    for (const [row, out] of together.entries()) {
      const alone = new Float64Array(20);
      transform.into(alone, 3, pixels, STRIDE, 6, 2 + row);
      expect(out).toEqual(alone);
    }
  });
});
