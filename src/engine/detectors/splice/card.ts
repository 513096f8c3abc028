/** The splice detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { PARAMETERS } from './parameters.ts';

export const spliceCard: DetectorCard & { readonly feed: 'audio' } = {
  ...DetectorCard.parse({
    id: 'splice',
    version: '1.0.0',
    title: 'Splice',
    family: 'sound',
    question: 'Does the waveform break between two samples, and does a part of the sound occur twice?',
    method:
      'The mean of all channels is taken at the file’s own rate, in rows of 16 ms. Breaks: predictors of 24 coefficients (Burg) are made anew every 32 ms; between each two samples the error of predicting ' +
      'the one from what is before and the other from what is behind is taken (geometric mean), and the greatest of each row divided by the greatest within 20 ms on either side. It is told where it is great, where a ' +
      'single wrong sample does not explain it (a click) and where it is not spread over many samples (an onset of speech). Repetitions: each row has a fingerprint of 32 signs, of how the differences of neighbouring ' +
      'bands between 300 and 3400 Hz changed in 64 ms. Pairs of rows whose fingerprints differ in one sign at most, at least 0.5 s apart, are followed to both sides as far as they agree. The score is the number of repeated segments; breaks are notes.',
    feed: 'audio',
    citations: [
      { text: 'Burg JP. Maximum entropy spectral analysis. Thesis, Stanford University, 1975 (the predictor)' },
      {
        text: 'Haitsma J, Kalker T. A highly robust audio fingerprinting system. ISMIR 2002 (fingerprints of 32 signs and the search by equal ones; here with evenly spaced bands, shorter windows and another threshold)',
      },
    ],
    published: [],
    measured: [],
    limits: [
      'Most joints leave no break: one in a pause, with a cross-fade, in noisy sound or at samples that happen to fit is not seen. That none was found says nothing.',
      'Lossy coding (MP3, AAC, Opus) removes breaks; of sound that was coded afterwards none is to be expected. Repetitions mostly survive.',
      'Genuine speech breaks too: clicks of the lips, faults of a recorder, packets that a call lost. A long recording has more of them than a short one.',
      'Of repetitions only the sound between 300 and 3400 Hz is compared, at the same speed and pitch and at least 0.5 s long; noise laid over both 25 dB below hides about four in ten.',
      'Music, ring tones, announcements and machines repeat themselves in genuine recordings. Of one fingerprint the newest 50 rows are compared.',
      'The last 64 ms of the sound and the first 2 ms are not judged. Channels of opposite sign cancel in their mean.',
      'A change of the noise of the room at a joint is not measured.',
    ],
    score: { unit: 'count', meaning: 'stretches of at least about 0.5 s that come twice' },
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })),
    weights: [],
  }),
  feed: 'audio',
};
