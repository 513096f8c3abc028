import { expect, it } from 'vitest';
import { recordedComparison, nextWay, referenceFrame } from './reference-frame.ts';

it('matches frames by number and offset, and stops at the ends of the reference', () => {
  expect([0, 3, 9].map((frame) => referenceFrame(frame, 0, 10))).toEqual([0, 3, 9]);
  expect([0, 3, 9].map((frame) => referenceFrame(frame, -2, 10))).toEqual([null, 1, 7]);
  expect([0, 3, 9].map((frame) => referenceFrame(frame, 4, 10))).toEqual([4, 7, null]);
});

it('stays on the one frame of a still', () => {
  expect([0, 500].map((frame) => referenceFrame(frame, 7, 1))).toEqual([0, 0]);
  expect(referenceFrame(0, 0, 0)).toBeNull();
});

it('goes from way to way and begins again', () => {
  expect([nextWay('beside'), nextWay('wipe'), nextWay('difference')]).toEqual(['wipe', 'difference', 'beside']);
});

it('says in the record what was compared, how, and that only one picture is kept', () => {
  const compared = { own: 'E1', reference: 'E2', frame: 15, way: 'difference', gain: 4 } as const;
  expect(recordedComparison(compared)).toBe(
    '[Compared on screen with E2, frame 15, by the absolute difference times 4. Kept is the picture of E1 alone.]',
  );
  expect(recordedComparison({ ...compared, way: 'wipe' })).toBe(
    '[Compared on screen with E2, frame 15, by a wipe. Kept is the picture of E1 alone.]',
  );
  expect(recordedComparison({ ...compared, way: 'beside', frame: null })).toBe(
    '[Compared on screen with E2, which has no such frame, side by side. Kept is the picture of E1 alone.]',
  );
});
