/** The phase detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { PARAMETERS } from './parameters.ts';

export const phaseCard: DetectorCard & { readonly feed: 'audio' } = {
  ...DetectorCard.parse({
    id: 'phase',
    version: '1.1.0',
    title: 'Phase of speech',
    family: 'sound',
    question: 'Do high frequencies of the voice arrive with the pulses of the vocal folds, or as evenly as vocoders make them?',
    method:
      'Windows of 2 s, one each second, in which Silero’s network hears speech at least half of the time, are brought to 16 kHz and cut into frames of 4 and of 10 ms that overlap ' +
      'by half. In frames with nearly as much power below 1 kHz as the loudest have, the group delay is measured from 4 to 7.3 kHz, relative to the frame’s centre of energy, and the ' +
      'logarithm of its steps from bin to bin. Where pulses and noise take turns these logarithms spread widely; where the band is alike in all frames they spread less. Score: how far ' +
      'the variance lies below the median of genuine training recordings, in robust standard deviations, the mean of both lengths and of all windows. It was chosen among about 100 ' +
      'statistics of bispectrum and group delay, on train.',
    feed: 'audio',
    citations: [
      {
        text: 'AlBadawy EA, Lyu S, Farid H. Detecting AI-synthesized speech using bispectral analysis. CVPR Workshops 2019 (phase as a trace of synthesis; its own statistics were tried and point in opposite directions from one publication to the next)',
      },
      {
        text: 'Oppenheim AV, Schafer RW. Discrete-Time Signal Processing. Prentice Hall, 1989 (group delay from two transforms)',
      },
    ],
    published: [],
    measured: [
      {
        measure: 'AUC of synthetic against genuine of the same source [95 % bootstrap over speakers]',
        value:
          'FastSpeech2 with HiFi-GAN 0.95 [0.86, 0.99]; voice conversion, five ways together 0.71 [0.49, 0.91]: VQMIVC 1.00, BNE-PPG-VC 0.89 [0.62, 1.00], ' +
          'FreeVC’s three forms 0.46 [0.17, 0.76], 0.55 [0.21, 0.82] and 0.68 [0.36, 0.93], which are not told from genuine',
        dataset: 'dev, FastSpeech2 and FreeVC demonstrations, unseen speakers and sources, run once',
        n: '19 / 16 and 7 / 42 clips of two seconds and more, 8 or 9 of each way',
      },
      {
        measure: 'AUC of all synthetic against all genuine clips',
        value: '0.62 [0.50, 0.77]; EER 42 % [31, 53]. Without LibriSpeech, which lies higher than the others, 0.72 [0.59, 0.85]',
        dataset: 'dev, as above and LibriSpeech',
        n: '86 / 58 and 26 / 58 clips',
      },
      {
        measure: 'the same after coding: all clips of both sources; genuine clips above 1.76 (LibriSpeech too)',
        value:
          'MP3 64 kbit/s 0.78 [0.65, 0.89], none of 87; AAC 48 kbit/s 0.63 [0.48, 0.79], 2 of 87; Opus 24 kbit/s 0.64 [0.50, 0.78], 16 of 86; through 8 kHz no clip of 172 gets a value',
        dataset: 'dev, FastSpeech2 and FreeVC demonstrations',
        n: '26 or 27 / 58 clips',
      },
      {
        measure: 'genuine clips above 1.76, the 99th percentile of genuine train',
        value: 'none; of FastSpeech2 12 of 16, VQMIVC 4 of 8, FreeVC 1 of 25, BNE-PPG-VC none of 9',
        dataset: 'dev',
        n: '86 genuine, 58 synthetic clips',
      },
      {
        measure: 'AUC on the publications on which the statistic was chosen',
        value:
          'YourTTS and SC-GlowTTS 0.93 [0.87, 0.97]; HiFi-GAN demonstration 0.92 [0.71, 1.00]; Parallel WaveGAN demonstration 0.93 [0.60, 1.00]',
        dataset: 'train, each against its own genuine clips; of the last two, few speakers',
        n: '99 / 150, 15 / 80 and 10 / 34 clips; 106, 2 and 3 speakers',
      },
    ],
    limits: [
      'It raises no finding: the rule that was set before dev was run asked that the lower end of the interval lie above 0.5 for both sources of dev, and for voice conversion it is 0.49.',
      'A low score says nothing: FreeVC’s conversions score lower than genuine clips (medians -0.7, -0.6 and 0.0; genuine 0.4).',
      'Recordings differ among themselves: genuine LibriSpeech has a median of 0.4, genuine clips of the other two sources of dev -0.2 and -0.3. Compare with genuine recordings of the same kind.',
      'Opus evens the band out as a vocoder does: genuine clips at 24 kbit/s have a median of 1.3. AAC at 48 kbit/s takes most of the difference away (FastSpeech2 0.70 [0.51, 0.87]). Set it beside recordings of the same coding.',
      'Strong reverberation and noise even the band out as a vocoder does, and were not measured. Noise suppression and time stretching were not measured either.',
      'Breathy and whispered voices have few pulses. Singing and several voices at once were not measured.',
      'It abstains below 16 kHz, where next to nothing is left above 5 kHz (telephones), without two seconds of sound, and where little speech is found.',
    ],
    score: {
      unit: 'robust standard deviations',
      meaning:
        'How far below the median of genuine training recordings the spread of group delay lies: above 0 it is more even. Not a probability, and not calibrated.',
    },
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })),
    weights: ['silero-vad'],
  }),
  feed: 'audio',
};
