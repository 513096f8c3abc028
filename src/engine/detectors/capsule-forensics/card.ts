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
    measured: [
      {
        measure: 'AUC of single pictures, face swaps against genuine ones of the same collection [95 % bootstrap over groups]',
        value: '0.68 [0.64, 0.71]; 628 swaps beside their own original: the swap has the greater logit in 75 %',
        dataset: 'DFDC face crops, dev: persons not in the training, the same collection',
        n: '657 genuine, 694 altered',
      },
      {
        measure: 'the same, of a sample that was changed: as it is / JPEG 50 / half size / blur of 1.5 px / the face masked out',
        value: '0.65 / 0.64 / 0.65 / 0.66, each ± 0.07 / 0.52 [0.47, 0.57]: what it sees is in the face',
        dataset: 'DFDC face crops, dev',
        n: '195 genuine, 205 altered',
      },
      {
        measure: 'AUC, StyleGAN2 faces against FFHQ',
        value: '0.35 [0.29, 0.42]: it does not see generated faces',
        dataset: 'dev',
        n: '200 genuine, 70 generated',
      },
    ],
    limits: [
      'It tells collections apart better than swaps: genuine faces of LFW and FFHQ have median logits of -1.7 and -1.5, genuine ones of DFDC 0.2, swaps of DFDC 0.4. No limit is set.',
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
