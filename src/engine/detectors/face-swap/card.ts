/** The face swap detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { LEARNED_LIMITS, LEARNED_SCORE, learnedMethod } from '../../learned/card-words.ts';
import { PARAMETERS } from './parameters.ts';

export const faceSwapCard: DetectorCard & { readonly feed: 'face' } = {
  ...DetectorCard.parse({
    id: 'face-swap',
    version: '1.0.0',
    title: 'Face swap network',
    family: 'learned',
    question: 'Is the face like the swapped and self-blended faces that our own network was trained with?',
    method: learnedMethod(
      'a convolutional network that first learnt to tell persons apart (Savchenko) and was then trained with genuine faces, face swaps of one collection (DFDC), and self-blended images: genuine faces laid over ' +
        'themselves, moved and recoloured a little, so that only a seam and what differs across it remain (Shiohara and Yamasaki)',
    ),
    feed: 'face',
    citations: [
      { text: 'Shiohara K, Yamasaki T. Detecting deepfakes with self-blended images. CVPR 2022' },
      {
        text: 'Savchenko AV. Efficient facial representations for age, gender and identity recognition in organizing photo albums using multi-output ConvNet. PeerJ Computer Science 5:e197, 2019',
        doi: '10.7717/peerj-cs.197',
      },
      { text: 'Dolhansky B et al. The DeepFake Detection Challenge (DFDC) dataset. arXiv:2006.07397, 2020' },
      {
        text: 'Zhou B, Khosla A, Lapedriza A, Oliva A, Torralba A. Learning deep features for discriminative localization. CVPR 2016 (the map)',
      },
      { text: 'Kartynnik Y et al. Real-time facial surface geometry from monocular video on mobile GPUs. arXiv:1907.06724, 2019' },
    ],
    published: [],
    measured: [],
    limits: [
      'It knows the face swaps of one collection and blends made by ourselves; a generator or a camera unlike those of the training may give anything.',
      ...LEARNED_LIMITS,
    ],
    score: LEARNED_SCORE,
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })),
    weights: ['blazeface', 'facemesh', 'iris', 'face-swap'],
  }),
  feed: 'face',
};
