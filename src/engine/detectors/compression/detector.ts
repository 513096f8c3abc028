/** Compression: whether a face and what is around it were compressed in the same way before. */
import type { Detector } from '../interface.ts';
import { compressionCard } from './card.ts';
import { STILL_COLUMNS } from './columns.ts';
import { concludeStill } from './conclude.ts';
import { drawMap } from './draw.ts';
import { observeFaceless, observeStill, stillSetting } from './observe-still.ts';
import { rotationOf } from './orientation.ts';

export const compressionDetector: Detector<'face'> = {
  card: compressionCard,
  readsStructure: true,
  columns: STILL_COLUMNS,
  applies(facts) {
    if (!facts.streams.some((stream) => stream.type === 'video')) {
      return { applies: false, reason: 'Traces of compression are looked for in pictures: a picture is needed.' };
    }
    return facts.kind === 'image' ? { applies: true } : { applies: false, reason: 'Not applicable to films: TBD' };
  },
  open({ facts, structure }) {
    const setting = stillSetting(structure ?? null, rotationOf(facts));
    return Promise.resolve({
      observe: (face) => observeStill(face, setting),
      observeWithoutFace: (image) => observeFaceless(image, setting),
      close: () => Promise.resolve(),
    });
  },
  conclude: (input) => concludeStill(compressionCard.id, input),
  draw: drawMap,
};
