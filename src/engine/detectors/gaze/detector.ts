/** Gaze: whether the two eyes look the same way, against this person's own habit. */
import type { Detector } from '../interface.ts';
import { gazeCard } from './card.ts';
import { concludeGaze } from './conclude.ts';
import { drawGaze } from './draw.ts';
import { COLUMNS, observeFace } from './observe.ts';

export const gazeDetector: Detector<'face'> = {
  card: gazeCard,
  columns: COLUMNS,
  applies(facts) {
    if (facts.kind !== 'video' || !facts.streams.some((stream) => stream.type === 'video' && stream.frameCount > 1)) {
      return { applies: false, reason: 'A person’s own habit of looking is learned over time: a film is needed.' };
    }
    return { applies: true };
  },
  open: () => Promise.resolve({ observe: observeFace, close: () => Promise.resolve() }),
  conclude: (input) => concludeGaze(gazeCard.id, input),
  draw: drawGaze,
};
