/** Face flicker: a face that differs from both its neighbours in time while the picture around it stays. */
import type { Detector } from '../interface.ts';
import { flickerCard } from './card.ts';
import { concludeFlicker } from './conclude.ts';
import { drawFlicker } from './draw.ts';
import { COLUMNS, observeFlicker } from './observe.ts';

export const faceFlickerDetector: Detector<'face'> = {
  card: flickerCard,
  looksBack: true,
  columns: COLUMNS,
  applies(facts) {
    if (facts.kind !== 'video')
      return { applies: false, reason: 'Not applicable: needs motion. A face is compared with the frames beside it.' };
    if (!facts.streams.some((stream) => stream.type === 'video' && stream.frameCount > 2)) {
      return { applies: false, reason: 'The film has no more than two pictures.' };
    }
    return { applies: true };
  },
  open: () => Promise.resolve({ observe: observeFlicker, close: () => Promise.resolve() }),
  conclude: (input) => concludeFlicker(flickerCard.id, input),
  draw: drawFlicker,
};
