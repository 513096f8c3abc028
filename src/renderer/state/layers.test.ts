import { expect, it } from 'vitest';
import type { Finding, FrameOverlay } from '../../contract/analysis.ts';
import { drawnLayers, drawsFor, USUAL_LAYERS, type Layer } from './layers.ts';

it('draws the detector whose finding is selected, and those that were switched on', () => {
  expect(drawsFor(USUAL_LAYERS, 'gaze', 'gaze')).toBe(true);
  expect(drawsFor(USUAL_LAYERS, 'gaze', 'body')).toBe(false);
  expect(drawsFor(USUAL_LAYERS, 'gaze', null)).toBe(false);
  const on = new Set<Layer>(['detector:gaze']);
  expect([drawsFor(on, 'gaze', 'body'), drawsFor(on, 'body', 'body')]).toEqual([true, false]);
});

it('records as drawn only what shows on the frame', () => {
  const layers = new Set<Layer>([...USUAL_LAYERS, 'detector:gaze', 'detector:blink']);
  const overlay = {
    frame: 7,
    faces: [{}],
    drawings: [
      { detectorId: 'gaze', shapes: [{}] },
      { detectorId: 'blink', shapes: [] },
    ],
  };
  const on = (change: object, selected: object | null) =>
    drawnLayers(layers, { ...overlay, ...change } as unknown as FrameOverlay, selected as Finding | null);
  expect(on({}, null)).toEqual(['box', 'eyelids', 'irises', 'detector:gaze']);
  expect(on({ faces: [], drawings: [] }, null)).toEqual([]);
  expect(on({ faces: [] }, { detectorId: 'gaze', region: null })).toEqual(['selected', 'detector:gaze']);
  const elsewhere = { detectorId: 'body', region: [0, 0, 1, 1], firstFrame: 8, lastFrame: 9 };
  expect([on({}, elsewhere), on({ frame: 8 }, elsewhere)].map((list) => list.includes('selected'))).toEqual([false, true]);
  expect(drawnLayers(layers, null, null)).toEqual([]);
});
