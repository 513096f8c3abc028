/** Prosody: the melody of a voice, the evenness of its periods, and its pauses. */
import { VOICE_WEIGHTS } from '../../sound/voice.ts';
import { soundStream } from '../../media/audio.ts';
import type { Detector } from '../interface.ts';
import { prosodyCard } from './card.ts';
import { concludeProsody } from './conclude.ts';
import { COLUMNS, observeVoice } from './observe.ts';

export const prosodyDetector: Detector<'audio'> = {
  card: prosodyCard,
  columns: COLUMNS,
  applies: (facts) =>
    soundStream(facts) !== null
      ? { applies: true }
      : { applies: false, reason: 'The melody of a voice is measured in sound: there is none in it.' },
  async open({ networks }) {
    const network = await networks.load(VOICE_WEIGHTS);
    return { observe: (block) => observeVoice(block, network), close: () => Promise.resolve() };
  },
  conclude: (input) => concludeProsody(prosodyCard.id, input),
};
