import { describe, expect, it } from 'vitest';
import { sharpness } from './sharpness.ts';

const SIDE = 32;

/** Grey planes of which each pixel is `value(column, row)`. */
function planes(value: (i: number, j: number) => number): Float32Array {
  return Float32Array.from({ length: 3 * SIDE * SIDE }, (_, k) => value(k % SIDE, Math.floor(k / SIDE) % SIDE));
}

describe('sharpness', () => {
  it('is 4 on stripes of one pixel: each Laplacian is twice the step, each deviation half of it', () => {
    expect(
      sharpness(
        planes((i) => (i % 2) * 100),
        SIDE,
      ),
    ).toBeCloseTo(4, 5);
  });

  it('does not change with contrast and brightness, and falls with coarser stripes', () => {
    const fine = sharpness(
      planes((i) => 20 * Math.sin(i)),
      SIDE,
    );
    expect(
      sharpness(
        planes((i) => 90 + 7 * Math.sin(i)),
        SIDE,
      ),
    ).toBeCloseTo(fine, 4);
    expect(
      sharpness(
        planes((i) => 20 * Math.sin(i / 2)),
        SIDE,
      ),
    ).toBeLessThan(fine / 3);
  });

  it('is 0 where nothing is seen', () => {
    expect(
      sharpness(
        planes(() => 40),
        SIDE,
      ),
    ).toBe(0);
  });

  it('of coloured noise is that of OpenCV 5.0.0: mean |Laplacian(cvtColor(RGB2GRAY), ksize=1)| over the mean deviation', () => {
    let state = 5;
    const noise = Float32Array.from({ length: 3 * SIDE * SIDE }, () => (255 * (state = (state * 16_807) % 2_147_483_647)) / 2_147_483_647);
    expect(sharpness(noise, SIDE)).toBeCloseTo(4.602115, 4);
  });
});
