/** The eyes-and-teeth detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { PARAMETERS } from './parameters.ts';

export const eyesAndTeethCard: DetectorCard & { readonly feed: 'face' } = {
  ...DetectorCard.parse({
    id: 'eyes-and-teeth', version: '1.0.0', title: 'Eyes and teeth', family: 'imaging', question: 'x', method: 'x', feed: 'face',
    citations: [{ text: 'x' }], published: [], measured: [], limits: ['x'], score: { unit: '1', meaning: 'x' },
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })), weights: ['blazeface', 'facemesh', 'iris'],
  }),
  feed: 'face',
};
