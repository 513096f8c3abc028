/** The vocoder detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { PARAMETERS } from './parameters.ts';

export const vocoderCard: DetectorCard & { readonly feed: 'audio' } = {
  ...DetectorCard.parse({
    id: 'vocoder',
    version: '2.0.0',
    title: 'Synthetic speech',
    family: 'learned',
    question: 'Does the voice carry the marks of a vocoder such as our own network was trained with?',
    method:
      'Windows of 2 s, one each second, in which Silero’s network hears speech at least half of the time, are measured: how far harmonics stand out and how steady they ' +
      'are from frame to frame and from bin to bin, how phases go on in time and over frequency (25 ms frames each 10 ms, 0.12 to 7.28 kHz), and how the voice’s pulses go ' +
      'through nine bands (5 ms each 2 ms). The mean spectrum, which is of microphone and room, is not among the 320 statistics. Four small networks that we trained ' +
      'judge them; their logits are averaged, and the mean over the speech is the score. They were trained on genuine clips beside copies of the same clips by a vocoder, ' +
      'so that words, voice and room were the same. The statistics are a part of the network’s file, so that training and examination cannot differ.',
    feed: 'audio',
    citations: [
      {
        text: 'Kong J, Kim J, Bae J. HiFi-GAN: generative adversarial networks for efficient and high fidelity speech synthesis. NeurIPS 2020',
      },
      { text: 'Müller NM et al. Does audio deepfake detection generalize? Interspeech 2022 (detectors fail on unseen recordings)' },
    ],
    published: [],
    measured: [
      {
        measure: 'AUC of synthetic against genuine of the same source [95 % bootstrap over groups]',
        value:
          'FastSpeech2 with HiFi-GAN 0.99 [0.96, 1.00]; voice conversion, five ways together 0.66 [0.48, 0.85]: VQMIVC 0.92 [0.76, 1.00], BNE-PPG-VC 0.79 [0.54, 0.96], ' +
          'FreeVC’s three forms 0.46 [0.22, 0.72], 0.49 [0.22, 0.74] and 0.63 [0.36, 0.87], which are not told from genuine',
        dataset: 'dev, FastSpeech2 and FreeVC demonstrations, unseen speakers and sources, run once',
        n: '20 / 19 and 10 / 50 clips, 10 of each way',
      },
      {
        measure: 'AUC of all synthetic against all genuine clips',
        value: '0.73 [0.62, 0.84]; EER 35 % [23, 43]',
        dataset: 'dev, as above and LibriSpeech',
        n: '90 / 69 clips of a second and more',
      },
      {
        measure: 'AUC on a source that was left out of training with its speakers, through the mill of codecs, noise and rooms',
        value:
          'YourTTS and SC-GlowTTS 0.84 [0.78, 0.89]; HiFi-GAN demonstration 0.81 [0.75, 0.84]; Parallel WaveGAN demonstration 0.75 [0.47, 0.82]',
        dataset: 'train; of the last two, few speakers',
        n: '436 / 600, 60 / 320 and 44 / 164 versions; 106, 2 and 3 groups',
      },
      {
        measure: 'Cllr, logistic calibration fitted to the left-out train sources',
        value: 'left out 1.05 as it is, 0.81 calibrated; dev 1.36 as it is, 0.88 calibrated',
        dataset: 'train, left-out sources; dev',
        n: '1,624 versions; 159 clips',
      },
    ],
    limits: [
      'A low score says nothing: of the FreeVC conversions of dev, whose decoder was trained together with the rest, 2 of 30 scored higher than 1.16, and 3 of 90 genuine clips did. A sentence by espeak-ng, which has no neural vocoder, scored -8.1.',
      'Which vocoder counts: on left-out sources WaveGlow 0.59 and HiFi-GAN v1 0.63 (copies of LJSpeech and VCTK) are hardly told, Tacotron 2 with HiFi-GAN 0.91 to 0.95.',
      'Opus takes most of it away: 0.61 [0.49, 0.74] at 24 kbit/s (dev), which does not separate.',
      'Changes of another kind that smooth phase or harmonics (strong noise suppression, time stretching) were not measured and may score high.',
      'The copies of its training are by one vocoder network, a HiFi-GAN; the published clips beside them are 129 of 10 methods.',
      'It abstains below 16 kHz, without three windows of speech, and in windows below −60 dB.',
      'The voice network begins anew with each window and may miss speech there: in 3 of 23 clips of pure speech it heard too little.',
      'Singing, several voices at once and languages other than English and Portuguese were hardly in the training.',
    ],
    score: {
      unit: 'logit',
      meaning:
        'Higher: more like the synthetic speech of the training than like the genuine speech of it. Not a probability, and not calibrated.',
    },
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })),
    weights: ['silero-vad', 'vocoder'],
  }),
  feed: 'audio',
};
