/** The generated face detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { LEARNED_LIMITS, LEARNED_SCORE, learnedMethod } from '../../learned/card-words.ts';
import { PARAMETERS } from './parameters.ts';

export const ganImageCard: DetectorCard & { readonly feed: 'face' } = {
  ...DetectorCard.parse({
    id: 'gan-image',
    version: '1.0.0',
    title: 'Generated face network (StyleGAN2)',
    family: 'learned',
    question: 'Is the face like the StyleGAN2 faces of 256 pixels that our own network was trained with?',
    method: learnedMethod(
      'a small convolutional network trained with genuine faces (FFHQ, LFW, DFDC) and StyleGAN2 faces at 256 pixels; it sees no colours and shapes but ' +
        'second differences of neighbouring pixels, since generated pictures differ in their finest detail',
    ),
    feed: 'face',
    citations: [
      {
        text: 'Karras T, Laine S, Aittala M, Hellsten J, Lehtinen J, Aila T. Analyzing and improving the image quality of StyleGAN. CVPR 2020',
      },
      { text: 'Frank J et al. Leveraging frequency analysis for deep fake image recognition. ICML 2020' },
      {
        text: 'Zhou B, Khosla A, Lapedriza A, Oliva A, Torralba A. Learning deep features for discriminative localization. CVPR 2016 (the map)',
      },
    ],
    published: [],
    measured: [
      {
        measure: 'AUC of single pictures, StyleGAN2 faces against FFHQ [95 % bootstrap over groups]',
        value:
          '0.79 [0.74, 0.85]; JPEG 50 0.73, half size 0.76, blur of 1.5 px 0.74, the face masked out 0.65 [0.57, 0.72]: a part of it is not in the face',
        dataset: 'dev, unseen pictures of the same generator and collection',
        n: '200 genuine, 70 generated',
      },
      {
        measure: 'AUC, StyleGAN2 faces against all genuine faces',
        value: '0.96 [0.95, 0.97], which mixes collections: FFHQ has a median logit of -0.03, LFW -3.4, DFDC -2.8, StyleGAN2 0.60',
        dataset: 'dev, FFHQ, LFW, DFDC',
        n: '1,057 genuine, 70 generated',
      },
      {
        measure: 'AUC, face swaps against genuine faces of the same collection',
        value: '0.43 [0.40, 0.46]: it does not see face swaps',
        dataset: 'DFDC face crops, dev',
        n: '657 genuine, 694 altered',
      },
    ],
    limits: [
      'It learnt from 80 generated pictures only, and no limit is set: the logit of genuine faces differs from one collection to the next by more than genuine and generated ones do within one.',
      'It knows one generator, StyleGAN2, at one size, 256 pixels; other generators, diffusion models among them, were not measured.',
      ...LEARNED_LIMITS,
    ],
    score: LEARNED_SCORE,
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })),
    weights: ['blazeface', 'facemesh', 'iris', 'gan-image'],
  }),
  feed: 'face',
};
