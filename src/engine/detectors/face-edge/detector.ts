/** Face edge: whether a seam runs round the face, where the picture inside and outside was made apart. */
import type { Detector } from '../interface.ts';
import { faceEdgeCard } from './card.ts';
import { concludeFaceEdge } from './conclude.ts';
import { drawSeam } from './draw.ts';
import { COLUMNS, observeFace, stepOf } from './observe.ts';

export const faceEdgeDetector: Detector<'face'> = {
  card: faceEdgeCard,
  columns: COLUMNS,
  applies(facts) {
    return facts.streams.some((stream) => stream.type === 'video')
      ? { applies: true }
      : { applies: false, reason: 'The edge of a face is looked for in pictures: a picture or a film is needed.' };
  },
  open({ facts }) {
    const step = stepOf(facts);
    return Promise.resolve({
      observe: (item) => (item.image.frame % step === 0 ? observeFace(item) : null),
      close: () => Promise.resolve(),
    });
  },
  conclude: (input) => concludeFaceEdge(faceEdgeCard.id, input),
  draw: drawSeam,
};
