/** Temporal: jumps, repeated stretches, repeated and computed frames, gaps in the clock; and a fingerprint of every frame. */
import type { Detector } from '../interface.ts';
import { temporalCard } from './card.ts';
import { concludeTemporal } from './conclude.ts';
import { drawTemporal } from './draw.ts';
import { COLUMNS, observe } from './observe.ts';

export const temporalDetector: Detector<'frame'> = {
  card: temporalCard,
  looksBack: true,
  columns: COLUMNS,
  applies(facts) {
    if (facts.kind !== 'video') return { applies: false, reason: 'Not applicable: needs motion. The order of frames is asked for.' };
    if (!facts.streams.some((stream) => stream.type === 'video' && stream.frameCount > 1)) {
      return { applies: false, reason: 'The film has no more than one picture.' };
    }
    return { applies: true };
  },
  open: () => Promise.resolve({ observe, close: () => Promise.resolve() }),
  conclude: (input) => concludeTemporal(temporalCard.id, input),
  draw: drawTemporal,
};
