import { expect, it } from 'vitest';
import { framesExamined } from './frames-examined.ts';

const job = (framesDone: number, framesDecoded: number, everyNthFrame: number, framesWithFace = 0) => ({
  ...{ framesDone, framesDecoded, framesWithFace },
  plan: { sampling: { everyNthFrame } },
});

it('counts what was decoded and meant, and says where that cannot be counted', () => {
  expect(framesExamined(job(100, 100, 1))).toEqual({ frames: 100, exact: true });
  // Ten in the middle could not be decoded: the place that was reached says nothing of them.
  expect(framesExamined(job(100, 90, 1))).toEqual({ frames: 90, exact: true });
  expect(framesExamined(job(100, 100, 3))).toEqual({ frames: 34, exact: true });
  expect(framesExamined(job(100, 97, 3))).toEqual({ frames: 33, exact: false });
  expect(framesExamined(job(100, 97, 3, 34))).toEqual({ frames: 34, exact: false });
  expect(framesExamined(job(0, 0, 3))).toEqual({ frames: 0, exact: true });
});
