/** Synthetic speech: how much the voice sounds like the vocoders that our own network was trained with. */
import { SPEECH_WEIGHTS } from '../../sound/synthetic-speech.ts';
import { VOICE_WEIGHTS } from '../../sound/voice.ts';
import type { Detector } from '../interface.ts';
import { voiceApplies } from '../voice-applies.ts';
import { vocoderCard } from './card.ts';
import { concludeVocoder } from './conclude.ts';
import { COLUMNS, observeBlock } from './observe.ts';
import { PARAMETERS } from './parameters.ts';

export const vocoderDetector: Detector<'audio'> = {
  card: vocoderCard,
  columns: COLUMNS,
  applies: (facts) => voiceApplies(facts, 'the network', PARAMETERS.leastRateHz.value),
  open: async ({ networks }) => {
    const [voice, vocoder] = [await networks.load(VOICE_WEIGHTS), await networks.load(SPEECH_WEIGHTS)];
    return { observe: (block) => observeBlock(block, { voice, vocoder }), close: () => Promise.resolve() };
  },
  conclude: (input) => concludeVocoder(vocoderCard.id, input),
};
