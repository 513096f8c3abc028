/** Spectrum: peaks that up-sampling leaves in a face, and the course of its power from coarse to fine. */
import { refusedCoder } from '../block-coders.ts';
import type { Detector } from '../interface.ts';
import { spectrumCard } from './card.ts';
import { concludeSpectrum } from './conclude.ts';
import { drawSpectrum } from './draw.ts';
import { COLUMNS, observeSpectrum, samplingOf } from './observe.ts';

export const spectrumDetector: Detector<'face'> = {
  card: spectrumCard,
  columns: COLUMNS,
  applies(facts) {
    if (!facts.streams.some((stream) => stream.type === 'video' && stream.frameCount > 0))
      return { applies: false, reason: 'There is no picture in it.' };
    return refusedCoder(facts) ?? { applies: true };
  },
  open: ({ facts }) => {
    const every = samplingOf(facts);
    return Promise.resolve({
      observe: (face) => (face.image.frame % every === 0 ? observeSpectrum(face) : null),
      close: () => Promise.resolve(),
    });
  },
  conclude: (input) => concludeSpectrum(spectrumCard.id, input),
  draw: drawSpectrum,
};
