import { expect, it } from 'vitest';
import { samplingWords } from './sampling-words.ts';

it('says nothing of the usual and one sentence of each departure', () => {
  expect(samplingWords({})).toEqual([]);
  expect(samplingWords({ everyNthFrame: 1 })).toEqual([]);
  expect(samplingWords({ everyNthFrame: 5, maxFaces: 1 })).toEqual([
    '4 of 5 frames are not looked at: what lasts fewer than 5 frames, such as a blink, can be missed, and detectors of movement may abstain.',
    'At most 1 face is followed at a time.',
  ]);
});
