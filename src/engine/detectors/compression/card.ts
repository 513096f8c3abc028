/** The compression detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { PARAMETERS } from './parameters.ts';

export const compressionCard: DetectorCard & { readonly feed: 'face' } = {
  ...DetectorCard.parse({
    id: 'compression',
    version: '1.0.0',
    title: 'Compression',
    family: 'imaging',
    question: 'Were the face and what is around it compressed in the same way before?',
    method: 'TBD',
    feed: 'face',
    citations: [
      {
        text: 'Bianchi T, Piva A. Image forgery localization via block-grained analysis of JPEG artifacts. IEEE Transactions on Information Forensics and Security, 2012',
      },
    ],
    published: [],
    measured: [],
    limits: ['TBD'],
    score: { unit: '% of the limit', meaning: 'TBD' },
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })),
    weights: ['blazeface', 'facemesh', 'iris'],
  }),
  feed: 'face',
};
