import { describe, expect, it } from 'vitest';
import { fitAffine, paintEye, type EyeMarks } from './eye-patch.ts';

type Points = EyeMarks['stable'];
const POINTS: Points = [
  [0, 0],
  [30, 2],
  [28, 20],
  [3, 25],
  [15, 11],
];

describe('fitAffine', () => {
  it('finds back a turn with a stretch and a shift', () => {
    const map = [0.9, -0.2, 7, 0.3, 1.1, -4] as const;
    const [a, b, c, d, e, f] = map;
    const moved = POINTS.map(([x, y]) => [a * x + b * y + c, d * x + e * y + f] as const);
    fitAffine(POINTS, moved).forEach((value, i) => expect(value).toBeCloseTo(map[i] ?? Number.NaN, 10));
  });
});

describe('paintEye', () => {
  const width = 64;
  const height = 48;
  const planes = (fill: (x: number, y: number) => number) => {
    const bytes = new Uint8Array(width * height * 1.5).fill(128);
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) bytes[y * width + x] = fill(x, y);
    return { width, height, bytes };
  };
  const marks = (dx: number): EyeMarks => ({
    corners: [
      [20 + dx, 24],
      [36 + dx, 24],
    ],
    stable: POINTS.map(([x, y]) => [x + 14 + dx, y + 12] as const),
  });
  /** Skin of 100 with a dark iris of 6 pixels across in the middle of the eye. */
  const open = planes((x, y) => (Math.hypot(x + 0.5 - 28, y + 0.5 - 24) < 3 ? 30 : 100));

  it('carries the iris to where the eye has moved, and changes nothing outside the mask', () => {
    const closed = planes(() => 100);
    paintEye(closed, marks(5), open, marks(0), 1);
    expect(closed.bytes[24 * width + 33]).toBe(30);
    expect(closed.bytes[24 * width + 26]).toBe(100);
    // Half the eye's width above the eye, the brow begins; far to the side is another face's place.
    const outside = [4 * width + 33, 40 * width + 33, 24 * width + 3, 24 * width + 60];
    expect(outside.map((at) => closed.bytes[at])).toEqual([100, 100, 100, 100]);
    expect(closed.bytes.subarray(width * height).every((value) => value === 128)).toBe(true);
  });

  it('takes the light of the frame that it paints into', () => {
    const darker = planes(() => 92);
    paintEye(darker, marks(0), open, marks(0), 1);
    expect(darker.bytes[24 * width + 20]).toBe(92);
    expect(darker.bytes[24 * width + 28]).toBe(22);
  });
});
