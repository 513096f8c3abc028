/** The face-edge detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { MEASURED } from './measured.ts';
import { PARAMETERS } from './parameters.ts';

export const faceEdgeCard: DetectorCard & { readonly feed: 'face' } = {
  ...DetectorCard.parse({
    id: 'face-edge',
    version: '1.0.0',
    title: 'Face edge',
    family: 'imaging',
    question: 'Does a seam run round the face, where what is inside was made apart from what is outside?',
    method:
      'The picture is read along rays from the middle of two outlines of the face mesh, the oval and the outline from the brows to the chin, and averaged over sixteen sectors. ' +
      'At every place between 0.7 of the way to the outline and the outline itself a smooth step over 1 to 10 pixels between two straight slopes is fitted by least squares, so ' +
      'that shading does not count: for luma and both colour differences, and for the logarithm of the fine structure (Immerkaer’s operator). The median step of the sectors over ' +
      'its standard error says whether the picture changes together all the way round; the squares of luma and colour are added. This is the ring B = 4 M (1 − M) of Face X-ray ' +
      '(Li et al. 2020), in which a mask M blends two pictures, looked for without a trained network: where M rises from 0 to 1 as a logistic curve, B is in proportion to its slope. ' +
      'Along the normals of the oval the strongest edge on the contour and those beyond it (hair, collar, background) are measured in width, from the steepest slope and from the ' +
      'extremes of the second derivative, and compared, so that a soft lens cancels. Of a film two frames a second are sampled; score and findings are of means over four samples in ' +
      'a row, in which a step at another place of the face than most counts as none; of a still the one picture.',
    feed: 'face',
    citations: [
      {
        text: 'Li L, Bao J, Zhang T, Yang H, Chen D, Wen F, Guo B. Face X-ray for more general face forgery detection. CVPR 2020 (section 3: B = 4 M (1 − M))',
      },
      { text: 'Shiohara K, Yamasaki T. Detecting deepfakes with self-blended images. CVPR 2022 (how the known changes were made)' },
      { text: 'Immerkaer J. Fast noise variance estimation. Computer Vision and Image Understanding 64(2):300-302, 1996' },
      { text: 'Marr D, Hildreth E. Theory of edge detection. Proceedings of the Royal Society of London B 207:187-217, 1980' },
    ],
    published: [],
    measured: MEASURED,
    limits: [
      'A blend without a difference of colour or fine structure across it leaves no step: a face moved by a pixel and blended into itself is not found.',
      'A difference of brightness alone is hidden by shading: contrast changed by a tenth and luma shifted by 8 levels were found in 1 of 40 each.',
      'A blend along the visible outline of the face, at the border of hair, jaw and neck, falls together with edges that are there anyway and is not found as a seam.',
      'Hair, a beard, a hood, glasses or make-up that frame a face evenly give the same steps; steps of more than 30 levels of luma are taken for such edges and left out.',
      'A mask of another shape (a mouth alone, an eye) than the two outlines is not looked for.',
      'A picture that was generated as a whole has no seam: a low score says nothing in favour of the picture.',
      'Coding hides steps: a difference of three levels was found after JPEG 90 in larger faces only, after H.264 at 16 just so and at 23 not; absence after such coding says nothing.',
      'The width of the best fitting step is coarse: it follows the feather of a blend by rank, not in pixels.',
      'In films it needs four samples, two seconds; whether a seam flickers from frame to frame is not measured, only whether it stays from sample to sample.',
      'It gives no likelihood ratio: no representative set of blends exists to calibrate one.',
    ],
    score: {
      unit: '% of the limit',
      meaning:
        'The strongest common step of colour, of fine structure, or the width of the contour’s edges over that of others, each in per cent of its own limit; the greatest of the three, ' +
        'in the most unusual window. 100 is the limit of a finding. Not the probability of a manipulation.',
    },
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })),
    weights: ['blazeface', 'facemesh', 'iris'],
  }),
  feed: 'face',
};
