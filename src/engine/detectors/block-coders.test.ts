import { expect, it } from 'vitest';
import type { MediaFacts } from '../../contract/exhibits.ts';
import { VIDEO_FACTS } from '../../../tests/helpers/video-facts.ts';
import { compressionDetector } from './compression/detector.ts';
import { spectrumDetector } from './spectrum/detector.ts';

const coded = (codec: string, kind: MediaFacts['kind'] = 'video'): MediaFacts => ({
  ...VIDEO_FACTS,
  kind,
  streams: VIDEO_FACTS.streams.map((stream) => (stream.type === 'video' ? { ...stream, codec } : stream)),
});

it.each([compressionDetector, spectrumDetector])('$card.id leaves films alone whose coder leaves such traces itself', (detector) => {
  expect(detector.applies(coded('mpeg2video'))).toMatchObject({
    applies: false,
    reason: expect.stringContaining('MPEG-2 itself leaves') as string,
  });
  expect(detector.applies(coded('vp8'))).toMatchObject({ applies: false, reason: expect.stringContaining('VP8 itself leaves') as string });
  expect(detector.applies(coded('h264'))).toEqual({ applies: true });
  // A still of WebP is no film.
  expect(detector.applies(coded('vp8', 'image'))).toEqual({ applies: true });
});
