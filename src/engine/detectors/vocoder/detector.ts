/** Synthetic speech: how much the voice sounds like the vocoders that our own network was trained with. */
import { soundStream } from '../../media/audio.ts';
import { SPEECH_WEIGHTS } from '../../sound/synthetic-speech.ts';
import { VOICE_WEIGHTS } from '../../sound/voice.ts';
import type { Detector } from '../interface.ts';
import { vocoderCard } from './card.ts';
import { concludeVocoder } from './conclude.ts';
import { COLUMNS, observeBlock } from './observe.ts';
import { PARAMETERS } from './parameters.ts';

export const vocoderDetector: Detector<'audio'> = {
  card: vocoderCard,
  columns: COLUMNS,
  applies(facts) {
    const stream = soundStream(facts);
    if (stream === null) return { applies: false, reason: 'There is no sound in it.' };
    if (stream.sampleRate < PARAMETERS.leastRateHz.value)
      return {
        applies: false,
        reason: `The sound has ${String(stream.sampleRate)} samples a second; the network needs ${String(PARAMETERS.leastRateHz.value)}.`,
      };
    return { applies: true };
  },
  open: async ({ networks }) => {
    const [voice, vocoder] = [await networks.load(VOICE_WEIGHTS), await networks.load(SPEECH_WEIGHTS)];
    return { observe: (block) => observeBlock(block, { voice, vocoder }), close: () => Promise.resolve() };
  },
  conclude: (input) => concludeVocoder(vocoderCard.id, input),
};
