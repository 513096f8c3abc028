/** The coding-frames detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { PARAMETERS } from './parameters.ts';

export const codingFramesCard: DetectorCard & { readonly feed: 'audio' } = {
  ...DetectorCard.parse({
    id: 'coding-frames',
    version: '1.0.0',
    title: 'Coding frames',
    family: 'sound',
    question: 'Was this sound coded in frames of 1024 samples, as AAC does it, and do these frames go on unbroken?',
    method: 'PLACEHOLDER',
    feed: 'audio',
    citations: [
      {
        text: 'Yang R, Qu Z, Huang J. Detecting digital audio forgeries by checking frame offsets. Proceedings of the 10th ACM Workshop on Multimedia and Security, 2008 (the idea, for MP3; here for AAC, with another measure)',
      },
      {
        text: 'Princen JP, Johnson AW, Bradley AB. Subband/transform coding using filter bank designs based on time domain aliasing cancellation. ICASSP 1987 (the MDCT)',
      },
      { text: 'Jacobsen E, Lyons R. The sliding DFT. IEEE Signal Processing Magazine 20(2):74-80, 2003 (all offsets at the price of one)' },
    ],
    published: [],
    measured: [],
    limits: ['PLACEHOLDER'],
    score: { unit: 'count', meaning: 'places at which the frames of an earlier coding shift' },
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })),
    weights: [],
  }),
  feed: 'audio',
};
