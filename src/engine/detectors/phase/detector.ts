/** Phase: how evenly the voiced frames of a recording delay its high frequencies. */
import { VOICE_WEIGHTS } from '../../sound/voice.ts';
import type { Detector } from '../interface.ts';
import { voiceApplies } from '../voice-applies.ts';
import { phaseCard } from './card.ts';
import { concludePhase } from './conclude.ts';
import { COLUMNS, openPhase } from './observe.ts';
import { PARAMETERS } from './parameters.ts';

export const phaseDetector: Detector<'audio'> = {
  card: phaseCard,
  columns: COLUMNS,
  applies: (facts) => voiceApplies(facts, '4 to 7.3 kHz', PARAMETERS.leastRateHz.value),
  open: async ({ networks }) => ({ observe: openPhase(await networks.load(VOICE_WEIGHTS)), close: () => Promise.resolve() }),
  conclude: (input) => concludePhase(phaseCard.id, input),
};
