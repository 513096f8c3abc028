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
    measured: [
      {
        measure: 'genuine recordings with a finding',
        value: 'train 1 of 123 scored (of 146), dev 1 of 72 scored (of 92)',
        dataset:
          'genuine parts of LibriSpeech (60 of 139) and of the YourTTS (60 of 110), HiFi-GAN and Parallel WaveGAN demos (train); of LibriSpeech, FastSpeech2 and FreeVC demos (dev); at most 4.1 s each',
        n: '146 and 92 recordings',
      },
      {
        measure: 'AUC of the score, synthetic against genuine recordings of the same publication (95 % bootstrap over speakers)',
        value:
          'train: YourTTS demo 0.68 [0.53, 0.83], HiFi-GAN demo 0.64 (of 4 groups), Parallel WaveGAN demo 0.41 (few groups); dev: FastSpeech2 0.75 [0.61, 0.88], FreeVC family 0.49 [0.17, 0.76]. ' +
          'All dev together 0.80 [0.71, 0.88], which mixes recording conditions',
        dataset: 'the same; train sampled by method',
        n: 'train 121 synthetic scored of 137; dev 39 of 80',
      },
      {
        measure: 'voices made by rule or from pieces that are found',
        value: 'espeak-ng 20 of 24, flite 16 of 24, festival 4 of 6; range 2.0 to 5.3, once 10.4 semitones',
        dataset: 'six sentences, four voices each of espeak-ng 1.51 and flite 2.2, one of festival 2.5',
        n: '54 recordings',
      },
    ],
    limits: [
      'The limit comes from 106 short recordings of read speech, mostly English. People who speak in a monotone, read lists, sing one tone, whisper or are ill lie below it and are genuine.',
      'Neural voices mostly move as freely as people do: of 160 scored synthetic clips 7 are found, and copies of a genuine recording by a vocoder keep its melody. Melody that moves says nothing in favour of the recording.',
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
