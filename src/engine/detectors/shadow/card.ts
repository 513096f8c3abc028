/** The shadow detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { PARAMETERS } from './parameters.ts';

export const shadowCard: DetectorCard & { readonly feed: 'face' } = {
  ...DetectorCard.parse({
    id: 'shadow',
    version: '1.0.0',
    title: 'Shadow',
    family: 'imaging',
    question: 'TODO',
    method: 'TODO',
    feed: 'face',
    citations: [{ text: 'TODO' }],
    published: [],
    measured: [],
    limits: ['TODO'],
    score: { unit: 'times the limit', meaning: 'TODO' },
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })),
    weights: ['blazeface', 'facemesh', 'iris'],
  }),
  feed: 'face',
};
