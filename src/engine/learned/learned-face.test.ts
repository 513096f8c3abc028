import { describe, expect, it } from 'vitest';
import { FAKE_FACTS } from '../../../tests/helpers/fake-engine.ts';
import { VIDEO_FACTS } from '../../../tests/helpers/video-facts.ts';
import { capsuleForensicsDetector } from '../detectors/capsule-forensics/detector.ts';
import { faceSwapDetector } from '../detectors/face-swap/detector.ts';
import { ganImageDetector } from '../detectors/gan-image/detector.ts';

describe.each([faceSwapDetector, capsuleForensicsDetector, ganImageDetector])('$card.id', (detector) => {
  it('looks at pictures and films, and not at sound', () => {
    expect(detector.applies(VIDEO_FACTS)).toEqual({ applies: true });
    expect(detector.applies({ ...VIDEO_FACTS, kind: 'image' })).toEqual({ applies: true });
    expect(detector.applies({ ...FAKE_FACTS, kind: 'audio', streams: [] })).toMatchObject({ applies: false });
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
    await (await detector.open({ networks, facts: VIDEO_FACTS })).close();
    expect(loaded).toEqual(detector.card.weights.slice(-1));
  });
});
