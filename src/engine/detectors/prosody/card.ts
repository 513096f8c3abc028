/** The prosody detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { VOICE_WEIGHTS } from '../../sound/voice.ts';
import { PARAMETERS } from './parameters.ts';

export const prosodyCard: DetectorCard & { readonly feed: 'audio' } = {
  ...DetectorCard.parse({
    id: 'prosody',
    version: '1.0.0',
    title: 'Prosody',
    family: 'sound',
    question: 'Does the melody of the voice move as human speech does?',
    method:
      'Where Silero’s network hears speech, the fundamental frequency is tracked by Boersma’s autocorrelation method and kept every 40 ms. Over windows of two seconds of voice the ' +
      'range of the melody is the distance from its tenth to its ninetieth percentile, in semitones; the median of the windows is compared with the least of genuine recordings. ' +
      'Jitter, shimmer (both local, as in Praat), the harmonics-to-noise ratio and the pauses are measured beside it and not judged.',
    feed: 'audio',
    citations: [
      {
        text: 'Boersma P. Accurate short-term analysis of the fundamental frequency and the harmonics-to-noise ratio of a sampled sound. Proceedings of the Institute of Phonetic Sciences Amsterdam 17:97-110, 1993',
      },
      { text: 'Boersma P, Weenink D. Praat: doing phonetics by computer (voice report: jitter and shimmer)' },
    ],
    published: [],
    measured: [],
    limits: [
      'The limit comes from 106 short recordings of read speech, mostly English. People who speak in a monotone, read lists, sing one tone, whisper or are ill lie below it and are genuine.',
      'Neural voices mostly move as freely as people do: melody that moves says nothing in favour of the recording.',
      'Several voices in one recording widen the range; a flat voice among them is not seen.',
      'Jitter, shimmer and harmonicity differ more between recordings and rooms than between people and machines: no limit is put on them.',
      'It abstains with less than two seconds of voice, and in sound without speech.',
    ],
    score: {
      unit: 'times the limit',
      meaning:
        'The least range of the melody in genuine recordings over the range here: 1 is the limit, more is flatter. Not the probability of a synthetic voice.',
    },
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })),
    weights: [VOICE_WEIGHTS],
  }),
  feed: 'audio',
};
