import { expect, it } from 'vitest';
import { VIDEO_FACTS } from '../../../tests/helpers/video-facts.ts';
import { everyNth, everyNthOf, USUAL_RATE } from './sampling.ts';

it('takes the nearest whole step, and never less than every frame', () => {
  const steps = [
    [{ num: 25, den: 1 }, 2, 13],
    [{ num: 30000, den: 1001 }, 6, 5],
    [{ num: 1, den: 1 }, 6, 1],
    [{ num: 0, den: 1 }, 5, 5],
    [{ num: 25, den: 0 }, 5, 5],
    [null, 5, 5],
  ] as const;
  for (const [rate, perSecond, step] of steps) expect([rate, everyNth(rate, perSecond, USUAL_RATE)]).toEqual([rate, step]);
});

it('takes every frame where there is no rate', () => {
  expect(everyNthOf(VIDEO_FACTS, 2)).toBe(13);
  expect(everyNthOf({ ...VIDEO_FACTS, streams: [] }, 2)).toBe(1);
});
