import { describe, expect, it } from 'vitest';
import { FrameClock } from './frame-clock.ts';
import { placesOf, placeStep } from './track-places.ts';

/** A thousand frames of 40 ms. */
const clock = new FrameClock({ timeBase: { num: 1, den: 25 }, pts: Array.from({ length: 1000 }, (_, k) => k), keyFrames: [0] });
const track = { trackId: 0, firstFrame: 100, lastFrame: 899, frames: 800, medianInterocularPx: 60 };
const firsts = (...args: Parameters<typeof placesOf>) => placesOf(...args).map(({ firstFrame }) => firstFrame);

describe('places of faces along a track', () => {
  it('stand at its start and then on the same frames, wherever the view begins', () => {
    const whole = { start: 0, end: 40e6, widthPx: 1000 };
    // A pixel is a frame: 4 times 30 pixels are 128 frames.
    expect(placeStep(clock, whole, 30)).toBe(128);
    expect(placesOf(track, clock, whole, 30)).toEqual([
      { firstFrame: 100, lastFrame: 255 },
      { firstFrame: 256, lastFrame: 383 },
      { firstFrame: 384, lastFrame: 511 },
      { firstFrame: 512, lastFrame: 639 },
      { firstFrame: 640, lastFrame: 767 },
      { firstFrame: 768, lastFrame: 895 },
    ]);
    expect(firsts(track, clock, { start: 12e6, end: 28e6, widthPx: 400 }, 30)).toEqual([384, 512, 640]);
  });

  it('are more when the zoom leaves room, and none where a span is narrower than a picture', () => {
    expect(firsts(track, clock, { start: 4e6, end: 8e6, widthPx: 1000 }, 30)).toEqual([100, 112, 128, 144, 160, 176, 192]);
    expect(placesOf({ ...track, lastFrame: 120 }, clock, { start: 0, end: 40e6, widthPx: 1000 }, 30)).toEqual([]);
    expect(placesOf(track, clock, { start: 37e6, end: 40e6, widthPx: 1000 }, 30)).toEqual([]);
  });

  it('lie inside the span to their last pixel', () => {
    const places = placesOf({ ...track, lastFrame: 790 }, clock, { start: 0, end: 40e6, widthPx: 1000 }, 30);
    expect(places.at(-1)).toEqual({ firstFrame: 640, lastFrame: 767 });
  });
});
