import { expect, it } from 'vitest';
import { FrameClock } from './frame-clock.ts';
import { frameAtSameTime, recordedComparison, nextWay, referenceFrame } from './reference-frame.ts';

it('matches frames by number and offset, and stops at the ends of the reference', () => {
  expect([0, 3, 9].map((frame) => referenceFrame(frame, 0, 10))).toEqual([0, 3, 9]);
  expect([0, 3, 9].map((frame) => referenceFrame(frame, -2, 10))).toEqual([null, 1, 7]);
  expect([0, 3, 9].map((frame) => referenceFrame(frame, 4, 10))).toEqual([4, 7, null]);
});

it('matches frames by the time since the first one, whatever the rates, the first times and the offset', () => {
  const clock = (count: number, perSecond: number, firstUs: number) =>
    new FrameClock({
      timeBase: { num: 1, den: 1_000_000 },
      pts: Array.from({ length: count }, (_, k) => firstUs + Math.round((k * 1e6) / perSecond)),
      keyFrames: [0],
    });
  const [own, slow] = [clock(50, 25, 0), clock(20, 12.5, 500_000)];
  expect([0, 1, 2, 3, 39].map((frame) => frameAtSameTime(own, frame, 0, slow))).toEqual([0, 0, 1, 1, 19]);
  expect([40, 41, 42].map((frame) => frameAtSameTime(own, frame, 0, slow))).toEqual([null, null, null]);
  expect([0, 2, 40, 42].map((frame) => frameAtSameTime(own, frame, -1, slow))).toEqual([null, 0, 19, null]);
  expect(frameAtSameTime(own, 30, 3, clock(1, 25, 0))).toBe(0);
});

it('stays on the one frame of a still', () => {
  expect([0, 500].map((frame) => referenceFrame(frame, 7, 1))).toEqual([0, 0]);
  expect(referenceFrame(0, 0, 0)).toBeNull();
});

it('goes from way to way and begins again', () => {
  expect([nextWay('beside'), nextWay('wipe'), nextWay('difference')]).toEqual(['wipe', 'difference', 'beside']);
});

it('says in the record what was compared, how, and that only one picture is kept', () => {
  const compared = { own: 'E1', reference: 'E2', frame: 15, matching: 'number', offset: 0, way: 'difference', gain: 4 } as const;
  expect(recordedComparison(compared)).toBe(
    '[Compared on screen with E2, frame 15 (matched by number), by the absolute difference times 4. Kept is the picture of E1 alone.]',
  );
  expect(recordedComparison({ ...compared, matching: 'time', offset: -2, way: 'wipe' })).toBe(
    '[Compared on screen with E2, frame 15 (matched by time since the first frame, offset -2), by a wipe. Kept is the picture of E1 alone.]',
  );
  expect(recordedComparison({ ...compared, matching: null, way: 'beside', frame: null })).toBe(
    '[Compared on screen with E2, which has no such frame, side by side. Kept is the picture of E1 alone.]',
  );
});
