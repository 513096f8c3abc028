/** Coding frames: in which frames of 1024 samples sound was coded before, and where these shift. */
import { soundStream } from '../../media/audio.ts';
import type { Detector } from '../interface.ts';
import { codingFramesCard } from './card.ts';
import { concludeCodingFrames } from './conclude.ts';
import { COLUMNS, openFrames } from './observe.ts';

export const codingFramesDetector: Detector<'audio'> = {
  card: codingFramesCard,
  columns: COLUMNS,
  applies(facts) {
    return soundStream(facts) !== null
      ? { applies: true }
      : { applies: false, reason: 'Frames of a coding are sought in sound: there is none in it.' };
  },
  open() {
    return Promise.resolve({ observe: openFrames(), close: () => Promise.resolve() });
  },
  conclude: (input) => concludeCodingFrames(codingFramesCard.id, input),
};
