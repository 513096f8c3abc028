/** Shadow: whether the shadows on a face fit the light on the rest of it, and keep still from frame to frame. */
import { examinedStream } from '../../media/working-size.ts';
import type { Detector } from '../interface.ts';
import { shadowCard } from './card.ts';
import { concludeShadow } from './conclude.ts';
import { drawShadows } from './draw.ts';
import { COLUMNS, observeShadow, stepOf } from './observe.ts';

export const shadowDetector: Detector<'face'> = {
  card: shadowCard,
  columns: COLUMNS,
  applies(facts) {
    if (facts.kind !== 'audio' && facts.streams.some((stream) => stream.type === 'video')) return { applies: true };
    return { applies: false, reason: 'Shadows are read from pixels: a picture is needed.' };
  },
  open({ facts }) {
    const step = facts.kind === 'image' ? 1 : stepOf(examinedStream(facts).averageFrameRate);
    return Promise.resolve({
      observe: (face) => (face.image.frame % step < 2 ? observeShadow(face) : null),
      close: () => Promise.resolve(),
    });
  },
  conclude: (input) => concludeShadow(shadowCard.id, input),
  draw: drawShadows,
};
