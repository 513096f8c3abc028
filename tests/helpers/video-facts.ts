/** Facts of a plain film without sound, for detectors that are tested on made-up rows. */
import type { MediaFacts } from '../../src/contract/exhibits.ts';

/** Nothing is known of its streams. */
export const BARE_FACTS: MediaFacts = {
  kind: 'video',
  container: 'mov',
  containerLong: null,
  durationUs: null,
  bitRate: null,
  tags: {},
  streams: [],
  warnings: [],
  tool: { name: 'ffprobe', version: 'none' },
};

export const VIDEO_FACTS: MediaFacts = {
  ...BARE_FACTS,
  durationUs: 10_000_000,
  streams: [
    {
      type: 'video',
      index: 0,
      codec: 'h264',
      profile: null,
      width: 640,
      height: 480,
      rotation: 0,
      sampleAspectRatio: null,
      pixelFormat: 'yuv420p',
      colorSpace: null,
      colorRange: null,
      timeBase: { num: 1, den: 25 },
      averageFrameRate: { num: 25, den: 1 },
      frameCount: 250,
      keyFrameCount: 1,
      variableFrameRate: false,
      startUs: 0,
      durationUs: 10_000_000,
      encoder: null,
    },
  ],
};
