/** Pixelation: whether the detail and the noise of a face are those of what is around it. */
import type { Detector } from '../interface.ts';
import { pixelationCard } from './card.ts';
import { concludePixelation } from './conclude.ts';
import { drawMap } from './draw.ts';
import { COLUMNS, observeFace, stepOf } from './observe.ts';

export const pixelationDetector: Detector<'face'> = {
  card: pixelationCard,
  columns: COLUMNS,
  applies(facts) {
    return facts.streams.some((stream) => stream.type === 'video')
      ? { applies: true }
      : { applies: false, reason: 'Detail and noise are looked for in pictures: a picture or a film is needed.' };
  },
  open({ facts }) {
    const step = stepOf(facts);
    return Promise.resolve({
      observe: (item) => (item.image.frame % step === 0 ? observeFace(item) : null),
      close: () => Promise.resolve(),
    });
  },
  conclude: (input) => concludePixelation(pixelationCard.id, input),
  draw: drawMap,
};
