import { expect, it } from 'vitest';
import { sampledWords, samplingWords } from './sampling-words.ts';

it('says nothing of the usual and one sentence of each departure', () => {
  expect(samplingWords({})).toEqual([]);
  expect(samplingWords({ everyNthFrame: 1 })).toEqual([]);
  expect(samplingWords({ everyNthFrame: 5, maxFaces: 1 })).toEqual([
    '4 of 5 frames are not looked at: what lasts fewer than 5 frames, such as a blink, can be missed, and detectors of movement may abstain.',
    'At most 1 face is followed at a time.',
  ]);
});

it('says of a stored plan what the exhibit has', () => {
  const plan = { everyNthFrame: 1, detectFacesEvery: 25, maxWorkingWidth: 1920, maxFaces: 4, soundBlockSeconds: 1 };
  const has = (kind: 'video' | 'image' | 'audio', ...types: string[]) =>
    ({ kind, facts: { streams: types.map((type) => ({ type })) } }) as Parameters<typeof sampledWords>[1];
  const faces = 'at most 4 faces; working width at most 1920 px';
  const sound = 'sound in blocks of 1 s at its own rate, all channels';
  expect(sampledWords(plan, has('video', 'video', 'audio'))).toBe(`every frame; faces looked for every 25 frames; ${faces}; ${sound}`);
  expect(sampledWords({ ...plan, everyNthFrame: 5, maxFaces: 1 }, has('video', 'video'))).toBe(
    'one frame in 5; faces looked for every 25 frames; at most 1 face; working width at most 1920 px',
  );
  expect(sampledWords(plan, has('image', 'video'))).toBe(`the whole picture; ${faces}`);
  expect(sampledWords(plan, has('audio', 'audio'))).toBe(sound);
});
