import { expect, it } from 'vitest';
import { FrameClock } from './frame-clock.ts';
import type { Transport } from '../transport/transport.ts';
import { Messages } from './messages.svelte.ts';
import { Notes } from './notes.svelte.ts';
import { boxBetween, OwnFinding } from './own-finding.svelte.ts';
import { TimeRange } from './time-range.svelte.ts';
import { Viewer } from './viewer.svelte.ts';

const size = { width: 640, height: 360 };

it('makes a rectangle of two corners in any order, in whole pixels and inside the picture', () => {
  expect(boxBetween([100.4, 50], [20, 80.6], size)).toEqual([20, 50, 80, 31]);
  expect(boxBetween([-50, -10], [700, 400], size)).toEqual([0, 0, 640, 360]);
  expect(boxBetween([30, 30], [30, 30], size)).toEqual([30, 30, 1, 1]);
  expect(boxBetween([900, 900], [950, 950], size)).toEqual([639, 359, 1, 1]);
});

it('begins on the frames from in to out where both are marked, otherwise on the frame in view', () => {
  const viewer = new Viewer();
  viewer.setClock(new FrameClock({ timeBase: { num: 1, den: 25 }, pts: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], keyFrames: [0] }));
  viewer.goTo(7);
  const range = new TimeRange();
  range.setFull(0, 400_000);
  const own = new OwnFinding(viewer, new Notes({} as Transport, new Messages()), range);
  range.markIn(80_000);
  own.begin();
  expect([own.frames, own.marked]).toEqual([[7, 7], false]);
  range.markOut(240_000);
  own.begin();
  expect([own.frames, own.marked]).toEqual([[2, 5], true]);
  own.setLast(6);
  expect([own.frames, own.marked]).toEqual([[2, 6], false]);
});
