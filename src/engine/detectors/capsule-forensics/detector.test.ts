import { expect, it } from 'vitest';
import { FAKE_FACTS } from '../../../../tests/helpers/fake-engine.ts';
import { VIDEO_FACTS } from '../../../../tests/helpers/video-facts.ts';
import { capsuleForensicsDetector } from './detector.ts';

it('looks at pictures and films, and not at sound', () => {
  expect(capsuleForensicsDetector.applies(VIDEO_FACTS)).toEqual({ applies: true });
  expect(capsuleForensicsDetector.applies({ ...VIDEO_FACTS, kind: 'image' })).toEqual({ applies: true });
  expect(capsuleForensicsDetector.applies({ ...FAKE_FACTS, kind: 'audio', streams: [] })).toMatchObject({ applies: false });
});

it('runs the network that its card names', async () => {
  const loaded: string[] = [];
  const networks = {
    provider: 'cpu',
    load: (id: string) => {
      loaded.push(id);
      return Promise.resolve({ id, run: () => Promise.reject(new Error('not run')) });
    },
    close: () => Promise.resolve(),
  };
  await (await capsuleForensicsDetector.open({ networks, facts: VIDEO_FACTS })).close();
  expect(loaded).toEqual(capsuleForensicsDetector.card.weights.slice(-1));
});
