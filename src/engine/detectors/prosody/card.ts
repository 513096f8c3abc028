/** The prosody detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { VOICE_WEIGHTS } from '../../sound/voice.ts';
import { PARAMETERS } from './parameters.ts';

export const prosodyCard: DetectorCard & { readonly feed: 'audio' } = {
  ...DetectorCard.parse({
    id: 'prosody',
    version: '1.1.2',
    title: 'Prosody',
    family: 'sound',
    question: 'Does the melody of the voice move as human speech does, and where does the speaker breathe?',
    method:
      'Where Silero’s network hears speech, the fundamental frequency is tracked by Boersma’s autocorrelation method and kept every 40 ms. Over windows of two seconds of voice the ' +
      'range of the melody is the distance from its tenth to its ninetieth percentile, in semitones; the median of the windows is compared with the least of genuine recordings. ' +
      'Jitter, shimmer (both local, as in Praat), the harmonics-to-noise ratio and the pauses are measured beside it and not judged. ' +
      'So are breaths: noise of 0.14 to 1.5 s between the words, before the first or after the last, from 700 to 3500 Hz at least 10 dB below the voice and 7 dB above the quietest 2 % of the four seconds around it, that ' +
      'does not fall like the decay of a voice (60 dB/s) and does not run into the voice after it. Each is put before the examiner as a note, with its time. Beside each value stands the range of ' +
      'genuine recordings, where it was measured; it is no limit.',
    feed: 'audio',
    citations: [
      {
        text: 'Boersma P. Accurate short-term analysis of the fundamental frequency and the harmonics-to-noise ratio of a sampled sound. Proceedings of the Institute of Phonetic Sciences Amsterdam 17:97-110, 1993',
      },
      { text: 'Boersma P, Weenink D. Praat: doing phonetics by computer (voice report: jitter and shimmer)' },
      {
        text: 'Ruinskiy D, Lavner Y. An effective algorithm for automatic detection and exact demarcation of breath sounds in speech and song signals. IEEE Transactions on Audio, Speech, and Language Processing 15(3):838-850, 2007 (other features than here)',
      },
      {
        text: 'Layton S, De Andrade T, Olszewski D, Warren K, Butler K, Traynor P. Every breath you don’t take: deepfake speech detection using breath. arXiv 2404.15143, 2024 (breaths per minute, their duration and spacing)',
      },
      {
        text: 'Yang D, Koriyama T, Saito Y. Frame-wise breath detection with self-training: an exploration of enhancing breath naturalness in text-to-speech. arXiv 2402.00288, 2024 (breath in pauses told by rules of duration and spectrum)',
      },
    ],
    published: [
      {
        measure: 'breaths found; specificity',
        value: '98 %; 96 %, by templates of the speaker’s own breaths',
        dataset: 'speech and songs, several hundred breaths',
        source: 'Ruinskiy and Lavner 2007, abstract',
      },
      {
        measure: 'synthetic speech told by breaths alone (a trained detector of breath)',
        value: 'EER 0 on their own test data; not confirmed here: our recordings are too short for it',
        dataset: '33.6 h of news articles read by people and by machines',
        source: 'Layton et al. 2024, abstract',
      },
    ],
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
      {
        measure: 'breaths found in pauses of the voice, against labels by eye on spectrograms (nobody listened)',
        value:
          'chosen on 96 pauses: 14 of 21, 1 false; on 80 more: 9 of 14, 3 false. Fresh, run once: 10 of 17 found (recall 0.59 [0.36, 0.78]), 4 false (precision 0.71 [0.45, 0.88])',
        dataset:
          'genuine train clips (LibriSpeech, YourTTS, HiFi-GAN and Parallel WaveGAN demonstrations), 21 pauses of LibriVox among the first',
        n: '96, 80 and 64 pauses of 0.25 s and more, 10, 10 and 5 doubtful ones left out',
      },
      {
        measure: 'pauses of 0.3 s and more with a breath',
        value:
          'train: genuine 31 of 100, synthetic 12 of 39; dev: genuine 15 of 38, synthetic 5 of 18; each source of dev with its own genuine clips 1 of 3 against 2 of 7, 0 of 2 against 3 of 11',
        dataset: 'clips of at most 4.1 s: most have no such pause',
        n: 'train 275 genuine and 271 synthetic clips, dev 92 and 80',
      },
    ],
    limits: [
      'The limit comes from 106 short recordings of read speech, mostly English. People who speak in a monotone, read lists, sing one tone, whisper or are ill lie below it and are genuine.',
      'Neural voices mostly move as freely as people do: of 160 scored synthetic clips 7 are found, and copies of a genuine recording by a vocoder keep its melody. Melody that moves says nothing in favour of the recording.',
      'Several voices in one recording widen the range; a flat voice among them is not seen.',
      'Jitter, shimmer and harmonicity differ more between recordings and rooms than between people and machines: no limit is put on them.',
      'Breaths are missed (four in ten) and other noise is taken for them (three in ten): listen to each. Noise gates, noise reduction, editors of audio books and telephone coders take breaths away, and many ' +
        'learned voices have some: neither their number nor their absence tells a person from a machine here, so no limit is put on them. Their rate is given from 20 s of speaking on; no recording of known making was that long.',
      'The ranges beside the values are those of read speech of at most 4.1 s. Published norms of jitter and shimmer are for vowels that are held, and lie lower than running speech.',
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
