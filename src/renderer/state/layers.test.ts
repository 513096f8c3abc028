import { expect, it } from 'vitest';
import { drawsFor, USUAL_LAYERS, type Layer } from './layers.ts';

it('draws the detector whose finding is selected, and those that were switched on', () => {
  expect(drawsFor(USUAL_LAYERS, 'gaze', 'gaze')).toBe(true);
  expect(drawsFor(USUAL_LAYERS, 'gaze', 'body')).toBe(false);
  expect(drawsFor(USUAL_LAYERS, 'gaze', null)).toBe(false);
  const on = new Set<Layer>(['detector:gaze']);
  expect([drawsFor(on, 'gaze', 'body'), drawsFor(on, 'body', 'body')]).toEqual([true, false]);
});
