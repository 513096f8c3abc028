/** Head pose: turns of the head from one frame to the next, its range and speed, and whether inner face and outline agree. */
import type { Detector } from '../interface.ts';
import { headPoseCard } from './card.ts';
import { concludePose } from './conclude.ts';
import { drawPose } from './draw.ts';
import { COLUMNS, observeFace } from './observe.ts';

export const headPoseDetector: Detector<'face'> = {
  card: headPoseCard,
  columns: COLUMNS,
  applies(facts) {
    if (facts.kind !== 'video') return { applies: false, reason: 'Turns of the head are movements: a film is needed.' };
    if (!facts.streams.some((stream) => stream.type === 'video' && stream.frameCount > 1)) {
      return { applies: false, reason: 'The film has no more than one picture.' };
    }
    return { applies: true };
  },
  open: () => Promise.resolve({ observe: observeFace, close: () => Promise.resolve() }),
  conclude: (input) => concludePose(headPoseCard.id, input),
  draw: drawPose,
};
