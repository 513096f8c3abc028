import { expect, it } from 'vitest';
import { byTrack } from './by-track.ts';

it('keeps the order of frames, sorts the tracks, and leaves out the whole picture', () => {
  const row = (frame: number, trackId: number | null) => ({ frame, ptsUs: frame, trackId, values: [] });
  const found = byTrack([row(0, 3), row(0, null), row(1, 0), row(2, 3)]);
  expect(found.map(([trackId, own]) => [trackId, own.map(({ frame }) => frame)])).toEqual([
    [0, [1]],
    [3, [0, 2]],
  ]);
});
