/** Eyes and teeth: whether both eyes reflect the same lights and have the same colour, and whether teeth have gaps. */
import type { Detector } from '../interface.ts';
import { eyesAndTeethCard } from './card.ts';
import { concludeEyes } from './conclude.ts';
import { drawEyes } from './draw.ts';
import { COLUMNS, observeEyes, stepOf } from './observe.ts';

export const eyesAndTeethDetector: Detector<'face'> = {
  card: eyesAndTeethCard,
  columns: COLUMNS,
  applies(facts) {
    return facts.streams.some((stream) => stream.type === 'video')
      ? { applies: true }
      : { applies: false, reason: 'Eyes and teeth are looked at in pictures: a picture or a film is needed.' };
  },
  open({ facts }) {
    const step = stepOf(facts);
    return Promise.resolve({
      observe: (face) => (face.image.frame % step === 0 ? observeEyes(face) : null),
      close: () => Promise.resolve(),
    });
  },
  conclude: (input) => concludeEyes(eyesAndTeethCard.id, input),
  draw: drawEyes,
};
