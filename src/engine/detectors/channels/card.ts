/** The channels detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { PARAMETERS } from './parameters.ts';

export const channelsCard: DetectorCard & { readonly feed: 'audio' } = {
  ...DetectorCard.parse({
    id: 'channels',
    version: '1.0.0',
    title: 'Channels',
    family: 'sound',
    question: 'Are the channels of this recording one signal or several, does it lie off zero, and is it clipped?',
    method:
      'Each second of the sound is taken at its own sample rate. Of the first two channels the samples that differ are counted; the delay within 50 ms at which they are most ' +
      'alike is found by cross-correlation, and what of one the other does not explain at that delay (1 - r², the least-squares remainder) is given in dB. From that each second is ' +
      'called identical, copied, inverted, delayed, different or silent on one side; neighbours are put together. The mean of all samples is the offset. Clipped are runs of ' +
      'equal samples at the greatest or least value of a second whose edge is a step that rounding does not make. All of it is fact and told as notes; the score is the share of ' +
      'sounding seconds whose channels belong together otherwise than in most of the recording.',
    feed: 'audio',
    citations: [
      {
        text: 'Knapp CH, Carter GC. The generalized correlation method for estimation of time delay. IEEE Transactions on Acoustics, Speech, and Signal Processing 24(4):320-327, 1976 (here without weighting)',
      },
      {
        text: 'Bracewell RN. Discrete Hartley transform. Journal of the Optical Society of America 73(12):1832-1835, 1983 (the way back from the cross-spectrum)',
      },
    ],
    published: [],
    measured: [
      {
        measure: 'recordings with a finding',
        value:
          'offset: train 7 of 275 genuine, 1 of 271 synthetic; dev 4 of 92, 1 of 80; clipping: none. Channels could not be compared: all are mono',
        dataset: 'LibriSpeech and demonstrations of YourTTS, HiFi-GAN, Parallel WaveGAN (train), FastSpeech 2, FreeVC (dev); 16 kHz, mono',
        n: '546 and 172 recordings of about 4 s',
      },
      {
        measure: 'AUC of the offset, without its sign [95 % bootstrap over groups]',
        value:
          'train 0.73 [0.64, 0.85], dev 0.74 [0.66, 0.81]: it tells the sources from one another, not synthesis from speech, and is no score here',
        dataset: 'the same',
        n: '275 and 92 genuine, 271 and 80 synthetic',
      },
      {
        measure: 'known changes found',
        value:
          'mono made stereo, MP3 64 kbit/s: 20 of 20 as identical; second channel 5 ms later: 20 of 20 lossless, 0 of 20 after AAC 128 kbit/s; sign changed, MP3 128 kbit/s: 20 of 20; 18 dB too loud: 20 of 20 as clipping',
        dataset: 'LibriSpeech, train, changed by ffmpeg',
        n: '20 recordings of about 4 s, each change',
      },
    ],
    limits: [
      'Every kind occurs in genuine media: telephones and cheap recorders write one microphone twice, films mix voices in the middle, programs change one into the other. What is telling is a change within a recording, or a contradiction to what the device is said to write.',
      'Of more than two channels the first two are compared.',
      'A delayed copy is mostly not seen once a lossy coder has coded the channels apart (AAC: none of 20).',
      'A delay that is no whole number of samples, or that changes within a second, is not seen as a copy.',
      'Lossy coders round flat tops: clipping before MP3, AAC or Opus is mostly not seen.',
      'The channels of mono cannot be compared: it abstains, and tells offset and clipping.',
    ],
    score: {
      unit: 'share',
      meaning: 'of the sounding seconds, those whose channels belong together otherwise than in most of the recording',
    },
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })),
    weights: [],
  }),
  feed: 'audio',
};
