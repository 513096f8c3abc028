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
    measured: [],
    limits: [
      'It is not in use: its network has not been trained to the end, so that nothing was measured.',
      'It knows one generator, StyleGAN2, at one size, 256 pixels; other generators, diffusion models among them, were not measured.',
      ...LEARNED_LIMITS,
    ],
    score: LEARNED_SCORE,
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })),
    weights: ['blazeface', 'facemesh', 'iris', 'gan-image'],
  }),
  feed: 'face',
};
