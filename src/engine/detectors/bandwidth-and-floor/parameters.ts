/** Every number that the detector of bandwidth and floor depends on, each beside where it comes from. Shown on the card. */

interface Parameter {
  readonly value: number;
  readonly unit: string;
  readonly origin: string;
}

export const PARAMETERS = {
  bands: { value: 96, unit: 'bands', origin: 'of equal width from 0 to half the sample rate: 250 Hz at 48 kHz; our choice' },
  windowSeconds: { value: 0.04, unit: 's', origin: 'a window of Hann, the next power of two of samples; our choice' },
  levelSeconds: { value: 0.02, unit: 's', origin: 'frames of level; our choice' },
  highPass: { value: 40, unit: 'Hz', origin: 'below speech; takes away the offset of recorders and synthesisers' },
  stillSeconds: {
    value: 0.02,
    unit: 's',
    origin: 'a run of samples of one value; noise of a microphone moves the last bit far sooner. Our choice',
  },
  wallFromHz: { value: 3000, unit: 'Hz', origin: 'speech itself falls below; the narrowest channel of telephony ends at 3.4 kHz' },
  wallUpTo: { value: 0.9, unit: 'of half the sample rate', origin: 'above it lies the filter of every converter and resampler' },
  wallDrop: {
    value: 20,
    unit: 'dB',
    origin: 'the steepest edge of 274 genuine training recordings of 16 kHz drops by 15.1 dB, the median by about 3',
  },
  soundingBelowLoudest: {
    value: 40,
    unit: 'dB',
    origin: 'a second whose level is farther below the loudest second is not sound that is judged; our choice',
  },
  voicedBelowLoud: {
    value: 30,
    unit: 'dB',
    origin: 'frames less than that below the 95th percentile of levels are words, the others pauses; our choice',
  },
  stepShare: {
    value: 0.7,
    unit: 'of the cut-off',
    origin: 'at 16 kHz an insert of 8 kHz (0.5 of the room) is a step, one of 12 kHz (0.75) is not; our choice',
  },
  stepSeconds: {
    value: 2,
    unit: 's',
    origin: 'shorter stretches may hold no fricative, which is what carries high frequencies; our choice',
  },
  pauseSeconds: { value: 0.2, unit: 's', origin: 'longer than the closure of a stop consonant; our choice' },
  fall: {
    value: 40,
    unit: 'dB',
    origin:
      'genuine training recordings with a pause: 95 % fall by less than 36 dB; 2 of 146 lie above 40 (up to 74), both of LibriSpeech, which comes from MP3',
  },
  leastLoud: {
    value: -70,
    unit: 'dB re full scale',
    origin: 'the loudest twentieth of frames is quieter: there is no sound to judge; our choice',
  },
  digitalSilence: {
    value: -150,
    unit: 'dB re full scale',
    origin: 'in the quietest frame of a pause: below the noise of rounding to 24 bit (-149 dB), so every sample has one value',
  },
  together: { value: 10, unit: 's', origin: 'pauses nearer to one another are told as one finding; our choice' },
  fallSeconds: { value: 0.04, unit: 's', origin: 'two frames; our choice' },
} as const satisfies Record<string, Parameter>;
