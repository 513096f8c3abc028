import { describe, expect, it } from 'vitest';
import { ballPicture, heatColour, heatOpacity, shading } from './heat.ts';

describe('heat colours', () => {
  it('run from black to pale yellow, ever lighter, and hold outside 0..1', () => {
    expect([heatColour(0), heatColour(1), heatColour(-3), heatColour(9)]).toEqual([
      [0, 0, 4],
      [252, 255, 164],
      [0, 0, 4],
      [252, 255, 164],
    ]);
    expect(heatColour(0.5)).toEqual([188, 55, 84]);
    const light = (share: number): number => {
      const [red, green, blue] = heatColour(share);
      return 0.299 * red + 0.587 * green + 0.114 * blue;
    };
    for (let k = 1; k <= 20; k += 1) expect(light(k / 20)).toBeGreaterThan(light((k - 1) / 20));
    expect(heatOpacity(1)).toBeGreaterThan(heatOpacity(0));
  });
});

describe('a matt ball', () => {
  it('is brightest where the light comes from', () => {
    // From the left and above: negative x, negative y.
    const picture = ballPicture([1, -0.8, 0, -0.8, 0, 0, 0, 0, 0], 20);
    expect(picture).toHaveLength(400);
    const at = (i: number, j: number): number => picture[j * 20 + i] ?? -1;
    expect(at(0, 0)).toBe(-1);
    expect(at(4, 4)).toBeGreaterThan(at(15, 15));
    expect(Math.max(...picture.map((value) => value ?? 0))).toBe(255);
  });

  it('under even light is even', () => {
    expect(new Set(ballPicture([1, 0, 0, 0, 0, 0, 0, 0, 0], 12).filter((value) => value !== null))).toEqual(new Set([255]));
    expect(shading([2, 0, 0, 0, 0, 0, 0, 0, 0], 0, 0, -1)).toBeCloseTo(0.56419, 4);
  });

  it('without light is not drawn', () => {
    expect(ballPicture([0, 0, 0, 0, 0, 0, 0, 0, 0], 4).every((value) => value === null)).toBe(true);
  });
});
