import { expect, it } from 'vitest';
import { distinctTitles, limitsOf } from './signal-plot.ts';

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
