/** Lighting: from where the light falls on each face, and whether it behaves as light of one scene does. */
import { examinedStream } from '../../media/working-size.ts';
import type { Detector } from '../interface.ts';
import { lightingCard } from './card.ts';
import { concludeLight } from './conclude.ts';
import { drawLight } from './draw.ts';
import { COLUMNS, observeFace, stepOf } from './observe.ts';

export const lightingDetector: Detector<'face'> = {
  card: lightingCard,
  columns: COLUMNS,
  applies(facts) {
    if (facts.kind !== 'audio' && facts.streams.some((stream) => stream.type === 'video')) return { applies: true };
    return { applies: false, reason: 'Light is read from pixels: a picture is needed.' };
  },
  open({ facts }) {
    const step = facts.kind === 'image' ? 1 : stepOf(examinedStream(facts).averageFrameRate);
    return Promise.resolve({
      observe: (face) => (face.image.frame % step === 0 ? observeFace(face) : null),
      close: () => Promise.resolve(),
    });
  },
  conclude: (input) => concludeLight(lightingCard.id, input),
  draw: drawLight,
};
