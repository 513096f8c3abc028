/** Channels: whether the channels of a recording are one signal, where it lies off zero, and where it is clipped. */
import { soundStream } from '../../media/audio.ts';
import type { Detector } from '../interface.ts';
import { channelsCard } from './card.ts';
import { concludeChannels } from './conclude.ts';
import { COLUMNS, openEars } from './observe.ts';

export const channelsDetector: Detector<'audio'> = {
  card: channelsCard,
  columns: COLUMNS,
  applies(facts) {
    return soundStream(facts) !== null
      ? { applies: true }
      : { applies: false, reason: 'Channels are compared in sound: there is none in it.' };
  },
  open() {
    return Promise.resolve({ observe: openEars(), close: () => Promise.resolve() });
  },
  conclude: (input) => concludeChannels(channelsCard.id, input),
};
