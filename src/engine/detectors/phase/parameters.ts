/** Every number that the phase detector depends on, each beside where it comes from. Shown on the card. */

interface Parameter {
  readonly value: number;
  readonly unit: string;
  readonly origin: string;
}

const CHOSEN =
  'chosen on train among about 100 statistics of bispectrum and group delay: the only ones that point in one direction in all three publications';

export const PARAMETERS = {
  windowS: { value: 2, unit: 's', origin: 'as the detector of synthetic speech; our choice' },
  shortFrame: { value: 64, unit: 'samples at 16 kHz', origin: `4 ms, less than a period of most voices; ${CHOSEN}` },
  longFrame: { value: 160, unit: 'samples at 16 kHz', origin: `10 ms, one or two periods; ${CHOSEN}` },
  bandFromHz: { value: 4000, unit: 'Hz', origin: `${CHOSEN}; 2 to 3.8 kHz carries little` },
  bandToHz: { value: 7300, unit: 'Hz', origin: 'above lie the slopes of resamplers at 16 kHz' },
  voicedBelowHz: { value: 1000, unit: 'Hz', origin: 'where a voice has most of its power; our choice' },
  voicedWithinDb: {
    value: 15,
    unit: 'dB',
    origin: 'frames whose power below 1 kHz is nearer than that to the 95th percentile of the window are vowels and the like; our choice',
  },
  leastFrames: { value: 40, unit: 'frames of 10 ms', origin: 'of voice in a window, 0.2 s; our choice' },
  highFromHz: { value: 5000, unit: 'Hz', origin: 'to the band’s end: beyond the slope that resamplers leave above 4 kHz' },
  leastHighDb: {
    value: -60,
    unit: 'dB re below 1 kHz',
    origin:
      'sound that is weaker from 5 to 7.3 kHz went through a telephone or a coder: the weakest of 260 genuine training recordings is at -56 dB; 95 % of them lie below -57 dB (median -85) after 8 kHz',
  },
  leastLevelDb: { value: -60, unit: 'dB re full scale', origin: 'quieter windows hold too few steps of a 16-bit recording; our choice' },
  voiceLevel: { value: 0.5, unit: 'probability', origin: 'default threshold of the authors of the voice network (Silero VAD)' },
  leastSpeech: { value: 0.5, unit: 'share of the window', origin: 'as the detector of synthetic speech; our choice' },
  medianShort: {
    value: 2.354,
    unit: 'variance of logarithms',
    origin: 'of 260 genuine recordings of train (models/training/audio/phase_tables.py)',
  },
  spreadShort: { value: 0.079, unit: 'variance of logarithms', origin: '1.4826 times the median distance from that, the same recordings' },
  medianLong: { value: 2.244, unit: 'variance of logarithms', origin: 'of the same recordings' },
  spreadLong: { value: 0.06, unit: 'variance of logarithms', origin: 'as for the short frames' },
  leastRateHz: { value: 16_000, unit: 'Hz', origin: 'below this rate the band does not exist' },
} as const satisfies Record<string, Parameter>;
