import { expect, it } from 'vitest';
import { TimeRange } from './time-range.svelte.ts';

function range(): TimeRange {
  const made = new TimeRange();
  made.setFull(0, 10_000_000);
  return made;
}

it('keeps the anchor in its place while zooming', () => {
  const time = range();
  time.zoom(0.5, 2_000_000);
  expect([time.start, time.end]).toEqual([1_000_000, 6_000_000]);
  expect(time.share(2_000_000)).toBe(0.2);
  expect(time.zoomed).toBe(true);
});

it('never leaves the exhibit and never shows less than 0.2 s', () => {
  const time = range();
  time.zoom(0.0001, 9_990_000);
  expect(time.span).toBe(200_000);
  expect(time.end).toBeLessThanOrEqual(10_000_000);
  time.zoom(1000, 5_000_000);
  expect([time.start, time.end, time.zoomed]).toEqual([0, 10_000_000, false]);
});

it('turns the page when the playhead leaves it', () => {
  const time = range();
  time.zoom(0.2, 0);
  time.follow(1_500_000);
  expect(time.start).toBe(0);
  time.follow(5_000_000);
  expect([time.start, time.end]).toEqual([4_800_000, 6_800_000]);
});

it('marks in and out; a mark on the wrong side clears the other', () => {
  const time = range();
  expect(time.marked).toBeNull();
  time.markIn(2_000_000);
  expect(time.marked).toEqual({ startUs: 2_000_000, endUs: 10_000_000 });
  time.markOut(3_000_000);
  time.fitMark();
  expect([time.start, time.end]).toEqual([2_000_000, 3_000_000]);
  time.markOut(1_000_000);
  expect(time.mark).toEqual({ startUs: null, endUs: 1_000_000 });
  time.markIn(1_000_000);
  expect(time.mark).toEqual({ startUs: 1_000_000, endUs: null });
  time.clearMark();
  expect(time.marked).toBeNull();
});

it('looks as close as a frame where it was told so, and forgets that and the marks with the next exhibit', () => {
  const time = range();
  time.setFull(0, 10_000_000, 40_000);
  time.zoom(0.000_01, 5_000_000);
  expect(time.span).toBe(40_000);
  time.markIn(1);
  time.setFull(0, 10_000_000);
  time.zoom(0.000_01, 5_000_000);
  expect([time.span, time.marked]).toEqual([200_000, null]);
});
