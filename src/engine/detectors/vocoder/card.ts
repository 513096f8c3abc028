/** The vocoder detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { PARAMETERS } from './parameters.ts';

export const vocoderCard: DetectorCard & { readonly feed: 'audio' } = {
  ...DetectorCard.parse({
    id: 'vocoder',
    version: '1.0.0',
    title: 'Synthetic speech',
    family: 'learned',
    question: 'Does the voice sound like the synthetic speech that our own network was trained with?',
    method:
      'Windows of 2 s, one each second, in which Silero’s network hears speech at least half of the time, go through two small networks that we trained ourselves, each ' +
      'without one source of recordings; their logits are averaged. They see the spectrogram (25 ms frames each 10 ms, 0.12 to 7.32 kHz), each frequency less its mean ' +
      'over the window, so that microphone and room count less. The mean over the speech is the score. The spectrogram is a part of the network’s file, so that training ' +
      'and examination cannot differ.',
    feed: 'audio',
    citations: [
      {
        text: 'Wu X, He R, Sun Z, Tan T. A light CNN for deep face representation with noisy labels. IEEE Transactions on Information Forensics and Security, 2018 (max-feature-map)',
      },
      {
        text: 'Kong J, Kim J, Bae J. HiFi-GAN: generative adversarial networks for efficient and high fidelity speech synthesis. NeurIPS 2020',
      },
      { text: 'Müller NM et al. Does audio deepfake detection generalize? Interspeech 2022 (detectors fail on unseen recordings)' },
    ],
    published: [],
    measured: [
      {
        measure:
          'AUC on a source and on generators that were left out of training [95 % bootstrap over groups], through the mill of codecs, noise and rooms',
        value:
          'YourTTS and SC-GlowTTS against their own genuine clips 0.65 [0.56, 0.71]; HiFi-GAN and Parallel WaveGAN demonstrations 0.51 [0.30, 0.65]',
        dataset: 'train, one member of the committee each',
        n: '216 / 300 and 52 / 242 versions; 106 and 4 groups',
      },
      {
        measure: 'AUC of synthetic against genuine of the same source [95 % bootstrap over groups]',
        value:
          'FastSpeech2 with HiFi-GAN 0.61 [0.42, 0.79]; five ways of voice conversion 0.50 [0.30, 0.69]: separates nothing that could be shown',
        dataset: 'dev, FastSpeech2 and FreeVC demonstrations, unseen speakers and generators',
        n: '20 / 19 and 10 / 50 clips',
      },
      {
        measure: 'AUC of all synthetic against all genuine clips, which mixes recording conditions with the question',
        value: '0.68 [0.59, 0.77]; EER 36 % [28, 46]',
        dataset: 'dev, as above and LibriSpeech',
        n: '90 / 69 clips of a second and more',
      },
      {
        measure: 'Cllr of the left-out train scores, logistic calibration',
        value: '1.08 as it is, 1.00 calibrated, slope −0.001: pooled over sources the score carries no evidence',
        dataset: 'train, left-out sources',
        n: '1,090 versions',
      },
    ],
    limits: [
      'It is not in use: on unseen synthesisers, against genuine recordings of the same kind, it does not separate. Copies of a recording by a vocoder score like the recording.',
      'It was trained with 544 published clips and 482 of our own for 400 steps each; its loss was still falling.',
      'The recording counts more than the synthesis: genuine LibriSpeech clips have a median score of −0.40, genuine clips of the two demonstrations 0.18 and 0.31.',
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
