import { expect, it } from 'vitest';
import { onEvenClock } from './even-clock.ts';

const uneven = { timesUs: [0, 10, 25, 30, 70], values: [0, 1, 2.5, 3, 7] };

it('a straight line stays one, whatever the distances of its samples', () => {
  expect(onEvenClock(uneven, 0, 7, 11, 40)?.map((v) => Math.round(v * 1e9) / 1e9)).toEqual([
    0, 0.7, 1.4, 2.1, 2.8, 3.5, 4.2, 4.9, 5.6, 6.3, 7,
  ]);
});

it('nothing is made up beyond the ends or across a gap', () => {
  expect(onEvenClock(uneven, -1, 1, 2, 40)).toBeNull();
  expect(onEvenClock(uneven, 60, 11, 2, 40)).toBeNull();
  expect(onEvenClock(uneven, 0, 10, 5, 39)).toBeNull();
  expect(onEvenClock(uneven, 0, 10, 4, 15)).toEqual([0, 1, 2, 3]);
});
