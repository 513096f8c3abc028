/** Compression: whether a face and what is around it were compressed in the same way before. */
import type { Detector, Values } from '../interface.ts';
import { compressionCard } from './card.ts';
import { COLUMNS } from './columns.ts';
import { concludeFilm } from './conclude-film.ts';
import { concludeStill } from './conclude-still.ts';
import { drawMap } from './draw.ts';
import { observeFilm, stepOf } from './observe-film.ts';
import { observeFaceless, observeStill, stillSetting } from './observe-still.ts';
import { rotationOf } from './orientation.ts';

export const compressionDetector: Detector<'face'> = {
  card: compressionCard,
  readsStructure: true,
  columns: COLUMNS,
  applies(facts) {
    return facts.streams.some((stream) => stream.type === 'video')
      ? { applies: true }
      : { applies: false, reason: 'Traces of compression are looked for in pictures: a picture or a film is needed.' };
  },
  async open({ facts, structure }) {
    const rotation = rotationOf(facts);
    const close = () => Promise.resolve();
    if (facts.kind !== 'image') {
      const step = stepOf(facts);
      return { observe: (face): Values | null => (face.image.frame % step === 0 ? observeFilm(face, rotation) : null), close };
    }
    const setting = stillSetting((await structure) ?? null, rotation);
    return {
      observe: (face) => observeStill(face, setting),
      observeWithoutFace: (image) => observeFaceless(image, setting),
      close,
    };
  },
  conclude: (input) => (input.facts.kind === 'image' ? concludeStill : concludeFilm)(compressionCard.id, input),
  draw: drawMap,
};
