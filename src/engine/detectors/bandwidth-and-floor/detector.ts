/** Bandwidth and floor: whether the spectrum ends where the file lets it, and what lies between the words. */
import { soundStream } from '../../media/audio.ts';
import type { Detector } from '../interface.ts';
import { bandwidthCard } from './card.ts';
import { concludeBandwidth } from './conclude.ts';
import { BANDS, COLUMNS, openMeter, windowOf } from './observe.ts';

export const bandwidthDetector: Detector<'audio'> = {
  card: bandwidthCard,
  columns: COLUMNS,
  applies(facts) {
    const stream = soundStream(facts);
    if (stream === null) return { applies: false, reason: 'Bandwidth and pauses are measured in sound: there is none in it.' };
    const { sampleRate } = stream;
    // Each band needs a line of the spectrum.
    return windowOf(sampleRate) / 2 >= BANDS
      ? { applies: true }
      : {
          applies: false,
          reason: `The sound has ${String(sampleRate)} samples a second, too few for a spectrum of ${String(BANDS)} bands.`,
        };
  },
  open() {
    return Promise.resolve({ observe: openMeter(), close: () => Promise.resolve() });
  },
  conclude: (input) => concludeBandwidth(bandwidthCard.id, input),
};
