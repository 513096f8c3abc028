/** Splice: whether the waveform breaks between two samples, and whether a part of the sound occurs twice. */
import { soundStream } from '../../media/audio.ts';
import type { Detector } from '../interface.ts';
import { spliceCard } from './card.ts';
import { concludeSplice } from './conclude.ts';
import { COLUMNS, openSeam } from './observe.ts';

export const spliceDetector: Detector<'audio'> = {
  card: spliceCard,
  columns: COLUMNS,
  applies(facts) {
    return soundStream(facts) !== null
      ? { applies: true }
      : { applies: false, reason: 'Joints and repetitions are sought in sound: there is none in it.' };
  },
  open() {
    return Promise.resolve({ observe: openSeam(), close: () => Promise.resolve() });
  },
  conclude: (input) => concludeSplice(spliceCard.id, input),
};
