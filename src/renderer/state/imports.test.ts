import { expect, it } from 'vitest';
import { flowOf } from './imports.svelte.ts';

it('forecasts from what was copied, and not before there is something to go on', () => {
  expect(flowOf(50e6, 200e6, 2000)).toEqual({ bytesPerSecond: 25e6, secondsLeft: 6 });
  expect(flowOf(50e6, 200e6, 900)).toBeNull();
  expect(flowOf(0, 200e6, 5000)).toBeNull();
  expect(flowOf(200e6, 200e6, 4000)?.secondsLeft).toBe(0);
});
