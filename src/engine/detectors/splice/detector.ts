/** Splice: whether the waveform breaks between two samples, and whether a part of the sound occurs twice. */
import { soundStream } from '../../media/audio.ts';
import type { Detector } from '../interface.ts';
import { spliceCard } from './card.ts';
import { concludeSplice } from './conclude.ts';
import { tellsBandsApart } from './fingerprint.ts';
import { COLUMNS, openSeam } from './observe.ts';

export const spliceDetector: Detector<'audio'> = {
  card: spliceCard,
  columns: COLUMNS,
  applies(facts) {
    const stream = soundStream(facts);
    if (stream === null) return { applies: false, reason: 'Joints and repetitions are sought in sound: there is none in it.' };
    return tellsBandsApart(stream.sampleRate)
      ? { applies: true }
      : {
          applies: false,
          reason: `The sound has ${String(stream.sampleRate)} samples a second, too few to tell the bands of speech apart in which repetitions are sought.`,
        };
  },
  open() {
    return Promise.resolve({ observe: openSeam(), close: () => Promise.resolve() });
  },
  conclude: (input) => concludeSplice(spliceCard.id, input),
};
