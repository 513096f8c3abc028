/** Lip and voice: whether the opening of the mouth and the loudness of the voice go together, and at which offset. */
import { VOICE_WEIGHTS } from '../../sound/voice.ts';
import type { Detector } from '../interface.ts';
import { lipVoiceCard } from './card.ts';
import { concludeLipVoice } from './conclude.ts';
import { drawLipVoice } from './draw.ts';
import { COLUMNS, observeFace } from './observe.ts';

export const lipVoiceDetector: Detector<'face'> = {
  card: lipVoiceCard,
  hears: true,
  columns: COLUMNS,
  applies(facts) {
    if (facts.kind !== 'video' || !facts.streams.some((stream) => stream.type === 'video' && stream.frameCount > 1)) {
      return { applies: false, reason: 'Mouth and voice are compared over time: a film is needed.' };
    }
    if (!facts.streams.some((stream) => stream.type === 'audio')) return { applies: false, reason: 'The film has no sound.' };
    return { applies: true };
  },
  // The voice network is run beside the picture for all who hear; loading it here tells early and for this detector alone that it is missing.
  async open({ networks }) {
    await networks.load(VOICE_WEIGHTS);
    return { observe: observeFace, close: () => Promise.resolve() };
  },
  conclude: (input) => concludeLipVoice(lipVoiceCard.id, input),
  draw: drawLipVoice,
};
