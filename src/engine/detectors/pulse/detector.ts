/** Pulse: colour of forehead and cheeks over time, whether a pulse can be read in them, and whether they agree. */
import type { Detector } from '../interface.ts';
import { pulseCard } from './card.ts';
import { COLUMNS } from './columns.ts';
import { concludePulse } from './conclude.ts';
import { drawRegions } from './draw.ts';
import { observeFace } from './observe.ts';

export const pulseDetector: Detector<'face'> = {
  card: pulseCard,
  columns: COLUMNS,
  applies(facts) {
    if (facts.kind !== 'video') return { applies: false, reason: 'A pulse is a change over time: a film is needed.' };
    if (!facts.streams.some((stream) => stream.type === 'video' && stream.frameCount > 1)) {
      return { applies: false, reason: 'The film has no more than one picture.' };
    }
    return { applies: true };
  },
  // The face networks are run by the face tracker; nothing more is loaded here.
  open: () => Promise.resolve({ observe: observeFace, close: () => Promise.resolve() }),
  conclude: (input) => concludePulse(pulseCard.id, input),
  draw: drawRegions,
};
