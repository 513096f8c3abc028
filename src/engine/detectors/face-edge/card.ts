/** The face-edge detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { PARAMETERS } from './parameters.ts';

export const faceEdgeCard: DetectorCard & { readonly feed: 'face' } = {
  ...DetectorCard.parse({
    id: 'face-edge',
    version: '1.0.0',
    title: 'Face edge',
    family: 'imaging',
    question: 'Does a seam run round the face, where what is inside was made apart from what is outside?',
    method: 'x',
    feed: 'face',
    citations: [{ text: 'x' }],
    published: [],
    measured: [],
    limits: ['x'],
    score: { unit: '% of the limit', meaning: 'x' },
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })),
    weights: ['blazeface', 'facemesh', 'iris'],
  }),
  feed: 'face',
};
