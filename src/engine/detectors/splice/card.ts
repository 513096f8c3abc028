/** The splice detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { PARAMETERS } from './parameters.ts';

export const spliceCard: DetectorCard & { readonly feed: 'audio' } = {
  ...DetectorCard.parse({
    id: 'splice',
    version: '1.1.2',
    title: 'Splice',
    family: 'sound',
    question:
      'Does the waveform break between two samples, does a part of the sound occur twice, and do the noise of the room and the phase of mains hum go on unbroken?',
    method:
      'The mean of all channels is taken at the file’s own rate, in rows of 16 ms. Breaks: predictors of 24 coefficients (Burg) are made anew every 32 ms; between each two samples the error of predicting ' +
      'the one from what is before and the other from what is behind is taken (geometric mean), and the greatest of each row divided by the greatest within 20 ms on either side. It is told where it is great, where a ' +
      'single wrong sample does not explain it (a click) and where it is not spread over many samples (an onset of speech). Repetitions: each row has a fingerprint of 32 signs, of how the differences of neighbouring ' +
      'bands between 300 and 3400 Hz changed in 64 ms. Pairs of rows whose fingerprints differ in one sign at most, at least 0.5 s apart, are followed to both sides as far as they agree. ' +
      'Room: each 32 ms the level in eleven half octaves from 100 Hz to 7.2 kHz; pauses are rows 35 dB below the loud ones. Where the ranges (10th to 90th percentile) of the pauses before and behind a place do not meet, by the median over the bands, a step is told, ' +
      'at the place where two means explain most. Hum: each 64 ms the complex amplitude at 50, 60, 100 and 120 Hz; over 1.28 s on either side of each place a tone of free frequency with one phase is compared with one whose phase jumps there (generalised likelihood ratio). ' +
      'The frequency of the hum is that of the highest peak of short-time spectra of 2 s of the same amplitudes, by a parabola. The score is the number of repeated segments; breaks, steps and jumps are notes.',
    feed: 'audio',
    citations: [
      { text: 'Burg JP. Maximum entropy spectral analysis. Thesis, Stanford University, 1975 (the predictor)' },
      {
        text: 'Haitsma J, Kalker T. A highly robust audio fingerprinting system. ISMIR 2002 (fingerprints of 32 signs and the search by equal ones; here with evenly spaced bands, shorter windows and another threshold)',
      },
      {
        text: 'Kay SM. Fundamentals of Statistical Signal Processing, Volume II: Detection Theory. Prentice Hall, 1998 (the generalised likelihood ratio)',
      },
    ],
    published: [],
    measured: [
      {
        measure: 'recordings with a finding',
        value:
          'genuine, break: train 4 of 275, dev 2 of 92; repeated segment: none and none; step of the room: 1 (97 judged) and none (35 judged); phase jump of hum: 2 (35 judged) and 2 (18 judged)',
        dataset:
          'LibriSpeech and genuine speech of the demonstrations of YourTTS, HiFi-GAN, Parallel WaveGAN (train), FastSpeech 2, FreeVC (dev); 16 kHz, mono',
        n: '275 and 92 recordings, 1051 and 341 s',
      },
      {
        measure: 'joints found as breaks, within 50 ms (lossless)',
        value:
          'train: in words 10 % and in pauses 1.5 % of 200, one end of inserts 8 % of 200, the sample on which the limits were chosen; fresh recipes: words 1 of 20, pauses 0 of 20, inserts 2 of 40, copies 6 of 40, none in a wrong place. ' +
          'Dev: words 0 of 20, pauses 0 of 20, inserts 4 of 40 (and one break in a wrong place), copies 3 of 40',
        dataset: 'the same, pieces left out, inserts from another source, copies within a recording, places drawn at random',
        n: 'stated with each',
      },
      {
        measure: 'copied segments of 0.5 to 1.25 s found',
        value:
          'train 20 of 20, both ends within 50 ms 14, and as many after MP3 and after AAC 128 kbit/s; dev 20 of 20 and 12, also after either coder. Nothing else was told as a repetition',
        dataset: 'the same, copied to a random place at least 0.5 s off',
        n: '20 recordings of each split',
      },
      {
        measure: 'breaks left after coding, 128 kbit/s asked for',
        value: 'of 9 joints found in lossless recipes of train, after MP3 none, after AAC 9; dev of 7 none and 6',
        dataset: 'the same recipes, coded by ffmpeg (libmp3lame; aac, which writes about 79 kbit/s at 16 kHz, mono)',
        n: '80 recordings of each split',
      },
      {
        measure: 'joints between recordings of different speakers, in pauses, brought to one level, found as steps of the room',
        value:
          'train: 36 of 150 of the sample on which the limits were chosen, fresh 11 of 120 (72 judged), the place right in 9; dev none of 20 (9 judged). Two recordings of one speaker and source: none of 20 (9 judged). After MP3 and AAC 128 kbit/s the three of 20 that were found before',
        dataset: 'the same',
        n: 'stated with each',
      },
      {
        measure: 'phase jumps of 60 to 180° in added hum (50 or 60 Hz ± 0.1 Hz and its second harmonic), found within 50 ms',
        value:
          'train 18, 11 and 7; dev 17, 15 and 1. After MP3 and after AAC 128 kbit/s, 30 dB, train 11 and 11, dev 15 and 15. The same without a jump: one of 120, in dev',
        dataset: 'the same; hum 20, 30 and 40 dB below the speech',
        n: '20 recordings each',
      },
    ],
    limits: [
      'Most joints leave no break: one in a pause, with a cross-fade, in noisy sound or at samples that happen to fit is not seen. That none was found says nothing.',
      'MP3 removes breaks even at 128 kbit/s (none of 9 was left), AAC at about 79 kbit/s did not; lower rates and Opus were not tried. Repetitions survive both.',
      'Genuine speech breaks too: clicks of the lips, faults of a recorder, packets that a call lost. A long recording has more of them than a short one.',
      'Of repetitions only the sound between 300 and 3400 Hz is compared, at the same speed and pitch and at least 0.5 s long; noise laid over both 25 dB below hides about four in ten.',
      'Music, ring tones, announcements and machines repeat themselves in genuine recordings. Of one fingerprint the newest 50 rows are compared.',
      'The last 64 ms of the sound and the first 2 ms are not judged. Channels of opposite sign cancel in their mean.',
      'Steps of the room need a quarter of a second of pauses 35 dB deep on both sides: a third of the genuine recordings of 4 s have them. A fan, a door, a breath in a pause, a noise gate and a recorder that adapts its level make steps too; two rooms alike, and rooms below the noise of a coder, make none. Most joints between rooms are not found.',
      'Phase is judged where hum stands 16 dB above the noise within 1.28 s on both sides: in one of eight genuine recordings. A piece whose length is a whole number of periods leaves no jump, nor does one that turns the phase by less than 45°. Loads that switch, lost samples and a low voice upon the line can make one. Published audio books are edited, and some of them jump.',
      'The frequency of the hum is not compared with records of any grid, and no time of recording follows from it.',
      'Changes of the frame grid of MP3 or AAC, which a joint of decoded pieces leaves, are not sought.',
    ],
    score: { unit: 'count', meaning: 'stretches of at least about 0.5 s that come twice' },
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })),
    weights: [],
  }),
  feed: 'audio',
};
