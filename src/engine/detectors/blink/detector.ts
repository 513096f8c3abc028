/** Blinks: eye openness from the lids' contour, blinks as intervals, and their rate against published norms. */
import type { Detector } from '../interface.ts';
import { blinkCard } from './card.ts';
import { concludeBlinks } from './conclude.ts';
import { COLUMNS, observeFace } from './observe.ts';

export const blinkDetector: Detector<'face'> = {
  card: blinkCard,
  columns: COLUMNS,
  applies(facts) {
    if (facts.kind !== 'video') return { applies: false, reason: 'Blinks are movements: a film is needed.' };
    if (!facts.streams.some((stream) => stream.type === 'video' && stream.frameCount > 1)) {
      return { applies: false, reason: 'The film has no more than one picture.' };
    }
    return { applies: true };
  },
  // The face networks are run by the face tracker; nothing more is loaded here.
  open: () => Promise.resolve({ observe: observeFace, close: () => Promise.resolve() }),
  conclude: (input) => concludeBlinks(blinkCard.id, input),
};
