/** Compression: whether a face and what is around it were compressed in the same way before. */
import type { FaceItem } from '../../faces/face.ts';
import { codedLuma } from '../../media/coded-luma.ts';
import type { WorkingFrame } from '../../media/frame.ts';
import { refusedCoder } from '../block-coders.ts';
import type { Detector, Values } from '../interface.ts';
import { compressionCard } from './card.ts';
import { COLUMNS } from './columns.ts';
import { concludeFilm } from './conclude-film.ts';
import { concludeStill } from './conclude-still.ts';
import { drawMap } from './draw.ts';
import { observeFilm, stepOf } from './observe-film.ts';
import { observeFaceless, observeStill, stillSetting } from './observe-still.ts';
import { turnOf } from './orientation.ts';

export const compressionDetector: Detector<'face'> = {
  card: compressionCard,
  readsStructure: true,
  readsCodedLuma: true,
  columns: COLUMNS,
  applies(facts) {
    return facts.streams.some((stream) => stream.type === 'video')
      ? (refusedCoder(facts) ?? { applies: true })
      : { applies: false, reason: 'Traces of compression are looked for in pictures: a picture or a film is needed.' };
  },
  async open({ facts, structure }) {
    const turn = turnOf(facts);
    const close = () => Promise.resolve();
    const asCoded = codedLuma(facts);
    const coded = (image: WorkingFrame): WorkingFrame => ({ ...image, y: asCoded(image) });
    if (facts.kind !== 'image') {
      const step = stepOf(facts);
      const observe = (face: FaceItem): Values => observeFilm({ ...face, image: coded(face.image) }, turn);
      return { observe: (face): Values | null => (face.image.frame % step === 0 ? observe(face) : null), close };
    }
    const setting = stillSetting((await structure) ?? null, turn);
    return {
      observe: (face) => observeStill({ ...face, image: coded(face.image) }, setting),
      observeWithoutFace: (image) => observeFaceless(coded(image), setting),
      close,
    };
  },
  conclude: (input) => (input.facts.kind === 'image' ? concludeStill : concludeFilm)(compressionCard.id, input),
  draw: drawMap,
};
