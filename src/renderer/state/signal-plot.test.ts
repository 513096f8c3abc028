import { expect, it } from 'vitest';
import { axisTicks, distinctTitles, limitsOf } from './signal-plot.ts';

it('shows the levels too, and zero where values come near it', () => {
  const [low, high] = limitsOf({ low: 0.05, high: 0.3 }, [{ name: 'baseline', value: 0.4 }]);
  expect(low).toBe(0);
  expect(high).toBeCloseTo(0.428, 6);
  expect(limitsOf({ low: Number.NaN, high: Number.NaN }, [])).toEqual([0, 1]);
});

it('shortens titles to what tells them apart, and never to nothing', () => {
  expect(distinctTitles(['Openness of the left eye', 'Openness of the right eye'])).toEqual(['left eye', 'right eye']);
  expect(distinctTitles(['Openness', 'Openness'])).toEqual(['Openness', 'Openness']);
  expect(distinctTitles(['Openness of the left eye'])).toEqual(['Openness of the left eye']);
});

it('sets two or three round numbers on the axis', () => {
  expect(axisTicks([0, 1.08], 56)).toEqual([0, 1]);
  expect(axisTicks([0, 1.08], 120)).toEqual([0, 0.5, 1]);
  expect(axisTicks([-0.62, 0.31], 56)).toEqual([-0.5, 0]);
  expect(axisTicks([0.11, 0.47], 120)).toEqual([0.2, 0.3, 0.4]);
  expect(axisTicks([-3.2, 21.5], 56)).toEqual([0, 20]);
  expect(axisTicks([93.2, 107.1], 120)).toEqual([95, 100, 105]);
});
