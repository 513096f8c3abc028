/** Whether a detector of voices applies: there must be sound, of a rate that reaches what it looks at. */
import type { MediaFacts } from '../../contract/exhibits.ts';
import { soundStream } from '../media/audio.ts';
import type { Detector } from './interface.ts';

/** `asker` needs `leastRateHz` samples a second, in the words of the reason. */
export function voiceApplies(facts: MediaFacts, asker: string, leastRateHz: number): ReturnType<Detector<'audio'>['applies']> {
  const stream = soundStream(facts);
  if (stream === null) return { applies: false, reason: 'There is no sound in it.' };
  if (stream.sampleRate < leastRateHz)
    return {
      applies: false,
      reason: `The sound has ${String(stream.sampleRate)} samples a second; ${asker} needs ${String(leastRateHz)}.`,
    };
  return { applies: true };
}
