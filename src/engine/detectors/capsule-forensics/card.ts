/** The capsule network's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { LEARNED_LIMITS, LEARNED_SCORE, learnedMethod } from '../../learned/card-words.ts';
import { PARAMETERS } from './parameters.ts';

export const capsuleForensicsCard: DetectorCard & { readonly feed: 'face' } = {
  ...DetectorCard.parse({
    id: 'capsule-forensics',
    version: '1.0.0',
    title: 'Capsule network',
    family: 'learned',
    question: 'Does a second network, built in another way, find the face like the swapped faces of its training?',
    method: learnedMethod(
      'a capsule network (Capsule-Forensics, built anew from the paper, on the early layers of a network that tells persons apart): several small networks describe the face by statistics of their maps, and ' +
        'their descriptions are routed to one capsule for genuine and one for altered faces by agreement; trained with the faces of the face swap network',
    ),
    feed: 'face',
    citations: [
      {
        text: 'Nguyen HH, Yamagishi J, Echizen I. Capsule-Forensics: using capsule networks to detect forged images and videos. ICASSP 2019',
      },
      { text: 'Sabour S, Frosst N, Hinton GE. Dynamic routing between capsules. NIPS 2017' },
      { text: 'Shiohara K, Yamasaki T. Detecting deepfakes with self-blended images. CVPR 2022' },
      { text: 'Dolhansky B et al. The DeepFake Detection Challenge (DFDC) dataset. arXiv:2006.07397, 2020' },
    ],
    published: [],
    measured: [],
    limits: [
      'It is not in use: its network has not been trained to the end, so that nothing was measured.',
      'It learnt from the same faces as the face swap network: the two are no independent witnesses.',
      'It does not say where in the face.',
      ...LEARNED_LIMITS,
    ],
    score: LEARNED_SCORE,
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })),
    weights: ['blazeface', 'facemesh', 'iris', 'capsule-forensics'],
  }),
  feed: 'face',
};
