/** Bandwidth and floor: whether the spectrum ends where the file lets it, and what lies between the words. */
import { soundStream } from '../../media/audio.ts';
import type { Detector } from '../interface.ts';
import { bandwidthCard } from './card.ts';
import { concludeBandwidth } from './conclude.ts';
import { COLUMNS, openMeter } from './observe.ts';

export const bandwidthDetector: Detector<'audio'> = {
  card: bandwidthCard,
  columns: COLUMNS,
  applies(facts) {
    return soundStream(facts) !== null
      ? { applies: true }
      : { applies: false, reason: 'Bandwidth and pauses are measured in sound: there is none in it.' };
  },
  open() {
    return Promise.resolve({ observe: openMeter(), close: () => Promise.resolve() });
  },
  conclude: (input) => concludeBandwidth(bandwidthCard.id, input),
};
