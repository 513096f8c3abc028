/** Prosody: the melody of a voice, the evenness of its periods, and its pauses. */
import { VOICE_WEIGHTS } from '../../sound/voice.ts';
import type { Detector } from '../interface.ts';
import { voiceApplies } from '../voice-applies.ts';
import { prosodyCard } from './card.ts';
import { concludeProsody } from './conclude.ts';
import { COLUMNS, observeVoice } from './observe.ts';
import { PARAMETERS } from './parameters.ts';

export const prosodyDetector: Detector<'audio'> = {
  card: prosodyCard,
  columns: COLUMNS,
  // Voices up to the ceiling lie below half of it.
  applies: (facts) => voiceApplies(facts, 'the melody of a voice', 2 * PARAMETERS.ceiling.value),
  async open({ networks }) {
    const network = await networks.load(VOICE_WEIGHTS);
    return { observe: (block) => observeVoice(block, network), close: () => Promise.resolve() };
  },
  conclude: (input) => concludeProsody(prosodyCard.id, input),
};
