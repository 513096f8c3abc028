/** Phase: how evenly the voiced frames of a recording delay its high frequencies. */
import { soundStream } from '../../media/audio.ts';
import { VOICE_WEIGHTS } from '../../sound/voice.ts';
import type { Detector } from '../interface.ts';
import { phaseCard } from './card.ts';
import { concludePhase } from './conclude.ts';
import { COLUMNS, openPhase } from './observe.ts';
import { PARAMETERS } from './parameters.ts';

export const phaseDetector: Detector<'audio'> = {
  card: phaseCard,
  columns: COLUMNS,
  applies(facts) {
    const stream = soundStream(facts);
    if (stream === null) return { applies: false, reason: 'There is no sound in it.' };
    if (stream.sampleRate < PARAMETERS.leastRateHz.value)
      return {
        applies: false,
        reason: `The sound has ${String(stream.sampleRate)} samples a second; 4 to 7.3 kHz needs ${String(PARAMETERS.leastRateHz.value)}.`,
      };
    return { applies: true };
  },
  open: async ({ networks }) => ({ observe: openPhase(await networks.load(VOICE_WEIGHTS)), close: () => Promise.resolve() }),
  conclude: (input) => concludePhase(phaseCard.id, input),
};
