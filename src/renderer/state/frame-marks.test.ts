import { expect, it } from 'vitest';
import { FrameClock } from './frame-clock.ts';
import { frameBoundaries, keyFramePixels, stretchPixels } from './frame-marks.ts';

const clock = new FrameClock({
  timeBase: { num: 1, den: 25 },
  pts: Array.from({ length: 1000 }, (_, k) => k),
  keyFrames: [0, 50, 51, 52, 100, 900],
});

it('draws boundaries of frames only once they stand apart', () => {
  expect(frameBoundaries(clock, { start: 90_000, end: 210_000 }, 1000)).toEqual([120_000, 160_000, 200_000]);
  // 25 frames to a second: six pixels each are 150.
  expect(frameBoundaries(clock, { start: 0, end: 960_000 }, 150)).toHaveLength(25);
  expect(frameBoundaries(clock, { start: 0, end: 960_000 }, 149)).toEqual([]);
});

it('gives each pixel with a key frame once', () => {
  // Ten frames to a pixel: 50, 51 and 52 share one.
  expect(keyFramePixels(clock, { start: 0, end: 40_000_000 }, 100)).toEqual([0, 5, 10, 90]);
  expect(keyFramePixels(clock, { start: 2_000_000, end: 2_200_000 }, 100)).toEqual([0, 20, 40]);
});

it('draws stretches of frames from the start of the first to the end of the last, each pixel once', () => {
  const all = { start: 0, end: 40_000_000 };
  const stretches = [
    [0, 9],
    [3, 3],
    [500, 519],
    [999, 999],
  ] as const;
  expect(stretchPixels(clock, stretches, all, 100)).toEqual([
    [0, 1],
    [50, 52],
    [99, 100],
  ]);
  // Outside of the view nothing; across its edge the part within it.
  expect(stretchPixels(clock, stretches, { start: 20_400_000, end: 20_800_000 }, 100)).toEqual([[0, 100]]);
});
